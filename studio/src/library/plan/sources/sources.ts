import type { Answer } from '@octavo/server/client'
import { ask, askAll } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api/client.ts'
import { type Sent, upload } from '../../../api/upload.ts'

export type Source = Answer<Awaited<ReturnType<(typeof api)['v1']['books'][':id']['sources']['$get']>>>['items'][number]
export type Passage = Answer<
  Awaited<ReturnType<(typeof api)['v1']['sources'][':id']['passages']['$get']>>
>['items'][number]

/** What a book stands on, in the author's order. */
export const sourcesQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'sources'],
    queryFn: async () => (await ask(api.v1.books[':id'].sources.$get({ param: { id: bookId } }))).items,
  })

/** Every passage of a source. */
export const passagesQuery = (sourceId: string) =>
  queryOptions({
    queryKey: ['source', sourceId, 'passages'],
    queryFn: ({ signal }) =>
      askAll(cursor => {
        const query = { limit: '200', ...(cursor && { cursor }) }
        return ask(api.v1.sources[':id'].passages.$get({ param: { id: sourceId }, query }, { init: { signal } }))
      }),
  })

/** What somebody gives: a file, a page of the web, or words. */
export type Given = { file: File } | { url: string } | { text: string }

/** Whether a text is an address and nothing else. */
export const isAddress = (text: string): boolean => /^https?:\/\/\S+$/i.test(text.trim())

/** What was pasted or typed: an address, or words. */
export const givenIn = (text: string): Given => (isAddress(text) ? { url: text.trim() } : { text })

/** How something that is being read is called. */
export function nameOf(given: Given): string {
  if ('file' in given) return given.file.name
  if ('url' in given) return given.url.replace(/^https?:\/\//, '')
  const line = given.text
    .trim()
    .split('\n')[0]!
    .replace(/^#+\s*/, '')
  return line.length > 60 ? `${line.slice(0, 58)}…` : line
}

/** Adds a source; all of it, or nothing with the reason. */
export async function addSource(
  bookId: string,
  given: Given,
  told: { onSent: (sent: Sent) => void; signal: AbortSignal },
): Promise<void> {
  if ('file' in given) {
    const form = new FormData()
    form.append('files', given.file)
    return upload(`/v1/books/${bookId}/sources/files`, form, told)
  }
  const origin = `pasted ${new Date().toISOString().slice(0, 19).replace('T', ' ')}`
  const json = 'url' in given ? given : { text: given.text, title: nameOf(given), origin }
  await ask(api.v1.books[':id'].sources.$post({ param: { id: bookId }, json }, { init: { signal: told.signal } }))
}
