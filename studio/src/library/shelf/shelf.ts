import { ask } from '@octavo/server/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { Book } from '../book.ts'

/** The tabs of the library; `all` leaves out what is archived or in the trash. */
export const shelves = ['all', 'planning', 'writing', 'editing', 'published', 'archived', 'trash'] as const
export type Shelf = (typeof shelves)[number]

export const shelfNames: Record<Shelf, string> = {
  all: 'All',
  planning: 'Planning',
  writing: 'Writing',
  editing: 'Editing',
  published: 'Published',
  archived: 'Archived',
  trash: 'Trash',
}

export const sorts = ['edited', 'title', 'words'] as const
export type Sort = (typeof sorts)[number]
export const sortNames: Record<Sort, string> = { edited: 'Last edited', title: 'Title', words: 'Words' }

export type View = 'covers' | 'table'

/** Books a page: one screen of the largest window, so that the first is enough for most people. */
const pageSize = 60

/** The books on a shelf, page by page. */
export const shelfQuery = (shelf: Shelf, sort: Sort, organization: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['books', 'shelf', shelf, sort, organization ?? ''],
    queryFn: ({ pageParam }) =>
      ask(
        api.v1.books.$get({
          query: {
            sort,
            limit: String(pageSize),
            trashed: shelf === 'trash' ? 'true' : 'false',
            ...(shelf !== 'trash' && { stage: shelf === 'all' ? 'current' : shelf }),
            ...(organization && { organization }),
            ...(pageParam && { cursor: pageParam }),
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: last => last.next,
  })

/** How many books are on each shelf. */
export const countsQuery = (organization: string | undefined) =>
  queryOptions({
    queryKey: ['books', 'counts', organization ?? ''],
    queryFn: async (): Promise<Record<Shelf, number>> => {
      const counts = await ask(api.v1.books.counts.$get({ query: organization ? { organization } : {} }))
      const { planning, writing, editing, published } = counts
      return { ...counts, all: planning + writing + editing + published }
    },
  })

const stageNames: Record<Book['stage'], string> = {
  planning: 'Planning',
  writing: 'Writing',
  editing: 'Editing',
  published: 'Published',
  archived: 'Archived',
}

/** Where a book stands, in a word. */
export const stageName = (book: Book): string => (book.deletedAt ? 'In the trash' : stageNames[book.stage])

const opened = {
  planning: '/books/$bookId/plan',
  writing: '/books/$bookId/write',
  editing: '/books/$bookId/edit',
  published: '/books/$bookId/publish',
  archived: '/books/$bookId/edit',
} as const satisfies Record<Book['stage'], string>

/** The screen on which a book goes on. */
export const placeOf = (book: Book) => opened[book.stage]
