import { DBOS, type WorkflowHandle } from '@dbos-inc/dbos-sdk'
import type { JsonValue } from '@octavo/database'
import { codex, outline } from '@octavo/manuscript'
import type { z } from 'zod'
import { OctavoError } from '../errors.ts'
import { saveCodex } from '../library/codex.ts'
import { applyOutline } from '../library/outline.ts'
import type { Octavo } from '../octavo.ts'
import { refreshAudit } from '../quality/audits.ts'
import { ask, textOf } from './ask.ts'
import { explain, type Job } from './call.ts'
import { agree } from './consistency.ts'
import { appendEvent } from './events.ts'
import { failurePoint } from './failure-point.ts'
import { writeGlossary } from './glossary.ts'
import { beginJob, changeState, outcomeOf, readJob } from './job-state.ts'
import { doneAndLeft, limitReached } from './limit-reached.ts'
import { type Material, readMaterial } from './material.ts'
import { codexQuestion, outlineQuestion, sizeOfChapter } from './questions.ts'
import { requestedOf, Stopped } from './stop.ts'
import type { ChapterOutcome } from './write-chapter.ts'

type FullJob = Awaited<ReturnType<typeof readJob>>

/** Starts the workflow of one chapter; the worker gives it, since it knows the queue. */
export type StartChapter = (rootId: string, id: string, run: number) => Promise<WorkflowHandle<ChapterOutcome>>

/** How often a book's workflow looks whether a chapter has ended. Milliseconds. */
const pollInterval = 200

/**
 * The workflow of a book: plan (outline and codex), then the chapters side by side, then copy editing. Run again after a
 * pause or a crash it finds every answer it was given before and asks only for what is missing. It never throws.
 */
export async function writeBook(octavo: Octavo, id: string, startChapter: StartChapter): Promise<void> {
  const job = await readJob(octavo, id)
  try {
    await DBOS.runStep(() => begin(octavo, job), { name: 'begin' })
    await plan(octavo, job)
    if (job.kind === 'outline') {
      await DBOS.runStep(() => finish(octavo, job, { corrections: [] }), { name: 'finish' })
      return
    }
    await remember(octavo, job)
    const parts = await DBOS.runStep(() => divide(octavo, job), { name: 'divide' })
    const handles: WorkflowHandle<ChapterOutcome>[] = []
    for (const part of parts) handles.push(await startChapter(job.id, part, job.run))
    const outcomes: ChapterOutcome[] = []
    for (const handle of handles) outcomes.push(await handle.getResult({ pollingIntervalMs: pollInterval }))
    await DBOS.runStep(() => passOnRequest(octavo, job, outcomes), { name: 'chapters finished' })
    await failurePoint('chapters-finished')
    const compared = await compare(octavo, job)
    await failurePoint('consistency-saved')
    await DBOS.runStep(() => writeGlossary(octavo, job), { name: 'glossary' })
    await DBOS.runStep(() => audit(octavo, job), { name: 'audit' })
    await DBOS.runStep(() => finish(octavo, job, compared), { name: 'finish' })
  } catch (error) {
    await DBOS.runStep(() => giveUp(octavo, job, error), { name: 'give up' })
  }
}

async function begin(octavo: Octavo, job: FullJob): Promise<void> {
  await octavo.database.asService('begin a job', async tx => {
    await beginJob(tx, job, 'planning')
    await tx
      .updateTable('library.books')
      .set({ status: 'in_progress' })
      .where('id', '=', job.bookId)
      .where('status', '=', 'draft')
      .execute()
  })
  octavo.jobs.announceEvents(job.id)
}

async function materialOf(octavo: Octavo, job: Job): Promise<Material> {
  return octavo.database.asService('read the material of a job', tx => readMaterial(tx, job.bookId))
}

