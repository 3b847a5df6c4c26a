import { queryClient } from '../api/query-client.ts'
import { forgetPerson } from '../app/forget-person.ts'
import { letGoOfUnsent, waitingOf } from '../app/unsent.ts'
import { toastError } from '../components/toast.tsx'
import { askAuth } from './ask-auth.ts'
import { meQuery } from './me.ts'

/** Somebody who signs out while edits of theirs have not reached the server: what becomes of those is theirs to say. */
export interface Waiting {
  userId: string
  chapters: number
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
  const chapters = me ? (await waitingOf(me.id)).length : 0
  if (!me || chapters === 0) return leave()
  for (const listener of listeners) listener({ userId: me.id, chapters })
}

/** Ends the session after that question; deletes the edits of this person that wait, when one is given. */
export async function leave(deleteEditsOf?: string): Promise<void> {
  try {
    await askAuth('sign-out')
    if (deleteEditsOf) await letGoOfUnsent(deleteEditsOf)
    await forgetPerson()
    location.assign('/sign-in')
  } catch (error) {
    toastError(error)
  }
}
