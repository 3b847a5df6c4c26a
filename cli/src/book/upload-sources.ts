import type { Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
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
  const route = api.v1.books[':id'].sources
  const { items: present } = await ask(route.$get({ param: { id: bookId } }))
  const known = new Map(present.map(source => [source.origin, source]))
  const result: Uploaded = { added: 0, changed: 0, unchanged: 0, left: [] }
  const send = async (
    name: string,
    json: { origin: string; text: string; format: 'markdown' | 'text' } | { url: string },
  ) => {
    stop.throwIfAborted()
    try {
      const { outcome } = await ask(route.$post({ param: { id: bookId }, json }))
      result[outcome]++
    } catch (error) {
      throw naming(name, error)
    }
  }
  for (const { origin, text, format } of files) {
    const before = known.get(origin)
    if (before?.sha256 === fingerprint(text) && before.format === format) result.unchanged++
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

/** An error of the API says what is wrong with a source, but not with which. */
function naming(name: string, error: unknown): unknown {
  const failure = toFailure(error)
  if (!failure) return error
  const { message, remedy, code } = failure
  return new Failure(`${name}: ${message}`, remedy, { cause: error, ...(code && { code }) })
}
