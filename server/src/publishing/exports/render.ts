import { buffer } from 'node:stream/consumers'
import type { Worker } from 'node:worker_threads'
import { OctavoError } from '../../errors.ts'
import type { Octavo } from '../../octavo.ts'
import { type ExportFormat, formats } from './formats.ts'
import type { FromRenderer, RenderOrder, ToRenderer } from './render-protocol.ts'
import { endThread, giveBackThread, mostMemory, takeThread } from './render-thread.ts'
import type { Rendered } from './renderers.ts'

/** Milliseconds; a book of 110,000 words takes some seconds. */
const longest = 10 * 60_000

export interface Listener {
  tell(progress: { stage: string; done: number; total: number }): void
  note(text: string): void
  signal: AbortSignal
}

let orders = 0

/**
 * Makes a book in a thread of its own, within a time and a memory. Throws export_failed, in words its author can act on,
 * and the reason of the signal.
 */
export async function render(octavo: Octavo, order: RenderOrder, listener: Listener): Promise<Rendered> {
  const { signal } = listener
  signal.throwIfAborted()
  const number = ++orders
  const thread = await takeThread(signal)
  const hashes = new Map(order.book.files.map(({ path, sha256 }) => [path, sha256]))
  const { promise, resolve, reject } = Promise.withResolvers<FromRenderer & { kind: 'made' | 'failed' }>()
  const fail = (reason: string, cause?: unknown) => reject(failed(order.format, reason, cause))
  const onMessage = (message: FromRenderer) => {
    if (message.number !== number) return
    switch (message.kind) {
      case 'told':
        return listener.tell({ stage: message.stage, done: message.done, total: message.total })
      case 'noted':
        return listener.note(message.text)
      case 'read':
        return void answer(octavo, thread, number, message.path, hashes.get(message.path))
      default:
        return resolve(message)
    }
  }
  const onError = (error: NodeJS.ErrnoException) => {
    const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    fail(full ? `It needs more than ${mostMemory} MB. Export some of its chapters at a time.` : error.message, error)
  }
  const onExit = () => fail('It ended without saying why. Try again.')
  thread.on('message', onMessage).on('error', onError).on('exit', onExit)
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(
    () => fail('It takes more than ten minutes. Export some of its chapters at a time.'),
    longest,
  )
  thread.postMessage({ kind: 'render', number, order } satisfies ToRenderer)
  let done = false
  try {
    const end = await promise
    giveBackThread(thread)
    done = true
    if (end.kind === 'made') return { bytes: end.bytes, pages: end.pages }
    throw failed(order.format, end.message, Object.assign(new Error(end.message), { stack: end.stack }))
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
    thread.off('message', onMessage).off('error', onError).off('exit', onExit)
    if (!done) await endThread(thread)
  }
}

/** Gives the thread a file it asked for, or the reason why it cannot have it. Never throws. */
async function answer(
  octavo: Octavo,
  thread: Worker,
  number: number,
  path: string,
  sha256: string | undefined,
): Promise<void> {
  const give = (message: ToRenderer) => thread.postMessage(message)
  try {
    if (sha256 === undefined) throw new Error('it is not listed')
    give({ kind: 'file', number, path, bytes: new Uint8Array(await buffer(await octavo.storage.read(sha256))) })
  } catch (error) {
    octavo.log.error({ err: error, path, sha256 }, 'a file of a book cannot be read')
    give({ kind: 'no file', number, path, reason: `The file "${path}" of the book cannot be read. Add it again.` })
  }
}

function failed(format: ExportFormat, reason: string, cause?: unknown): OctavoError {
  return new OctavoError('export_failed', `${capital(formats[format].name)} could not be made: ${reason}`, { cause })
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
