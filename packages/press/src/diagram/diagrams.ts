import { Worker } from 'node:worker_threads'
import type { Diagram } from './draw-diagram.ts'

/** What takes longer to lay out is no diagram anybody could read. Milliseconds. */
const longest = 20_000
/** So long the thread waits for another diagram, with the 60 MB of its library. Milliseconds. */
const idle = 2_000

/**
 * Draws diagrams on another thread, because the first one takes a quarter of a second and some take for ever, and
 * remembers them by their text.
 */
export class Diagrams {
  #drawn = new Map<string, Promise<Diagram | undefined>>()

  /** Has these drawn, and does not wait for them. */
  begin(texts: readonly string[]): void {
    for (const text of texts) {
      if (this.#drawn.has(text)) continue
      const drawn = draw(text)
      // Whoever waits for it is told.
      drawn.catch(() => {})
      this.#drawn.set(text, drawn)
    }
  }

  /** Diagrams by their text, undefined for those that cannot be drawn. All others are forgotten. */
  async of(texts: readonly string[]): Promise<ReadonlyMap<string, Diagram | undefined>> {
    this.begin(texts)
    this.#drawn = new Map(texts.map(text => [text, this.#drawn.get(text)!]))
    return new Map(await Promise.all([...this.#drawn].map(async ([text, drawn]) => [text, await drawn] as const)))
  }
}

interface Request {
  text: string
  resolve: (diagram: Diagram | undefined) => void
  reject: (error: Error) => void
}

/** The one thread of this process, which draws one diagram after the other. */
let worker: Worker | undefined
let drawing: Request | undefined
let timer: NodeJS.Timeout | undefined
const waiting: Request[] = []

function draw(text: string): Promise<Diagram | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Diagram | undefined>()
  waiting.push({ text, resolve, reject })
  if (!drawing) next()
  return promise
}

function next(): void {
  clearTimeout(timer)
  drawing = waiting.shift()
  if (!drawing) {
    worker?.unref()
    timer = setTimeout(stop, idle).unref()
    return
  }
  worker ??= start()
  worker.ref()
  worker.postMessage(drawing.text)
  timer = setTimeout(() => {
    stop()
    drawing!.resolve(undefined)
    next()
  }, longest)
}

function start(): Worker {
  const started = new Worker(new URL('./drawing-worker.ts', import.meta.url))
  started.on('message', (diagram: Diagram | undefined) => {
    drawing!.resolve(diagram)
    next()
  })
  started.on('error', (error: NodeJS.ErrnoException) => {
    worker = undefined
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') drawing?.resolve(undefined)
    else drawing?.reject(error)
    next()
  })
  return started
}

function stop(): void {
  worker?.removeAllListeners().terminate()
  worker = undefined
}
