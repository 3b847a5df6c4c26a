import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api, speakFor } from '../api/client.ts'
import { queryClient } from '../api/query-client.ts'

export type Me = Answer<Awaited<ReturnType<(typeof api)['v1']['me']['$get']>>>

/** Who is signed in: account, profile, settings, organizations. Fails with not_signed_in for nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  async queryFn() {
    const me = await ask(api.v1.me.$get())
    speakFor(me.id)
    return me
  },
  staleTime: 60_000,
})

/** The person at the screen; only below the frame, which has asked. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

const chosenOrganization = 'octavo-organization'
const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}

/** The organization whose books are shown: the chosen one, else the personal one. */
export function useOrganization(): Me['organizations'][number] {
  const { organizations } = useMe()
  const chosen = useSyncExternalStore(listen, () => localStorage.getItem(chosenOrganization))
  return organizations.find(one => one.id === chosen) ?? organizations.find(one => one.personal) ?? organizations[0]!
}

/** Chooses the organization whose books are shown, on this machine. What is on the screen is read again. */
export function chooseOrganization(id: string): void {
  localStorage.setItem(chosenOrganization, id)
  for (const listener of listeners) listener()
  void queryClient.invalidateQueries()
}
