import type { ImageModelV4 } from '@ai-sdk/provider'
import { generateImage, NoImageGeneratedError } from 'ai'
import { askUntilAnswered, type Called, type OneModel } from '../attempts.ts'
import type { Upcoming } from '../completion.ts'
import type { ModelCard } from '../model-card.ts'
import { noUsage, type Usage } from '../price.ts'
import type { ProviderAccess } from '../providers.ts'
import { estimateTokens } from '../tokens.ts'
import { mostInputTokens } from '../upcoming.ts'
import { longestPicture, type Picture, type PictureRequest, type PictureType, pictureTypes } from './picture.ts'

type Drawn = Pick<Picture, 'bytes' | 'mediaType'>

/**
 * Asks an image model for one upright picture, trying again like a completion: overload, rate limits and lost
 * connections, up to four calls. One that takes longer than the time limit is not asked again. Throws ModelError, and
 * TypeError for what is no request.
 */
export async function drawPicture(request: PictureRequest, context: OneModel<ImageModelV4>): Promise<Picture> {
  if (request.prompt.trim() === '') throw new TypeError('a picture needs a prompt')
  const worst = worstPicture(context.card, request.prompt)
  const { answer, ...rest } = await askUntilAnswered(request, context, worst, () => callOnce(request, context))
  return { ...answer, ...rest }
}

/** No picture we ask for has more tokens, whatever a card says of a model that also writes. */
const largest = 8_192

const mostTokens = (card: ModelCard) => Math.min(card.maxOutput, largest)

/** The most tokens a picture can take: the card of an image model says how many its largest has. */
export function worstPicture(card: ModelCard, prompt: string): Pick<Upcoming, 'inputTokens' | 'outputTokens'> {
  return { inputTokens: mostInputTokens([prompt], card), outputTokens: mostTokens(card) }
}

async function callOnce(
  { prompt, signal, timeLimit = longestPicture }: PictureRequest,
  { access, card, model }: OneModel<ImageModelV4>,
): Promise<Called<Drawn>> {
  const patience = AbortSignal.timeout(timeLimit)
  try {
    const { image, usage: reported } = await generateImage({
      model,
      prompt,
      // We count, record and space out every attempt ourselves.
      maxRetries: 0,
      abortSignal: signal ? AbortSignal.any([signal, patience]) : patience,
      ...shapeFor(access),
    })
    const usage = usageOf(reported, card, prompt)
    const mediaType = pictureTypes.find(type => type === image.mediaType)
    if (mediaType && isPicture(image.uint8Array, mediaType))
      return { answer: { bytes: image.uint8Array, mediaType }, usage }
    return { usage, failure: malformed(`${card.id} answered something that is no PNG, JPEG or WebP`) }
  } catch (error) {
    if (patience.aborted && !signal?.aborted) {
      const message = `${card.id} took longer than ${Math.round(timeLimit / 1000)} s. Try again later, or choose a quicker model.`
      return { usage: noUsage, failure: { code: 'overloaded', message, retry: false } }
    }
    // A filter of the provider leaves nothing, and says little; what it read may be charged.
    if (NoImageGeneratedError.isInstance(error)) {
      const message = `${card.id} gave no picture: it may have declined what the prompt asks for. Change the prompt, or choose another model.`
      const { inputTokens = 0, outputTokens = 0 } = error.calls?.[0]?.usage ?? {}
      return {
        usage: { ...noUsage, inputTokens, outputTokens },
        failure: { code: 'request_invalid', message, retry: false },
      }
    }
    throw error
  }
}

const malformed = (what: string) => ({
  code: 'answer_malformed' as const,
  message: `${what}. Try again, or choose another model.`,
  retry: true,
})

/** OpenAI's models and servers like them take a size, Google's a shape. */
function shapeFor({ kind }: ProviderAccess) {
  if (kind === 'google') return { aspectRatio: '2:3' as const }
  const size = { size: '1024x1536' as const }
  return kind === 'openai' ? { ...size, providerOptions: { openai: { quality: 'high' } } } : size
}

/** The SDK says PNG of what it does not know, so the first bytes are looked at. */
function isPicture(bytes: Uint8Array, mediaType: PictureType): boolean {
  const begins = { 'image/png': '\x89PNG', 'image/jpeg': '\xff\xd8\xff', 'image/webp': 'RIFF' }[mediaType]
  return [...begins].every((letter, at) => bytes[at] === letter.charCodeAt(0))
}

/** What the provider reports; one that reports nothing is taken to have used what its card says. */
function usageOf(
  reported: { inputTokens?: number | undefined; outputTokens?: number | undefined },
  card: ModelCard,
  prompt: string,
): Usage {
  const { inputTokens = 0, outputTokens = 0 } = reported
  if (outputTokens > 0) return { ...noUsage, inputTokens, outputTokens }
  return {
    ...noUsage,
    inputTokens: inputTokens || estimateTokens(prompt, card.provider),
    outputTokens: mostTokens(card),
    estimated: true,
  }
}
