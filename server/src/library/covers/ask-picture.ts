import { z } from '@hono/zod-openapi'
import { estimateCost, type ModelCard, worstPicture } from '@octavo/models'
import type { CoverDesign } from '@octavo/press/cover/choices'
import { proposeCovers } from '@octavo/press/cover/propose'
import { OctavoError } from '../../errors.ts'
import { findModel, type Job, queueJob } from '../../generation/jobs.ts'
import { modelsFor, readCards } from '../../generation/registry.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { allowedBook, type BookKey } from '../book-access.ts'
import { coverChoices, wordsOf } from './cover-view.ts'
import { describePicture, type PictureSubject, picturePrompt } from './picture-prompt.ts'

export const askedPicture = coverChoices
  .pick({ layout: true, palette: true })
  .partial()
  .extend({
    model: z.string().min(3).max(300).optional().openapi({
      description: 'One with the capability image; default the one that costs least of those that can be asked',
      example: 'openai/gpt-image-2.5-flare',
    }),
    prompt: z.string().trim().min(1).max(4_000).optional().openapi({
      description: 'What it should show; default made of title, subtitle, description and kind',
    }),
    choose: z.boolean().optional().openapi({ description: 'Default: when the book has no chosen one' }),
  })
  .openapi('AskedPicture')

export const pictureOffer = z
  .object({
    models: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          cost: z.number().openapi({ description: 'US dollars a picture may cost at most' }),
        }),
      )
      .openapi({ description: 'The image models that can be asked now, the least dear first; empty: none is set up' }),
    prompt: z.string().openapi({ description: 'What is asked for when nothing else is' }),
  })
  .openapi('PictureOffer')

/** What a picture job needs to know beside its columns. */
export interface PictureOrder {
  prompt: string
  layout: CoverDesign['layout']
  palette: CoverDesign['palette']
  motif: CoverDesign['motif']
  choose?: boolean
}

/** Where somebody stands who would ask: whom, for what, and what it would cost. Throws not_found, forbidden. */
export async function offerPicture(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
): Promise<z.infer<typeof pictureOffer>> {
  const { book, subject } = await readSubject(octavo, caller, bookId)
  const prompt = describePicture(subject)
  const cards = await imageModels(octavo, caller, book)
  return { models: cards.map(card => ({ id: card.id, name: card.name, cost: costOf(card, prompt) })), prompt }
}

/**
 * Queues a job that has a model draw a picture and sets the title on it. Throws not_found, forbidden, model_unknown,
 * key_missing when no image model can be asked, quota_exceeded.
 */
export async function askForPicture(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { model, prompt, layout = 'poster', palette, choose }: z.infer<typeof askedPicture>,
): Promise<Job> {
  const { book, subject, words } = await readSubject(octavo, caller, bookId)
  const card = await chosenModel(octavo, caller, book, model)
  const [proposed] = proposeCovers({ ...words, kind: subject.kind }, 1)
  const order: PictureOrder = {
    prompt: picturePrompt(prompt ?? describePicture(subject), layout),
    layout,
    palette: palette ?? proposed!.palette,
    motif: proposed!.motif,
    ...(choose !== undefined && { choose }),
  }
  const cost = costOf(card, order.prompt)
  return queueJob(octavo, caller, bookId, { kind: 'picture', model: card.id, cost, request: { ...order } })
}

async function readSubject(octavo: Octavo, caller: Caller, bookId: string) {
  return octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    const book = await allowedBook(tx, bookId, 'generate')
    const row = await tx
      .selectFrom('library.books')
      .select(['title', 'subtitle', 'authors', 'description', 'kind'])
      .where('id', '=', bookId)
      .executeTakeFirstOrThrow()
    const subject: PictureSubject = row
    return { book, subject, words: wordsOf(row) }
  })
}

const costOf = (card: ModelCard, prompt: string) => estimateCost({ card, ...worstPicture(card, prompt) })

/** The image models an organization can ask now, the least dear first. */
async function imageModels(octavo: Octavo, caller: Caller, book: BookKey): Promise<ModelCard[]> {
  const models = await modelsFor(octavo, book.organization_id)
  const cards = await octavo.database.asUser(caller, readCards)
  const canBeAsked = ({ id }: ModelCard) => {
    try {
      return models.find(id).id === id
    } catch {
      return false
    }
  }
  return cards
    .filter(card => card.capabilities.includes('image') && canBeAsked(card))
    .sort((a, b) => costOf(a, '') - costOf(b, '') || a.id.localeCompare(b.id))
}

async function chosenModel(octavo: Octavo, caller: Caller, book: BookKey, wanted: string | undefined) {
  if (wanted === undefined) {
    const [first] = await imageModels(octavo, caller, book)
    if (first) return first
    throw new OctavoError(
      'key_missing',
      'No image model is set up. Store a key of OpenAI or Google for your organization (or set OPENAI_API_KEY or GOOGLE_API_KEY), or name a model of a server of your own: openai-compatible/NAME. Covers that are drawn by rules need none.',
    )
  }
  const card = findModel(await modelsFor(octavo, book.organization_id), wanted)
  if (card.capabilities.includes('image')) return card
  throw new OctavoError(
    'model_unknown',
    `${card.id} makes no pictures. Choose one that GET /v1/models lists with the capability "image".`,
  )
}