/** Makes the outline, unless the book has one already (or a new one was asked for). */
async function plan(octavo: Octavo, job: FullJob): Promise<void> {
  const wanted = await DBOS.runStep(
    async () => job.request.replan === true || (await materialOf(octavo, job)).chapters.length === 0,
    { name: 'needs an outline' },
  )
  if (!wanted) return
  const callIds = await ask(octavo, job, 'outline', async () =>
    outlineQuestion({ octavo, job, material: await materialOf(octavo, job) }),
  )
  await DBOS.runStep(
    async () => {
      const planned = parse(outline, await textOf(octavo, callIds), 'outline')
      await octavo.database.asService('save the outline a model made', async tx => {
        const { passageIds } = await readMaterial(tx, job.bookId)
        const chapters = planned.chapters.map(chapter => ({
          ...chapter,
          // Short ids a model invented lead nowhere and are left out.
          sections: chapter.sections.map(section => ({
            ...section,
            passages: section.passages.flatMap(id => passageIds.get(id) ?? []),
          })),
        }))
        await applyOutline(tx, job.bookId, { ...planned, chapters })
        await appendEvent(tx, job.id, 'outline', {
          chapters: chapters.map(chapter => ({
            title: chapter.title,
            sections: chapter.sections.map(section => section.title),
          })),
        })
      })
      octavo.jobs.announceEvents(job.id)
    },
    { name: 'save outline' },
  )
  await failurePoint('plan-saved')
}

/** Makes the codex, unless the book has one. */
async function remember(octavo: Octavo, job: FullJob): Promise<void> {
  const wanted = await DBOS.runStep(
    async () => {
      const { codex: known, passages } = await materialOf(octavo, job)
      return known.length === 0 && passages.length > 0
    },
    { name: 'needs a codex' },
  )
  if (!wanted) return
  const callIds = await ask(octavo, job, 'codex', async () =>
    codexQuestion({ octavo, job, material: await materialOf(octavo, job) }),
  )
  await DBOS.runStep(
    async () => {
      const { entries } = parse(codex, await textOf(octavo, callIds), 'codex')
      await octavo.database.asService('save the codex a model made', async tx => {
        const { passageIds } = await readMaterial(tx, job.bookId)
        await saveCodex(
          tx,
          job.bookId,
          entries.map(entry => ({ ...entry, evidence: entry.evidence.flatMap(id => passageIds.get(id) ?? []) })),
        )
        await appendEvent(tx, job.id, 'codex', { entries: entries.length })
      })
      octavo.jobs.announceEvents(job.id)
    },
    { name: 'save codex' },
  )
  await failurePoint('codex-saved')
}

