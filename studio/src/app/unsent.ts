import { del, delMany, get, keys, set } from 'idb-keyval'
import { useCallback, useSyncExternalStore } from 'react'

/** Edits that have not reached the server, kept in this browser until they can. */
export interface Unsent {
  text: string
  /** The version they were made on. */
  baseVersion: number
  /** When they were last changed, in ms since 1970. */
  at: number
}

/** Of one person in one chapter: whoever signs in next in this browser is not to send them as theirs. */
const prefixOf = (userId: string) => `unsent:${userId}:`
const keyOf = (userId: string, chapterId: string) => `${prefixOf(userId)}${chapterId}`

/** What was kept of a person's edits in a chapter. Undefined when nothing was, or this browser keeps nothing. */
export async function readUnsent(userId: string, chapterId: string): Promise<Unsent | undefined> {
  try {
    return await get<Unsent>(keyOf(userId, chapterId))
  } catch {
    return undefined // private windows of some browsers have no storage
  }
}

/** Keeps edits, unless their author has let go of them; false where this browser keeps nothing. */
export async function keepUnsent(userId: string, chapterId: string, unsent: Unsent): Promise<boolean> {
  if (userId === letGo) return true
  try {
    await set(keyOf(userId, chapterId), unsent)
    return true
  } catch {
    return false
  }
}

/** Forgets what has been saved. */
export async function forgetUnsent(userId: string, chapterId: string): Promise<void> {
  await del(keyOf(userId, chapterId)).catch(() => undefined)
}

let letGo: string | undefined

/** Deletes all edits of a person who wants it so; a page that is still open keeps none of theirs any more. */
export async function letGoOfUnsent(userId: string): Promise<void> {
  letGo = userId
  await delMany(await waitingOf(userId))
}

/** The chapters in which edits of this person wait in this browser, as keys of its database. */
export async function waitingOf(userId: string): Promise<string[]> {
  const found: IDBValidKey[] = await keys().catch(() => [])
  return found.filter((key): key is string => typeof key === 'string' && key.startsWith(prefixOf(userId)))
}

let known = 0
const listeners = new Set<() => void>()

/** In how many chapters edits of this person wait; counted again every few seconds while it is shown. */
export function useUnsentCount(userId: string | undefined): number {
  const listen = useCallback((listener: () => void) => subscribe(listener, userId), [userId])
  return useSyncExternalStore(listen, () => known)
}

function subscribe(listener: () => void, userId: string | undefined): () => void {
  const count = async () => {
    const next = userId === undefined ? 0 : (await waitingOf(userId)).length
    if (next === known) return
    known = next
    for (const told of listeners) told()
  }
  listeners.add(listener)
  void count()
  const timer = setInterval(() => void count(), 2_000)
  return () => {
    listeners.delete(listener)
    clearInterval(timer)
  }
}
