import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { findFeature, selectionRange } from '@octavo/manuscript'
import { estimateCost, estimateTokens } from '@octavo/models'
import { OctavoError } from '../errors.ts'
import { chooseModel, findModel, queueJob } from '../generation/jobs.ts'
import { modelsFor } from '../generation/registry.ts'
import type { Caller } from '../http/environment.ts'
import { type PageRequest, pageByTime } from '../http/pagination.ts'
import { allowedBook } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'
import {
  findRemediation,
  type RemediationDetail,
  type RemediationView,
  remediationsIn,
  revisions,
  toRemediation,
} from './remediation-view.ts'
import { knownRule } from './rules.ts'

const instructions = z.string().trim().max(10_000).default('')
const model = z.string().min(1).max(200).optional()

export const remediationRequest = z
  .object({
    features: z
      .array(z.string().trim().min(1).max(100))
      .max(200)
      .optional()
      .openapi({ description: 'Default: every required feature the audit misses' }),
    findings: z.array(z.string().min(1).max(60)).max(200).optional().openapi({
      description:
        'Rules. What can be mended without a model is; the rest of a rule that is named here is given to the model. Default: whatever can be mended without a model',
    }),
    instructions,
    model,
  })
  .openapi('RemediationRequest')

export const revisionRequest = z
  .object({
    action: z.enum(revisions),
    start: z.number().int().min(0).openapi({ description: 'Offset in the text, in UTF-16 code units' }),
    end: z.number().int().min(0).openapi({ description: 'Exclusive; as "start" for the block there' }),
    version: z.number().int().min(1).openapi({ description: 'The version the offsets are of' }),
    instructions,
    model,
  })
  .openapi('RevisionRequest')

/** Tokens of a prompt beside the chapter, and of an answer; for estimates. */
const promptTokens = 2_500
const answerTokens = 600
/** Questions that are assumed when the audit is yet to say what is missing. */
const usualQuestions = 4

export const estimateRequest = z
  .object({
    kind: z.enum(['remediate', 'revise']),
    features: remediationRequest.shape.features,
    model,
  })
  .openapi('RemediationEstimateRequest')

export const remediationEstimate = z
  .object({ model: z.string(), calls: z.number().int(), cost: z.number().describe('US dollars, estimated') })
  .openapi('RemediationEstimate')

/**
 * What a remediation or a revision of a chapter would cost. Throws not_found, forbidden, chapter_empty, feature_unknown,
 * model_unknown, key_missing.
 */
export async function estimateRemediation(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  input: z.infer<typeof estimateRequest>,
): Promise<z.infer<typeof remediationEstimate>> {
  const features = input.features?.map(knownFeature)
  const calls = input.kind === 'revise' ? 1 : (features?.length ?? usualQuestions)
  const { card, cost } = await price(octavo, caller, chapterId, input.model, calls, input.kind)
  return { model: card.id, calls, cost }
}

/**
 * Begins a remediation: a job that proposes hunks. Throws not_found, forbidden, chapter_empty, feature_unknown,
 * rule_unknown, model_unknown, key_missing, cost_unreasonable.
 */
export async function requestRemediation(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  input: z.infer<typeof remediationRequest>,
): Promise<RemediationView> {
  const features = input.features?.map(knownFeature)
  for (const rule of input.findings ?? []) knownRule(rule)
  const questions = features?.length ?? usualQuestions
  return begin(octavo, caller, chapterId, input.model, questions, {
    kind: 'remediate',
    // An empty list asks for nothing, no list for what is missing: the request keeps the difference, the row what is named.
    request: { features: features ?? null, findings: input.findings ?? null },
    columns: () => ({ features: features ?? [], rules: input.findings ?? [], instructions: input.instructions }),
  })
}

/**
 * Begins to rewrite a selection, widened so that rewriting it cannot break what is around: to whole words and markup, or
 * whole blocks. Throws as requestRemediation, and version_conflict for a selection of another version.
 */