/** One child job for each chapter that is to be written; those written already stay. Gives the ids of what is left to do. */
async function divide(octavo: Octavo, job: FullJob): Promise<string[]> {
  const ids = await octavo.database.asService('divide a book into chapters to write', async tx => {
    const material = await readMaterial(tx, job.bookId)
    if (material.chapters.length === 0) throw new OctavoError('outline_empty')
    const existing = await tx
      .selectFrom('generation.generations')
      .select(['id', 'toc_item_id', 'state'])
      .where('parent_id', '=', job.id)
      .execute()
    const known = new Map(existing.map(part => [part.toc_item_id, part]))
    const only = Array.isArray(job.request.items) ? new Set(job.request.items as string[]) : undefined
    const left: string[] = []
    const drafts = await tx
      .selectFrom('library.chapters')
      .select(['toc_item_id', 'version'])
      .where('book_id', '=', job.bookId)
      .execute()
    const versions = new Map(drafts.map(draft => [draft.toc_item_id, draft.version]))
    for (const [index, chapter] of material.chapters.entries()) {
      const part = known.get(chapter.tocItemId)
      if (part?.state === 'completed') continue
      if (part) {
        await tx
          .updateTable('generation.generations')
          .set({ state: 'queued', error: null, completed_at: null })
          .where('id', '=', part.id)
          .execute()
        left.push(part.id)
        continue
      }
      // What an author wrote, edited or approved is not written over unless he names it.
      const asked = only ? only.has(chapter.tocItemId) : chapter.status === 'pending' || chapter.status === 'generating'
      if (!asked) continue
      const { id } = await tx
        .insertInto('generation.generations')
        .values({
          organization_id: job.organizationId,
          book_id: job.bookId,
          toc_item_id: chapter.tocItemId,
          parent_id: job.id,
          created_by: job.createdBy,
          kind: 'chapter',
          model: job.model,
          temperature: job.temperature,
          request: JSON.stringify({
            chapter: index,
            baseVersion: versions.get(chapter.tocItemId) ?? 0,
            ...sizeOfChapter(material, index),
          }),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      left.push(id)
    }
    await changeState(tx, job, 'streaming', { stage: 'writing' })
    return left
  })
  octavo.jobs.announceEvents(job.id)
  return ids
}

/** A request to pause or stop ends the book's workflow as it ended the chapters'. */
async function passOnRequest(octavo: Octavo, job: Job, outcomes: readonly ChapterOutcome[]): Promise<void> {
  const requested = await requestedOf(octavo, job.id)
  if (requested) throw new Stopped(requested)
  const stopped = outcomes.some(outcome => outcome.state === 'paused')
  if (stopped) throw (await limitReached(octavo, job)) ?? new Stopped('pause')
  await octavo.database.asService('go on to copy editing', tx => changeState(tx, job, 'running', { stage: 'checking' }))
  octavo.jobs.announceEvents(job.id)
}

/** The book as a whole, now that every reference has its target. A book that cannot be audited is written all the same. */
async function audit(octavo: Octavo, job: FullJob): Promise<void> {
  try {
    await refreshAudit(octavo, job.bookId)
  } catch (error) {
    octavo.log.error({ err: error, jobId: job.id }, 'a book could not be audited; it is when somebody reads its audit')
  }
}

interface Compared {
  corrections: JsonValue[]
  problem?: ReturnType<typeof explain>
}

/** Copy editing is the last polish: when the model fails at it, the chapters stay, and the job says what is missing. */
async function compare(octavo: Octavo, job: FullJob): Promise<Compared> {
  try {
    return { corrections: await agree(octavo, job) }
  } catch (error) {
    const { state } = outcomeOf(error)
    if (state !== 'failed') throw error
    return { corrections: [], problem: explain(error) }
  }
}

async function finish(octavo: Octavo, job: FullJob, { corrections, problem }: Compared): Promise<void> {
  await octavo.database.asService('finish a job', async tx => {
    const parts = await tx
      .selectFrom('generation.generations')
      .select(['state', 'words'])
      .where('parent_id', '=', job.id)
      .execute()
    const failed = parts.filter(part => part.state !== 'completed').length
    const words = parts.reduce((sum, part) => sum + part.words, 0)
    const complete = failed === 0 && !problem
    const state = complete ? 'completed' : failed > 0 && failed === parts.length ? 'failed' : 'partial'
    if (job.kind === 'write') {
      await tx
        .updateTable('library.books')
        .set({ status: 'review' })
        .where('id', '=', job.bookId)
        .where('status', '=', 'in_progress')
        .execute()
    }
    const result = { chapters: parts.length - failed, failed, words, corrections }
    const error = complete ? undefined : whatIsMissing(failed, parts.length, problem)
    await changeState(tx, job, state, {
      stage: '',
      words,
      result,
      ...(complete && { progress: 100 }),
      ...(error && { error }),
    })
  })
  octavo.jobs.announceEvents(job.id)
}

function whatIsMissing(failed: number, all: number, problem: Compared['problem']): JsonValue {
  if (failed > 0) {
    const message = `${failed} of ${all} chapters could not be written. Resume the job to try them again: what is done is kept.`
    return { code: 'chapters_failed', message }
  }
  const message = `The chapters are written but were not compared: ${problem!.message} Resume the job to try again.`
  return { code: 'not_compared', message }
}

async function giveUp(octavo: Octavo, job: FullJob, error: unknown): Promise<void> {
  const { state, error: told } = outcomeOf(error)
  if (state === 'failed') octavo.log.warn({ err: error, jobId: job.id }, 'a job failed')
  await octavo.database.asService('record how a job ended', async tx => {
    const limited = state === 'paused' && told !== undefined
    const explained = limited ? { ...told, ...(await doneAndLeft(tx, job)) } : told
    await changeState(tx, job, state, explained === undefined ? {} : { error: explained })
  })
  octavo.jobs.announceEvents(job.id)
}

/** An answer as what it should be. Throws answer_malformed. */
function parse<T>(schema: z.ZodType<T>, text: string, what: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new OctavoError(
      'answer_malformed',
      `The model's ${what} cannot be read. Try again, or choose another model.`,
      { cause },
    )
  }
}
