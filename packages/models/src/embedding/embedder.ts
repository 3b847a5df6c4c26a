import { Worker } from 'node:worker_threads'
import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import { estimateTokens } from '../tokens.ts'
import type { EmbedderAnswer, EmbedderQuestion } from './embedder-worker.ts'

/** Texts are read in parts of so many: memory grows with them, and a search waits for at most one part of an indexing. */
const partSize = 8
/** The weights take 300 MB: given back when nobody has asked for so long. Milliseconds. */
const idleTime = 5 * 60_000

/**
 * The embedded embedding model as the AI SDK knows one: Google's Universal Sentence Encoder Lite (English, 512
 * dimensions), whose weights come in its package. It computes in a thread of its own, one for the process, begun when
 * first asked; it opens no connection.
 */
export function embedderModel(modelId: string): EmbeddingModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'octavo',
    modelId,
    maxEmbeddingsPerCall: 1_000,
    supportsParallelCalls: true,
    async doEmbed({ values, abortSignal }) {
      const embeddings: number[][] = []
      for (let at = 0; at < values.length; at += partSize) {
        abortSignal?.throwIfAborted()
        embeddings.push(...(await unlessAborted(thread().ask(values.slice(at, at + partSize)), abortSignal)))
      }
      return {
        embeddings,
        usage: { tokens: values.reduce((sum, text) => sum + estimateTokens(text), 0) },
        warnings: [],
      }
    },
  }
}

/** The thread finishes what it has begun, but nobody waits for it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

let current: Thread | undefined

function thread(): Thread {
  current ??= new Thread(gone => {
    if (current === gone) current = undefined
  })
  return current
}

interface Waiting {
  resolve(vectors: number[][]): void
  reject(error: Error): void
}

class Thread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #onGone: (thread: Thread) => void
  #asked = 0
  #idle: NodeJS.Timeout | undefined

  constructor(onGone: (thread: Thread) => void) {
    this.#onGone = onGone
    this.#worker = new Worker(new URL('./embedder-worker.ts', import.meta.url))
    this.#worker.on('message', (answer: EmbedderAnswer) => this.#take(answer))
    this.#worker.on('error', error => this.#fail(error instanceof Error ? error : new Error(String(error))))
    this.#worker.on('exit', code => this.#fail(new Error(`the embedder's thread ended (${code})`)))
    // A program that has nothing else to do may end.
    this.#worker.unref()
  }

  ask(texts: string[]): Promise<number[][]> {
    clearTimeout(this.#idle)
    return new Promise((resolve, reject) => {
      const id = ++this.#asked
      this.#waiting.set(id, { resolve, reject })
      this.#worker.ref()
      this.#worker.postMessage({ id, texts } satisfies EmbedderQuestion)
    })
  }

  #take(answer: EmbedderAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (this.#waiting.size === 0) this.#rest()
    if ('error' in answer) waiting?.reject(new Error(answer.error))
    else waiting?.resolve(answer.vectors)
  }

  #rest(): void {
    this.#worker.unref()
    this.#idle = setTimeout(() => {
      this.#onGone(this)
      void this.#worker.terminate()
    }, idleTime).unref()
  }

  #fail(error: Error): void {
    clearTimeout(this.#idle)
    this.#onGone(this)
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
