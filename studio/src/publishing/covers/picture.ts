import { type Answer, ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../api/client.ts'
import { isOpen, jobQuery } from '../../generation/job.ts'
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

/** Asking for a picture, and the job that draws it. Once its cover is there, the covers are read anew: `onMade`. */
export function usePicture(bookId: string, onMade: () => void) {
  const client = useQueryClient()
  const asking = useMutation({
    mutationFn: (json: AskedPicture) => ask(route.$post({ param: { id: bookId }, json })),
  })
  const following = useQuery({
    ...jobQuery(asking.data?.id ?? ''),
    enabled: asking.data !== undefined,
    refetchInterval: ({ state }) => (state.data && !isOpen(state.data) ? false : 1_000),
  })
  const job = following.data ?? asking.data
  const made = job?.state === 'completed' ? job.id : undefined
  useEffect(() => {
    if (!made) return
    const stale = [coversQuery(bookId).queryKey, ['books']]
    void Promise.all(stale.map(queryKey => client.invalidateQueries({ queryKey }))).then(onMade)
  }, [made, bookId, client, onMade])
  return { asking, job, running: job !== undefined && isOpen(job) }
}

export type AskedFor = ReturnType<typeof usePicture>
