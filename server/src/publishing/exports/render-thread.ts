import { Worker } from 'node:worker_threads'

/** Megabytes of JavaScript; a book of 110,000 words takes a third of it. */
export const mostMemory = 1024
/** Milliseconds a thread waits for another order before it ends: starting one takes about a second. */
const longestIdle = 60_000

/** Renderings at once in one process: each may take its memory, and more would only slow each other down. */
const atOnce = 2

let rendering = 0
const waiting: (() => void)[] = []
let idle: Worker | undefined
let ending: NodeJS.Timeout | undefined

/**
 * A thread that waits for an order, or a new one, as soon as there is room for one more rendering. It is the caller's
 * until he gives it back or ends it. Throws the reason of the signal.
 */
export async function takeThread(signal: AbortSignal): Promise<Worker> {
  while (rendering >= atOnce) {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.push(resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    if (!signal.aborted) continue
    // The room it may have been called for is for the next one.
    waiting.shift()?.()
    throw signal.reason
  }
  rendering++
  const thread = idle ?? newThread()
  idle = undefined
  clearTimeout(ending)
  thread.ref()
  return thread
}

function newThread(): Worker {
  const thread = new Worker(new URL('./render-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: mostMemory, stackSizeMb: 8 },
  })
  // One that ends by itself while it waits is not to be taken any more.
  return thread.on('error', () => forget(thread)).on('exit', () => forget(thread))
}

/** Lets a thread whose order is done wait for another one; at most one does. It keeps no process from ending. */
export function giveBackThread(thread: Worker): void {
  makeRoom()
  if (idle) return void thread.terminate()
  idle = thread
  thread.unref()
  ending = setTimeout(() => {
    forget(thread)
    void thread.terminate()
  }, longestIdle).unref()
}

/** Ends a thread whose order nobody waits for any more. */
export async function endThread(thread: Worker): Promise<void> {
  await thread.terminate()
  makeRoom()
}

function makeRoom(): void {
  rendering--
  waiting.shift()?.()
}

function forget(thread: Worker): void {
  if (idle === thread) idle = undefined
}
