import { delMany } from 'idb-keyval'
import { queryClient } from '../api/query-client.ts'
import { forgetPerson } from '../app/forget-person.ts'
import { waitingOf } from '../app/unsent.ts'
import { toastError } from '../components/toast.tsx'
import { askAuth } from './ask-auth.ts'
import { meQuery } from './me.ts'

/** Edits of whoever signs out that have not reached the server: what becomes of them is theirs to say. */
export interface Waiting {
  keys: string[]
}

const listeners = new Set<(waiting: Waiting) => void>()

/** Hears when somebody signs out whose edits wait in this browser; gives the function that stops hearing. */
export function onWaiting(listener: (waiting: Waiting) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Ends the session and leaves nothing of it on this page. Asks first where edits have not reached the server. */
export async function signOut(): Promise<void> {
  const me = queryClient.getQueryData(meQuery.queryKey)
  const keys = me ? await waitingOf(me.id) : []
  if (keys.length === 0) return leave()
  for (const listener of listeners) listener({ keys })
}

/** Ends the session after that question, with the edits or without. */
export async function leave(without?: Waiting): Promise<void> {
  try {
    await askAuth('sign-out')
    if (without) await delMany(without.keys)
    await forgetPerson()
    location.assign('/sign-in')
  } catch (error) {
    toastError(error)
  }
}
