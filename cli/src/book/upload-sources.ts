import { ask, askAll } from '../api/ask.ts'
import type { Client } from '../api/client.ts'
import type { Sources } from '../brief/find-sources.ts'
import { Failure, toFailure } from '../failure.ts'
import { fingerprint } from './folder-record.ts'

export interface Uploaded {
  added: number
  changed: number
  unchanged: number
  /** Sources of the book that the brief no longer names; they stay, since chapters may stand on them. */
  left: string[]
}

/**
 * Brings the sources of a book to those of its brief: new and changed files are sent, pages fetched once. Throws Failure
 * that names the source the API refuses.
 */
export async function uploadSources(
  api: Client,
  bookId: string,
  { files, urls }: Sources,
  stop: AbortSignal,
): Promise<Uploaded> {
  const route = api.v1.books[':bookId'].sources
  const present = await askAll(cursor =>
    ask(route.$get({ param: { bookId }, query: { limit: '200', ...(cursor && { cursor }) } })),
  )
  const known = new Map(present.map(source => [source.origin, source]))
  const result: Uploaded = { added: 0, changed: 0, unchanged: 0, left: [] }
  const send = async (name: string, json: Parameters<typeof route.$post>[0]['json']) => {
    stop.throwIfAborted()
    try {
      await ask(route.$post({ param: { bookId }, json }))
    } catch (error) {
      const failure = toFailure(error)
      throw failure
        ? new Failure(`${name}: ${failure.message}`, failure.remedy, {
            cause: error,
            ...(failure.code && { code: failure.code }),
          })
        : error
    }
    result[known.has(name) ? 'changed' : 'added']++
  }
  for (const { origin, text, format } of files) {
    if (known.get(origin)?.sha256 === fingerprint(text)) result.unchanged++
    else await send(origin, { origin, text, format })
  }
  for (const url of urls) {
    if (known.has(url)) result.unchanged++
    else await send(url, { url })
  }
  const named = new Set([...files.map(file => file.origin), ...urls])
  result.left = present.map(source => source.origin).filter(origin => !named.has(origin))
  return result
}
