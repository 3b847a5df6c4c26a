import { type Answer, ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { upload } from '../../api/upload.ts'
import { toastError } from '../../components/toast.tsx'

type Covers = Answer<Awaited<ReturnType<(typeof api)['v1']['books'][':id']['covers']['$get']>>>
export type Cover = Covers['items'][number]
export type CoverDesign = NonNullable<Cover['design']>
/** What there is to choose in a design; its words are the book's. */
export type CoverChoices = Pick<CoverDesign, 'layout' | 'palette' | 'motif' | 'variation'> & {
  /** The file of the picture of a model it is drawn around, in place of the motif. */
  picture?: string | undefined
}

/** What a cover that was drawn here is made of; undefined of an author's own. */
export const choicesOf = ({ design, pictureId }: Cover): CoverChoices | undefined =>
  design ? { ...design, picture: pictureId ?? undefined } : undefined

/** The covers of a book, the newest first. */
export const coversQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'covers'],
    queryFn: () => ask(api.v1.books[':id'].covers.$get({ param: { id: bookId }, query: { limit: '100' } })),
  })

/** Designs for a book: the same for the same title and authors. */
export const proposalsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'cover-proposals'],
    queryFn: () => ask(api.v1.books[':id'].covers.proposals.$get({ param: { id: bookId }, query: { count: '12' } })),
    staleTime: 60_000,
  })

/** The address of the picture of a design; `words` are those of the book, so that a new title is a new picture. */
export function previewOf(
  bookId: string,
  { layout, palette, motif, variation, picture }: CoverChoices,
  width: number,
  words: string,
) {
  const query = new URLSearchParams({
    layout,
    palette,
    motif,
    variation: String(variation),
    width: String(width),
    words,
    ...(picture && { picture }),
  })
  return `/v1/books/${bookId}/covers/preview?${query}`
}

export const pictureOf = (cover: Cover) => `/v1/files/${cover.fileId}/content`

export const sameDesign = (one: CoverChoices, other: CoverChoices) =>
  one.layout === other.layout &&
  one.palette === other.palette &&
  one.picture === other.picture &&
  (one.picture !== undefined || (one.motif === other.motif && one.variation === other.variation))

/** Keeping, choosing, giving and deleting covers. */
export function useCoverActs(bookId: string) {
  const client = useQueryClient()
  const look = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: coversQuery(bookId).queryKey }),
      client.invalidateQueries({ queryKey: ['books'] }),
    ])
  const keep = useMutation({
    mutationFn: (choices: CoverChoices) =>
      ask(api.v1.books[':id'].covers.$post({ param: { id: bookId }, json: { ...choices, choose: true } })),
    onError: toastError,
    onSettled: look,
  })
  const choose = useMutation({
    mutationFn: (id: string) => ask(api.v1.covers[':id'].choose.$post({ param: { id } })),
    onError: toastError,
    onSettled: look,
  })
  const remove = useMutation({
    mutationFn: (id: string) => ask(api.v1.covers[':id'].$delete({ param: { id } })),
    onError: toastError,
    onSettled: look,
  })
  const give = useMutation({
    mutationFn: ({ file, byModel }: { file: File; byModel: boolean }) => {
      const query = new URLSearchParams({ name: file.name, byModel: String(byModel), choose: 'true' })
      return upload<Cover>(`/v1/books/${bookId}/covers?${query}`, file, { method: 'PUT' })
    },
    onSettled: look,
  })
  return { keep, choose, remove, give }
}
