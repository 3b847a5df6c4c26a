import { measureUse, type Use } from '@octavo/compositor'
import { readPassages, type Source } from '@octavo/manuscript'
import type { Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { BookInput } from './prepare-book.ts'

/** How much of its sources a composed book uses, and how many of its sentences are theirs; undefined without sources. */
export async function measureBook(
  api: Client,
  bookId: string,
  { brief, sources }: BookInput,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Use | undefined> {
  const texts: Source[] = sources.files.map(({ origin, text, format }) => ({
    id: origin,
    title: origin,
    origin,
    text,
    format,
  }))
  if (sources.urls.length > 0) {
    const { items } = await ask(api.v1.books[':id'].sources.$get({ param: { id: bookId } }))
    for (const { id, origin } of items.filter(source => sources.urls.includes(source.origin))) {
      const { text, format, title } = await ask(api.v1.sources[':id'].$get({ param: { id } }))
      texts.push({ id, title, origin, text, format })
    }
  }
  if (texts.length === 0) return undefined
  const chapters = [...files]
    .filter(([path]) => path.startsWith('chapters/'))
    .map(([, content]) => Buffer.from(content).toString())
  // The author's own words in the brief are a source of sentences, though nobody expects the book to use them up.
  const wishes = { id: 'brief', text: brief.notes }
  return measureUse(chapters, [...texts, wishes], texts.flatMap(readPassages), brief.language)
}
