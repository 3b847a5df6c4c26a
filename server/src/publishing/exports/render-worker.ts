import { parentPort, workerData } from 'node:worker_threads'
import { fileNamed } from '../press-book.ts'
import type { FromRenderer, RenderOrder, ToRenderer } from './render-protocol.ts'
import { type RenderedBook, rendererOf } from './renderers.ts'

// A thread of its own: rendering a book keeps one busy for seconds, and the API answers meanwhile. It reaches neither
// database nor storage, and asks for each file it needs.
const port = parentPort!
const say = (message: FromRenderer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
const { format, options, book } = workerData as RenderOrder

const waiting = new Map<string, PromiseWithResolvers<Uint8Array>>()
port.on('message', (answer: ToRenderer) => {
  const asked = waiting.get(answer.path)
  waiting.delete(answer.path)
  if ('bytes' in answer) asked?.resolve(answer.bytes)
  else asked?.reject(new Error(answer.error))
})

function ask(path: string): Promise<Uint8Array> {
  const known = waiting.get(path)
  if (known) return known.promise
  const asked = Promise.withResolvers<Uint8Array>()
  waiting.set(path, asked)
  say({ kind: 'read', path })
  return asked.promise
}

const { files, ...about } = book
const paths = new Map(files.map(({ path }) => [path, path]))
const rendered: RenderedBook = {
  ...about,
  ...(options.numberedSections !== undefined && { numberedSections: options.numberedSections }),
  paths: [...paths.keys()],
  files: {
    has: path => fileNamed(paths, path) !== undefined,
    read(path) {
      const named = fileNamed(paths, path)
      return named === undefined ? Promise.reject(new Error(`The book has no file "${path}".`)) : ask(named)
    },
  },
}

try {
  const render = await rendererOf(format)
  const made = await render(rendered, {
    options,
    tell: (stage, done, total) => say({ kind: 'told', stage, done, total }),
    note: text => say({ kind: 'noted', text }),
  })
  // Into memory of its own, which can be handed over rather than copied once more.
  const bytes = made.byteLength === made.buffer.byteLength ? (made as Uint8Array<ArrayBuffer>) : new Uint8Array(made)
  say({ kind: 'made', bytes }, [bytes.buffer])
} catch (error) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  say({ kind: 'failed', message, stack })
}
port.close()
