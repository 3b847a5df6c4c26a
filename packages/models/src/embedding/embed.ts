import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import { embedMany } from 'ai'
import { askUntilAnswered, type Called, type OneModel } from '../attempts.ts'
import type { ModelCard } from '../model-card.ts'
import { noUsage, type Usage } from '../price.ts'
import type { ProviderAccess } from '../providers.ts'
import { estimateTokens } from '../tokens.ts'
import { mostInputTokens } from '../upcoming.ts'
import { type Embedding, type EmbeddingRequest, mostTexts } from './embedding.ts'

/**
 * Turns texts into vectors, trying again like a completion: overload, rate limits and lost connections, up to four calls.
 * Throws ModelError, and TypeError for what is no request.
 */
export async function embed(request: EmbeddingRequest, context: OneModel<EmbeddingModelV4>): Promise<Embedding> {
  const { texts } = request
  if (texts.length === 0 || texts.length > mostTexts || texts.some(text => text.trim() === ''))
    throw new TypeError(`embed takes 1 to ${mostTexts} texts, none of them blank`)
  // Vectors are no tokens.
  const worst = { inputTokens: mostInputTokens(texts, context.card), outputTokens: 0 }
  const answered = await askUntilAnswered(request, context, worst, () => callOnce(request, context))
  const { answer: vectors, ...rest } = answered
  return { vectors, dimension: vectors[0]!.length, ...rest }
}

async function callOnce(
  { as = 'document', signal, texts }: EmbeddingRequest,
  { access, card, model }: OneModel<EmbeddingModelV4>,
): Promise<Called<number[][]>> {
  const answer = await embedMany({
    model,
    values: [...texts],
    // We count, record and space out every attempt ourselves.
    maxRetries: 0,
    maxParallelCalls: 1,
    ...(signal && { abortSignal: signal }),
    ...providerOptions(access, as),
  })
  const vectors = answer.embeddings
  const problem = problemOf(vectors, texts.length)
  const usage = usageOf(answer.usage.tokens, card, texts)
  if (!problem) return { answer: vectors, usage }
  const message = `${card.id} answered ${problem}. Try again, or choose another model.`
  return { usage, failure: { code: 'answer_malformed', message, retry: true } }
}

/** What keeps an answer from being vectors of its texts. */
function problemOf(vectors: readonly number[][], wanted: number): string | undefined {
  if (vectors.length !== wanted) return `${vectors.length} vectors for ${wanted} texts`
  const dimension = vectors[0]!.length
  if (dimension === 0 || vectors.some(vector => vector.length !== dimension)) return 'vectors of different lengths'
  if (vectors.some(vector => !vector.every(Number.isFinite))) return 'vectors with something else than numbers'
  return vectors.some(vector => vector.every(value => value === 0)) ? 'a vector without direction' : undefined
}

function usageOf(reported: number, card: ModelCard, texts: readonly string[]): Usage {
  if (reported > 0) return { ...noUsage, inputTokens: reported }
  const inputTokens = texts.reduce((sum, text) => sum + estimateTokens(text, card.provider), 0)
  return { ...noUsage, inputTokens, estimated: true }
}

function providerOptions({ kind }: ProviderAccess, as: 'document' | 'query') {
  if (kind !== 'google') return {}
  return { providerOptions: { google: { taskType: as === 'query' ? 'RETRIEVAL_QUERY' : 'RETRIEVAL_DOCUMENT' } } }
}
