/** Whether the server answers; `offline` when this machine has no network at all. */
export type Connection = 'online' | 'offline' | 'unreachable'

/** How often a server that does not answer is asked again. Milliseconds. */
const again = 5_000

let state: Connection = navigator.onLine ? 'online' : 'offline'
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

/** How the server was reached last. */
export const connection = (): Connection => state

/** Hears of every change; gives the function that stops hearing. */
export function onConnection(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says whether an answer came from the server, as every request finds out. */
export function noteAnswer(answered: boolean): void {
  const next = answered ? 'online' : navigator.onLine ? 'unreachable' : 'offline'
  if (next !== 'online' && timer === undefined) timer = setTimeout(askAgain, again)
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

async function askAgain(): Promise<void> {
  timer = undefined
  noteAnswer(
    await fetch('/health', { cache: 'no-store' }).then(
      () => true,
      () => false,
    ),
  )
}

addEventListener('offline', () => noteAnswer(false))
addEventListener('online', () => void askAgain())
