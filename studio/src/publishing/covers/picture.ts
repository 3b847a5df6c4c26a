import { type Answer, ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { coversQuery } from './covers.ts'

const route = api.v1.books[':id'].covers.picture
export type PictureOffer = Answer<Awaited<ReturnType<(typeof route)['$get']>>>
type AskedPicture = Parameters<(typeof route)['$post']>[0]['json']

/** Which models could draw a picture for a cover, at what cost, and what they would be asked for. */
export const pictureOfferQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'cover-picture'],
    queryFn: () => ask(route.$get({ param: { id: bookId } })),
    staleTime: 60_000,
  })

/** Asking for a picture, and looking at the covers anew once it is there. */
export function usePicture(bookId: string) {
  const client = useQueryClient()
  return {
    ask: useMutation({
      mutationFn: (json: AskedPicture) => ask(route.$post({ param: { id: bookId }, json })),
    }),
    look: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: coversQuery(bookId).queryKey }),
        client.invalidateQueries({ queryKey: ['books'] }),
      ]),
  }
}
