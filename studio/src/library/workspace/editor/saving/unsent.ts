import { del, get, set } from 'idb-keyval'

/** Edits that have not reached the server, kept in this browser. */
export interface Unsent {
  text: string
  /** The version they were made on. */
  baseVersion: number
  /** When they were last changed, in ms since 1970. */
  at: number
}

const keyOf = (chapterId: string) => `unsent:${chapterId}`

/** What was kept of a chapter. Undefined when nothing was, or this browser keeps nothing. */
export async function readUnsent(chapterId: string): Promise<Unsent | undefined> {
  try {
    return await get<Unsent>(keyOf(chapterId))
  } catch {
    return undefined // private windows of some browsers have no storage
  }
}

/** Keeps edits; false where this browser keeps nothing. */
export async function keepUnsent(chapterId: string, unsent: Unsent): Promise<boolean> {
  try {
    await set(keyOf(chapterId), unsent)
    return true
  } catch {
    return false
  }
}

/** Forgets what has been saved. */
export async function forgetUnsent(chapterId: string): Promise<void> {
  await del(keyOf(chapterId)).catch(() => undefined)
}
