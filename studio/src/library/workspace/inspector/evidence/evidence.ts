import { ask } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../../api/client.ts'
import { passagesQuery, sourcesQuery } from '../../../plan/sources/sources.ts'
import type { Cited } from './cited.ts'

/** What a paragraph stands on: the words, and where they are. */
export interface Passage {
  sourceId: string
  title: string
  text: string
  /** From 1; where a note that cites it points. */
  line: number
  endLine: number
  headings: readonly string[]
}

/** A source with its text. */
export const sourceQuery = (sourceId: string) =>
  queryOptions({
    queryKey: ['source', sourceId],
    queryFn: () => ask(api.v1.sources[':id'].$get({ param: { id: sourceId } })),
    staleTime: 300_000,
  })

/** The passages that footnotes name, read from the sources; one whose source is gone is left out. */
export const citedQuery = (bookId: string, cited: readonly Cited[]) =>
  queryOptions({
    queryKey: ['book', bookId, 'cited', cited],
    enabled: cited.length > 0,
    staleTime: 60_000,
    queryFn: async ({ client }): Promise<Passage[]> => {
      const sources = await client.fetchQuery(sourcesQuery(bookId))
      const found = cited.map(async ({ title, line }) => {
        const source = sources.find(one => one.title === title)
        if (!source) return []
        const passages = await client.fetchQuery(passagesQuery(source.id))
        const passage = passages.find(one => one.start.line <= line && line <= one.end.line)
        if (!passage) return []
        const { text, headings, start, end } = passage
        return [{ sourceId: source.id, title, text, headings, line: start.line, endLine: end.line }]
      })
      return (await Promise.all(found)).flat()
    },
  })

/** As long a question as search takes. */
const longest = 400

/** What the sources say about the same as a paragraph. */
export const alikeQuery = (bookId: string, paragraph: string) => {
  const q = wordsOf(paragraph)
  return queryOptions({
    queryKey: ['book', bookId, 'alike', q],
    enabled: q !== '',
    staleTime: 60_000,
    queryFn: async (): Promise<Passage[]> => {
      const { items } = await ask(api.v1.search.$get({ query: { q, bookId, kind: 'source', limit: '5' } }))
      return items.flatMap(({ sourceId, title, snippet, headings }) => {
        if (!sourceId) return []
        const { text, line } = snippet
        return [{ sourceId, title, text, headings, line, endLine: line + text.split('\n').length - 1 }]
      })
    },
  })
}

/** The words of a paragraph without its markup: signs mean something to search. */
function wordsOf(paragraph: string): string {
  const plain = paragraph
    .replaceAll(/\{[\w:-]+\}`[^`]*`|\[\^[^\]]+\]:?|`[^`]*`|\]\([^)]*\)/g, ' ')
    .replaceAll(/[^\p{L}\p{N}\s]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain.length <= longest ? plain : plain.slice(0, plain.lastIndexOf(' ', longest))
}
