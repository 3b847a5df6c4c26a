import { buffer } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import { OctavoError } from '../../errors.ts'
import type { Octavo } from '../../octavo.ts'
import { type ExportFormat, formats } from './formats.ts'
import type { FromRenderer, RenderOrder, ToRenderer } from './render-protocol.ts'

/** Megabytes of JavaScript; a book of 110,000 words takes a third of it. */
const mostMemory = 1024
/** Milliseconds; a book of 110,000 words takes some seconds. */
const longest = 10 * 60_000

export interface Listener {
  tell(progress: { stage: string; done: number; total: number }): void
  note(text: string): void
  signal: AbortSignal
}

/**
 * Makes a book in a thread of its own, within a time and a memory. Throws export_failed, in words its author can act on,
 * and the reason of the signal.
 */
export async function render(
  octavo: Octavo,
  order: RenderOrder,
  { tell, note, signal }: Listener,
): Promise<Uint8Array> {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: mostMemory, stackSizeMb: 8 },
  })
  const hashes = new Map(order.book.files.map(({ path, sha256 }) => [path, sha256]))
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const fail = (reason: string, cause?: unknown) => reject(failed(order.format, reason, cause))
  worker.on('message', (message: FromRenderer) => {
    switch (message.kind) {
      case 'told':
        return tell(message)
      case 'noted':
        return note(message.text)
      case 'made':
        return resolve(message.bytes)
      case 'failed':
        return fail(message.message, Object.assign(new Error(message.message), { stack: message.stack }))
      case 'read':
        return void answer(octavo, worker, message.path, hashes.get(message.path))
    }
  })
  worker.once('error', (error: NodeJS.ErrnoException) => {
    const tooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    fail(
      tooLarge ? `It needs more than ${mostMemory} MB. Export some of its chapters at a time.` : error.message,
      error,
    )
  })
  worker.once('exit', () => fail('It ended without saying why. Try again.'))
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(
    () => fail('It takes more than ten minutes. Export some of its chapters at a time.'),
    longest,
  )
  try {
    signal.throwIfAborted()
    return await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
    worker.removeAllListeners()
    await worker.terminate()
  }
}

/** Gives the thread a file it asked for, or the reason why it cannot have it. Never throws. */
async function answer(octavo: Octavo, worker: Worker, path: string, sha256: string | undefined): Promise<void> {
  const give = (message: ToRenderer) => worker.postMessage(message)
  try {
    if (sha256 === undefined) throw new Error('it is not listed')
    give({ path, bytes: new Uint8Array(await buffer(await octavo.storage.read(sha256))) })
  } catch (error) {
    octavo.log.error({ err: error, path, sha256 }, 'a file of a book cannot be read')
    give({ path, error: `The file "${path}" of the book cannot be read. Add it again.` })
  }
}

function failed(format: ExportFormat, reason: string, cause: unknown): OctavoError {
  return new OctavoError('export_failed', `${capital(formats[format].name)} could not be made: ${reason}`, { cause })
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
