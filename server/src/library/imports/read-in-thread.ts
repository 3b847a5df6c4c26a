import { Worker } from 'node:worker_threads'
import { OctavoError } from '../../errors.ts'
import type { FromReader, ReadingOrder } from './reading-protocol.ts'

/** Megabytes of JavaScript. Files that are unpacked count beside it, within the limits of uploads. */
const mostMemory = 1024
/** Milliseconds: a PDF of a thousand pages takes half a minute. */
const longest = 5 * 60_000

export interface ReadingListener {
  tell?: (done: number, total: number) => void
  signal?: AbortSignal
}

type Answer<Want> = Extract<FromReader, { kind: Want }>

/**
 * Reads an upload in a thread of its own, within a time and a memory. Throws import_failed in words its author can act
 * on, and the reason of the signal.
 */
export async function readInThread<Want extends ReadingOrder['want']>(
  order: ReadingOrder & { want: Want },
  { tell, signal }: ReadingListener = {},
): Promise<Answer<Want>> {
  const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: mostMemory, stackSizeMb: 8 },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Answer<Want>>()
  const fail = (message: string, cause?: unknown) => reject(new OctavoError('import_failed', message, { cause }))
  worker.on('message', (message: FromReader) => {
    if (message.kind === 'told') tell?.(message.done, message.total)
    else if (message.kind === 'refused') fail(message.message)
    else if (message.kind === 'failed') {
      const cause = Object.assign(new Error(message.message), { stack: message.stack })
      fail(`${order.name} could not be read. Save it anew with the program it comes from, and try again.`, cause)
    } else resolve(message as Answer<Want>)
  })
  worker.once('error', (error: NodeJS.ErrnoException) => {
    const tooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    fail(
      tooLarge
        ? `${order.name} takes more than ${mostMemory} MB to be read. Give it in parts.`
        : `${order.name} could not be read. Save it anew with the program it comes from, and try again.`,
      error,
    )
  })
  worker.once('exit', () => fail(`${order.name} could not be read to its end. Try again.`))
  const abort = () => reject(signal!.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(
    () => fail(`${order.name} takes more than five minutes to be read. Give it in parts.`),
    longest,
  )
  try {
    signal?.throwIfAborted()
    return await promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
    worker.removeAllListeners()
    await worker.terminate()
  }
}
