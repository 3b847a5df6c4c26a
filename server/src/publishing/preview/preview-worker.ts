import { parentPort } from 'node:worker_threads'
import type { BookFiles } from '@octavo/press'
import { type PageBlocks, type PlacesOfPage, pageBlocks } from '@octavo/press/site'
import { fileNamed } from '../file-named.ts'
import { KeptBinders } from './kept-binders.ts'
import type { FromPreviewer, PreviewOrder, ToPreviewer } from './preview-protocol.ts'

// A thread of its own: a long chapter keeps one busy for a tenth of a second, at every pause in typing. It reaches neither
// database nor storage, and asks for each file it needs.
const port = parentPort!
const binders = new KeptBinders()
let present = 0
const waiting = new Map<string, PromiseWithResolvers<Uint8Array>>()

port.on('message', (message: ToPreviewer) => {
  if (message.kind === 'preview') {
    present = message.number
    waiting.clear()
    void answer(message.number, message.order)
  } else if (message.number === present) {
    const asked = waiting.get(message.path)
    waiting.delete(message.path)
    if (message.kind === 'file') asked?.resolve(message.bytes)
    else asked?.reject(new Error(message.reason))
  }
})

/** Never throws: what goes wrong is said. */
async function answer(number: number, order: PreviewOrder): Promise<void> {
  const say = (message: FromPreviewer) => port.postMessage(message)
  const ask = (path: string): Promise<Uint8Array> => {
    const asked = waiting.get(path) ?? Promise.withResolvers<Uint8Array>()
    if (!waiting.has(path)) say({ number, kind: 'read', path })
    waiting.set(path, asked)
    return asked.promise
  }
  try {
    say({ number, kind: 'made', page: await preview(order, ask) })
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    say({ number, kind: 'failed', message, stack })
  }
}

async function preview({ book, file }: PreviewOrder, ask: (path: string) => Promise<Uint8Array>): Promise<PageBlocks> {
  const named = new Map(book.files.map(one => [one.path, one]))
  const files: BookFiles = {
    has: path => fileNamed(named, path) !== undefined,
    read(path) {
      const found = fileNamed(named, path)
      return found ? ask(found.path) : Promise.reject(new Error(`The book has no file "${path}".`))
    },
  }
  const bound = await binders.of(book.id, book.pages).bind({ ...book, files }, { only: file })
  const page = bound.pages.find(one => one.file === file)
  if (!page) throw new Error('The chapter is on no page of the book.')
  const slugs = new Map(bound.pages.map(one => [one.slug, one.file]))
  const places: PlacesOfPage = {
    href(slug, id) {
      const place = id === undefined ? '' : `#${encodeURIComponent(id)}`
      if (slug === page.slug) return place || '#'
      const chapter = book.chapters.get(slugs.get(slug) ?? '')
      return chapter && `/books/${book.id}/edit/${chapter}${place}`
    },
    download(path) {
      const found = fileNamed(named, path)
      return found && `/v1/files/${found.id}/content`
    },
    image(path) {
      const found = fileNamed(named, path)
      if (!found) return undefined
      return {
        src: `/v1/files/${found.id}/content`,
        width: found.width ?? undefined,
        height: found.height ?? undefined,
      }
    },
  }
  return pageBlocks(bound, page, places)
}
