import { parentPort } from 'node:worker_threads'
import { fileNamed } from '../file-named.ts'
import type { FromRenderer, RenderOrder, ToRenderer } from './render-protocol.ts'
import { type RenderedBook, rendererOf } from './renderers.ts'

// A thread of its own: rendering a book keeps one busy for seconds, and the API answers meanwhile. It reaches neither
// database nor storage, and asks for each file it needs.
const port = parentPort!
let present = 0
const waiting = new Map<string, PromiseWithResolvers<Uint8Array>>()

port.on('message', (message: ToRenderer) => {
  if (message.kind === 'render') {
    present = message.number
    waiting.clear()
    void render(message.number, message.order)
  } else if (message.number === present) {
    const asked = waiting.get(message.path)
    waiting.delete(message.path)
    if (message.kind === 'file') asked?.resolve(message.bytes)
    else asked?.reject(new Error(message.reason))
  }
})

/** Never throws: what goes wrong is said. */
async function render(number: number, { format, options, book }: RenderOrder): Promise<void> {
  const say = (message: FromRenderer, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const ask = (path: string): Promise<Uint8Array> => {
    const known = waiting.get(path)
    if (known) return known.promise
    const asked = Promise.withResolvers<Uint8Array>()
    waiting.set(path, asked)
    say({ number, kind: 'read', path })
    return asked.promise
  }
  try {
    const make = await rendererOf(format)
    const { bytes: made, pages } = await make(toRendered(book, options.numberedSections, ask), {
      options,
      tell: (stage, done, total) => say({ number, kind: 'told', stage, done, total }),
      note: text => say({ number, kind: 'noted', text }),
    })
    // In memory of its own, which can be handed over rather than copied once more.
    const whole = made.byteLength === made.buffer.byteLength && made.buffer instanceof ArrayBuffer
    const bytes = whole ? (made as Uint8Array<ArrayBuffer>) : new Uint8Array(made)
    say({ number, kind: 'made', bytes, pages }, [bytes.buffer])
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    say({ number, kind: 'failed', message, stack })
  }
}

function toRendered(
  { files, ...about }: RenderOrder['book'],
  numberedSections: number | undefined,
  ask: (path: string) => Promise<Uint8Array>,
): RenderedBook {
  const paths = new Map(files.map(({ path }) => [path, path]))
  return {
    ...about,
    ...(numberedSections !== undefined && { numberedSections }),
    paths: [...paths.keys()],
    files: {
      has: path => fileNamed(paths, path) !== undefined,
      read(path) {
        const named = fileNamed(paths, path)
        return named === undefined ? Promise.reject(new Error(`The book has no file "${path}".`)) : ask(named)
      },
    },
  }
}
