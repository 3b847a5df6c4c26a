import { Worker } from 'node:worker_threads'
import type { PageBlocks } from '@octavo/press/site'
import { OctavoError } from '../../errors.ts'
import type { FromPreviewer, PreviewOrder, ToPreviewer } from './preview-protocol.ts'

/** Milliseconds for one chapter; the first of a long book, of which every page is read, takes some seconds. */
const longest = 30_000
/** Milliseconds without an order after which the thread and all it keeps are let go. */
const longestIdle = 10 * 60_000
/** Megabytes of JavaScript: what it keeps of several books, and one being shown. */
const mostMemory = 1024

/** One chapter to show, and who waits for it. */
export interface Asked {
  /** Of one window there is one: a newer takes the place of the older. */
  window: string
  order: PreviewOrder
  /** Reads a file of the book. */
  read(path: string): Promise<Uint8Array>
  signal: AbortSignal
}

interface Waiting extends Asked {
  number: number
  settle: PromiseWithResolvers<PageBlocks>
}

let thread: Worker | undefined
let ending: NodeJS.Timeout | undefined
let present: Waiting | undefined
let overdue: NodeJS.Timeout | undefined
let numbers = 0
const queue: Waiting[] = []

/**
 * Shows a chapter in the one thread of this process that keeps the books shown last. Throws preview_superseded when the
 * same window asks anew before it is done, or is gone; preview_failed in words.
 */
export async function previewInThread(asked: Asked): Promise<PageBlocks> {
  if (asked.signal.aborted) throw new OctavoError('preview_superseded')
  for (const one of [...queue, ...(present ? [present] : [])]) {
    if (one.window === asked.window) give(one, new OctavoError('preview_superseded'))
  }
  const waiting: Waiting = { ...asked, number: ++numbers, settle: Promise.withResolvers() }
  const abort = () => give(waiting, new OctavoError('preview_superseded'))
  asked.signal.addEventListener('abort', abort, { once: true })
  queue.push(waiting)
  next()
  return waiting.settle.promise.finally(() => asked.signal.removeEventListener('abort', abort))
}

/** Nobody waits for this one any more. One the thread is at runs to its end: it is short, and warms what it keeps. */
function give(waiting: Waiting, reason: unknown): void {
  waiting.settle.reject(reason)
  const at = queue.indexOf(waiting)
  if (at !== -1) queue.splice(at, 1)
}

function next(): void {
  if (present) return
  present = queue.shift()
  clearTimeout(ending)
  if (!present) {
    thread?.unref()
    ending = setTimeout(stop, longestIdle).unref()
    return
  }
  thread ??= start()
  thread.ref()
  const { number, order } = present
  overdue = setTimeout(() => fail('It takes more than thirty seconds. Split the chapter.'), longest)
  thread.postMessage({ kind: 'preview', number, order } satisfies ToPreviewer)
}

function done(): void {
  clearTimeout(overdue)
  present = undefined
  next()
}

function start(): Worker {
  const started = new Worker(new URL('./preview-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: mostMemory, stackSizeMb: 8 },
  })
  const lost = (why: string) => {
    if (thread === started) fail(why)
  }
  started.on('message', hear)
  started.on('error', (error: NodeJS.ErrnoException) =>
    lost(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'It needs too much memory. Split the chapter.' : error.message),
  )
  started.on('exit', () => lost('It ended without saying why.'))
  return started
}

function stop(): void {
  void thread?.terminate()
  thread = undefined
}

/** Ends the thread with what it is at; the next order gets another. */
function fail(reason: string): void {
  stop()
  present?.settle.reject(new OctavoError('preview_failed', reason))
  done()
}

function hear(message: FromPreviewer): void {
  if (message.number !== present?.number) return
  if (message.kind === 'read') return void answer(present, message.path)
  if (message.kind === 'made') present.settle.resolve(message.page)
  else {
    const cause = Object.assign(new Error(message.message), { stack: message.stack })
    present.settle.reject(new OctavoError('preview_failed', message.message, { cause }))
  }
  done()
}

/** Gives the thread a file it asked for, or the reason why it cannot have it. Never throws. */
async function answer({ number, read }: Waiting, path: string): Promise<void> {
  try {
    thread?.postMessage({ kind: 'file', number, path, bytes: await read(path) } satisfies ToPreviewer)
  } catch {
    const reason = `The file "${path}" of the book cannot be read. Add it again.`
    thread?.postMessage({ kind: 'no file', number, path, reason } satisfies ToPreviewer)
  }
}
