import { ask } from '@octavo/server/client'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, explain, hasCode } from '../../api/client.ts'
import { useAllCommands } from '../../app/commands.tsx'
import { outlineQuery } from '../book.ts'
import { chapterEntries, commandEntries, type Entry, entryOfBook, entryOfPassage, marksOf } from './entries.ts'
import { openPalette } from './open-palette.ts'

/** How long typing rests before the server is asked. Milliseconds. */
const rest = 150

const titled = (q: string) =>
  queryOptions({
    queryKey: ['books', 'titled', q, 6],
    queryFn: () => ask(api.v1.books.$get({ query: { sort: 'edited', limit: '6', ...(q && { q }) } })),
  })

const passages = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) =>
      ask(api.v1.search.$get({ query: { q, limit: '12' } }, { init: { signal } })).catch(error => {
        // Signs without a word find nothing.
        if (hasCode(error, 'search_empty')) return { items: [] }
        throw error
      }),
    enabled: q.length > 1,
    staleTime: 30_000,
  })

/** What the palette offers for these words; without words, the chapters at hand, the last books and every command. */
export function useEntries(words: string, bookId: string | undefined) {
  const asked = useRested(words.trim())
  const now = words.trim()
  const commands = useAllCommands().filter(one => one.run !== openPalette)
  const outline = useQuery({ ...outlineQuery(bookId ?? ''), enabled: bookId !== undefined })
  const books = useQuery({ ...titled(asked), placeholderData: keepPreviousData })
  const search = useQuery({ ...passages(asked), placeholderData: keepPreviousData })

  // While one types on, what was found stays; it never answers for other words.
  const found = asked.length > 1 && now.startsWith(asked) ? (search.data?.items ?? []) : []
  const passage = (here: boolean) =>
    found.filter(one => one.kind !== 'book' && (one.bookId === bookId) === here).map(one => entryOfPassage(one, here))
  const chapters = bookId && outline.data ? chapterEntries(bookId, outline.data, now) : []
  const current = now === asked && !books.isPlaceholderData
  const titles = (books.data?.items ?? [])
    .filter(book => current || marksOf(book.title, now))
    .map(book => entryOfBook(book, now))
  const groups = [
    { name: 'In this book', entries: [...(now ? chapters : chapters.slice(0, 6)), ...passage(true)] },
    {
      name: now ? 'Books' : 'Last edited',
      entries: now === asked || titles.length > 0 ? withBooks(titles, found) : [],
    },
    { name: 'Passages', entries: passage(false) },
    { name: 'Do', entries: commandEntries(commands, now) },
  ].filter(group => group.entries.length > 0)
  const failure = search.error ?? books.error
  return {
    groups,
    searching: now !== asked || books.isFetching || search.isFetching,
    note: failure && `Passages cannot be searched now. ${explain(failure).title}.`,
  }

  /** Books by their titles, then those of which something else was found: subtitle, description, brief. */
  function withBooks(byTitle: Entry[], all: typeof found): Entry[] {
    const more = all.filter(one => one.kind === 'book' && !byTitle.some(({ key }) => key === `book ${one.bookId}`))
    return [...byTitle, ...more.map(one => entryOfPassage(one, false))]
  }
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), rest)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
