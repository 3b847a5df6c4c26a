import { ask, askAll } from '@octavo/server/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../../api/client.ts'

/** What the chapters of a book can refer to: labels and citation keys. */
export const referencesQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'references'],
    queryFn: () => ask(api.v1.books[':id'].references.$get({ param: { id: bookId } })),
    staleTime: 30_000,
  })

/** The pictures of a book. */
export const imagesQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'files', 'image'],
    queryFn: () =>
      askAll(cursor =>
        ask(
          api.v1.books[':id'].files.$get({
            param: { id: bookId },
            query: { kind: 'image', ...(cursor && { cursor }) },
          }),
        ),
      ),
    staleTime: 30_000,
  })
