import { type Answer, ask, askAll } from '@octavo/server/client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { upload } from '../../api/upload.ts'
import { toast, toastError } from '../../components/toast.tsx'
import { count } from '../../components/words.ts'

export type BookFile = Answer<Awaited<ReturnType<(typeof api)['v1']['files'][':id']['$get']>>>
type GivenKind = 'image' | 'attachment' | 'bibliography'

/** The files of a book that go with its text: no exports, covers or originals. */
export const filesQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'files'],
    queryFn: async () => {
      const all = await askAll(cursor =>
        ask(
          api.v1.books[':id'].files.$get({
            param: { id: bookId },
            query: { limit: '200', ...(cursor && { cursor }) },
          }),
        ),
      )
      return all.filter(({ kind }) => kind === 'image' || kind === 'attachment' || kind === 'bibliography')
    },
  })

export const contentOf = ({ id, sha256 }: BookFile) => `/v1/files/${id}/content?${sha256.slice(0, 8)}`

/** What a file is given as, by its name; the server tells a picture by its content. */
const kindOf = (file: File): GivenKind =>
  file.type.startsWith('image/') ? 'image' : /\.bib$/i.test(file.name) ? 'bibliography' : 'attachment'

/** Adding, replacing, renaming, describing and deleting files; fetching pictures from the web. */
export function useFileActs(bookId: string) {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: filesQuery(bookId).queryKey })
  const add = useMutation({
    mutationFn: async (files: readonly File[]) => {
      for (const file of files) {
        const kind = kindOf(file)
        const name = kind === 'image' ? `images/${file.name}` : file.name
        await upload(`/v1/books/${bookId}/files?${new URLSearchParams({ name, kind })}`, file, { method: 'PUT' })
      }
    },
    onSettled,
  })
  const replace = useMutation({
    mutationFn: ({ old, file }: { old: BookFile; file: File }) =>
      upload(
        `/v1/books/${bookId}/files?${new URLSearchParams({ name: old.name, kind: old.kind, alt: old.alt })}`,
        file,
        { method: 'PUT' },
      ),
    onError: toastError,
    onSettled,
  })
  const change = useMutation({
    mutationFn: ({ id, ...json }: { id: string; name?: string; alt?: string }) =>
      ask(api.v1.files[':id'].$patch({ param: { id }, json })),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (id: string) => ask(api.v1.files[':id'].$delete({ param: { id } })),
    onError: toastError,
    onSettled,
  })
  const fetchRemote = useMutation({
    mutationFn: () => ask(api.v1.books[':id'].files['remote-images'].$post({ param: { id: bookId } })),
    onSuccess: ({ kept, failed, chapters }) => {
      if (kept.length > 0)
        toast(`${count(kept.length, 'picture')} fetched; ${count(chapters.length, 'chapter')} changed.`)
      else if (failed.length === 0) toast('The book shows no picture from the web.')
    },
    onError: toastError,
    onSettled: async () => {
      await onSettled()
      await client.invalidateQueries({ queryKey: ['book', bookId] })
    },
  })
  return { add, replace, change, remove, fetchRemote }
}