export async function requestRevision(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  input: z.infer<typeof revisionRequest>,
): Promise<RemediationView> {
  const { action } = input
  const selection: { start: number; end: number } = { start: input.start, end: input.end }
  return begin(octavo, caller, chapterId, input.model, 1, {
    kind: 'revise',
    request: {},
    columns: () => ({
      action,
      instructions: input.instructions,
      selection_start: selection.start,
      selection_end: selection.end,
    }),
    check(chapter) {
      if (chapter.version !== input.version) {
        throw new OctavoError('version_conflict', undefined, { currentVersion: chapter.version })
      }
      const { length } = chapter.content
      const isInside = input.start <= input.end && input.end <= length
      const widened = isInside ? selectionRange(chapter.content, input.start, input.end) : undefined
      if (!widened) {
        throw new OctavoError('request_invalid', undefined, {
          problems: [{ path: 'body.end', message: `select some text between 0 and ${length}, not in front matter` }],
        })
      }
      Object.assign(selection, { start: widened.start, end: widened.end })
    },
  })
}

/** The id of a feature, however its name is written. Throws feature_unknown. */
function knownFeature(name: string): string {
  const feature = findFeature(name)
  if (feature) return feature.id
  throw new OctavoError('feature_unknown', `There is no feature "${name}". GET /v1/features lists them.`)
}

interface Begun {
  kind: 'remediate' | 'revise'
  request: { features?: string[] | null; findings?: string[] | null }
  columns: () => object
  check?: (chapter: { version: number; content: string }) => void
}

/** The chapter, for whoever may change its book. Throws not_found, forbidden, book_trashed, chapter_empty. */
export async function allowedChapter(tx: Tx, chapterId: string, action: 'edit' | 'generate') {
  const chapter = await tx
    .selectFrom('library.chapters')
    .select(['id', 'book_id', 'toc_item_id', 'content', 'version'])
    .where('id', '=', chapterId)
    .executeTakeFirst()
  if (!chapter) throw new OctavoError('not_found')
  await allowedBook(tx, chapter.book_id, action)
  if (chapter.content.trim() === '') throw new OctavoError('chapter_empty')
  return chapter
}

/** A chapter that may be worked on by a model, the model, and what so many questions about it would cost. */
async function price(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  asked: string | undefined,
  questions: number,
  kind: Begun['kind'],
  check?: Begun['check'],
) {
  const { chapter, chosen, organizationId } = await octavo.database.asUser(caller, async tx => {
    const chapter = await allowedChapter(tx, chapterId, 'generate')
    check?.(chapter)
    const { organization_id } = await allowedBook(tx, chapter.book_id, 'generate')
    const chosen = await chooseModel(tx, caller, chapter.book_id, asked)
    return { chapter, chosen, organizationId: organization_id }
  })
  const card = findModel(await modelsFor(octavo, organizationId), chosen)
  const length = estimateTokens(chapter.content, card.provider)
  const cost = estimateCost({
    card,
    inputTokens: questions * (length + promptTokens),
    outputTokens: questions * (kind === 'revise' ? Math.min(length, 4_000) : answerTokens),
  })
  return { chapter, card, cost }
}

async function begin(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  asked: string | undefined,
  questions: number,
  { kind, request, columns, check }: Begun,
): Promise<RemediationView> {
  const { chapter, card, cost } = await price(octavo, caller, chapterId, asked, questions, kind, check)
  const id = randomUUID()
  await queueJob(
    octavo,
    caller,
    chapter.book_id,
    {
      kind,
      model: card.id,
      cost,
      request: { remediationId: id, ...request },
      tocItemId: chapter.toc_item_id,
    },
    async (tx, jobId) => {
      await tx
        .insertInto('quality.remediations')
        .values({
          id,
          book_id: chapter.book_id,
          chapter_id: chapterId,
          generation_id: jobId,
          kind,
          base_version: chapter.version,
          original: chapter.content,
          created_by: caller.userId,
          ...columns(),
        })
        .execute()
    },
  )
  return readRemediation(octavo, caller, id)
}

/** One remediation with the text its hunks are about. Throws not_found. */
export async function readRemediation(octavo: Octavo, caller: Caller, id: string): Promise<RemediationDetail> {
  return octavo.database.asUser(caller, async tx => {
    const row = await findRemediation(tx, id)
    return { ...toRemediation(row), original: row.original }
  })
}

/** The remediations of a chapter, newest first. Throws not_found. */
export async function listRemediations(octavo: Octavo, caller: Caller, chapterId: string, page: PageRequest) {
  return octavo.database.asUser(caller, async tx => {
    const chapter = await tx.selectFrom('library.chapters').select('id').where('id', '=', chapterId).executeTakeFirst()
    if (!chapter) throw new OctavoError('not_found')
    const query = remediationsIn(tx).where('r.chapter_id', '=', chapterId)
    return pageByTime(query, page, toRemediation, { at: 'r.created_at', id: 'r.id' })
  })
}
