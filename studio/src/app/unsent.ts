import { keys } from 'idb-keyval'
import { useSyncExternalStore } from 'react'

/** Edits that could not be sent lie in the browser's database under `unsent:<chapter id>` until they can. */
const prefix = 'unsent:'

let known = 0
const listeners = new Set<() => void>()

/** How many chapters have edits that wait on this machine, as last counted. */
export const unsentCount = (): number => known

/** Counts again; called by whoever kept or sent an edit. */
export async function countUnsent(): Promise<void> {
  const found = await keys<IDBValidKey>().catch(() => [])
  const next = found.filter(key => typeof key === 'string' && key.startsWith(prefix)).length
  if (next === known) return
  known = next
  for (const listener of listeners) listener()
}

/** The same for a component; counted again every few seconds while it is shown. */
export function useUnsentCount(): number {
  return useSyncExternalStore(subscribe, unsentCount)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  void countUnsent()
  const timer = setInterval(() => void countUnsent(), 2_000)
  return () => {
    listeners.delete(listener)
    clearInterval(timer)
  }
}
