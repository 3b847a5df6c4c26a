import { DBOS } from '@dbos-inc/dbos-sdk'
import type { JsonValue } from '@octavo/database'
import { assembleChapter, countWords } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import { saveChapter } from '../library/chapters.ts'
import type { Octavo } from '../octavo.ts'
import { remediateWritten } from '../quality/remediate-written.ts'
import { ask, textOf } from './ask.ts'
import { explain, type Job } from './call.ts'
import { citePassages } from './cite-passages.ts'
import { failurePoint } from './failure-point.ts'
import { changeState, outcomeOf, readJob } from './job-state.ts'
import { type Material, readMaterial } from './material.ts'
import { reserveWords, settleWords } from './metered.ts'
import { updateProgress } from './progress.ts'
import { type ChapterSize, sectionQuestion, sizeOfChapter } from './questions.ts'

/** What a chapter's workflow gives back to the book's. */
export interface ChapterOutcome {
  state: 'completed' | 'failed' | 'paused' | 'canceled'
  words: number
}

/**
 * The workflow of one chapter: its sections one after the other, each seeing how the last ended, then the whole saved as
 * a new version. It never throws: how it ended is its outcome, so that one chapter's failure leaves the others.
 */
export async function writeChapter(octavo: Octavo, id: string): Promise<ChapterOutcome> {
  const job = await readJob(octavo, id)
  let chapter = (job.request as { chapter?: number }).chapter ?? 0
  try {
    const plan = await DBOS.runStep(() => begin(octavo, job), { name: 'begin' })
    if ('outcome' in plan) return plan.outcome
    chapter = plan.chapter
    const { sections, edition } = plan
    const answers: string[][] = []
    for (let section = 0; section < sections; section++) {
      const place = { chapter, section }
      const callIds = await ask(octavo, job, `section-${section + 1}@${edition}`, async () => {
        const material = await materialOf(octavo, job.bookId)
        const previous = answers.length > 0 ? await textOf(octavo, answers.at(-1)!) : ''
        return sectionQuestion({ octavo, job, material }, place, previous, edition)
      })
      answers.push(callIds)
      await DBOS.runStep(() => updateProgress(octavo, job.rootId, { chapter, section: section + 1, part: job.id }), {
        name: `progress-${section + 1}`,
      })
    }
    const chapterId = await DBOS.runStep(() => save(octavo, job, chapter, answers), { name: 'save' })
    await remediateWritten(octavo, job, chapterId, { chapter, title: plan.title })
    return await DBOS.runStep(() => finish(octavo, job, plan, chapterId), { name: 'finish' })
  } catch (error) {
    return DBOS.runStep(() => giveUp(octavo, job, chapter, error), { name: 'give up' })
  }
}

type FullJob = Awaited<ReturnType<typeof readJob>>

async function materialOf(octavo: Octavo, bookId: string): Promise<Material> {
  return octavo.database.asService('read the material of a job', tx => readMaterial(tx, bookId))
}

type Begun = { chapter: number; title: string; sections: number; edition: number } | { outcome: ChapterOutcome }

async function begin(octavo: Octavo, job: FullJob): Promise<Begun> {
  const begun = await octavo.database.asService('begin a chapter', async (tx): Promise<Begun> => {
    const material = await readMaterial(tx, job.bookId)
    const chapter = material.chapters.findIndex(planned => planned.tocItemId === job.tocItemId)
    if (chapter < 0) {
      const error = explain(new OctavoError('not_found', 'This chapter was taken out of the outline.'))
      await changeState(tx, job, 'canceled', { error })
      return { outcome: { state: 'canceled', words: 0 } }
    }
    const plan = material.outline.chapters[chapter]!
    const size = sizeOfChapter(material, chapter)
    await tx.updateTable('library.toc_items').set({ status: 'generating' }).where('id', '=', job.tocItemId!).execute()
    await tx
      .updateTable('generation.generations')
      .set({
        started_at: sql`coalesce(started_at, now())`,
        // The outline may have changed since the book was divided.
        request: sql`request || ${JSON.stringify(size)}::jsonb`,
      })
      .where('id', '=', job.id)
      .execute()
    await changeState(tx, job, 'streaming', {}, { chapter, title: plan.title, sections: size.sections })
    await reserveWords(tx, job, size.words)
    return { chapter, title: plan.title, sections: size.sections, edition: job.run }
  })
  octavo.jobs.announceEvents(job.rootId)
  return begun
}

/** The chapter as one page, its citations as footnotes to source and line. */
export function toPage(material: Material, chapter: number, texts: readonly string[]): string {
  const plan = material.outline.chapters[chapter]!
  return assembleChapter({
    title: plan.title,
    label: material.chapters[chapter]!.label,
    sections: plan.sections.map((section, index) => ({
      // A section titled like its chapter is the chapter itself, as in every story: no second heading.
      title: section.title === plan.title ? '' : section.title,
      text: citePassages(texts[index]!, material),
    })),
  })
}

/** What a chapter's job remembers of having saved it. */
interface Saved {
  chapterId: string
  edition: number
}

/** Saves the page as a new version and gives the id of the chapter. */
async function save(octavo: Octavo, job: FullJob, chapter: number, answers: string[][]): Promise<string> {
  const texts = await Promise.all(answers.map(callIds => textOf(octavo, callIds)))
  const chapterId = await octavo.database.asService('save a written chapter', async tx => {
    const { result: before } = await tx
      .selectFrom('generation.generations')
      .select('result')
      .where('id', '=', job.id)
      .executeTakeFirstOrThrow()
    // Killed or paused after this was committed: it is done, and doing it again would look like an edit.
    const saved = before as Saved | null
    if (saved?.edition === job.run) return saved.chapterId
    const material = await readMaterial(tx, job.bookId)
    const plan = material.outline.chapters[chapter]!
    const content = toPage(material, chapter, texts)
    const row = await tx
      .selectFrom('library.chapters')
      .select(['id', 'version'])
      .where('toc_item_id', '=', job.tocItemId!)
      .executeTakeFirst()
    const expected = (job.request as { baseVersion?: number }).baseVersion ?? 0
    if (row && row.version !== expected) {
      throw new OctavoError(
        'version_conflict',
        `"${plan.title}" was edited while it was being written, so the edit stays. Redo the chapter to replace it; the edit remains in its versions.`,
      )
    }
    const chapterId = row?.id ?? (await insertChapter(tx, job, plan.title))
    const totals = await tx
      .selectFrom('generation.generations')
      .select(['input_tokens', 'output_tokens', 'started_at'])
      .where('id', '=', job.id)
      .executeTakeFirstOrThrow()
    const calls = await tx
      .selectFrom('generation.calls')
      .select(['model', 'stop_reason'])
      .where('id', 'in', answers.flat())
      .execute()
    const model = calls.at(-1)?.model ?? job.model
    await saveChapter(tx, {
      chapterId,
      content,
      title: plan.title,
      changeType: 'generated',
      note: `Written by ${model}`,
      by: job.createdBy,
      model,
      inputTokens: Number(totals.input_tokens),
      outputTokens: Number(totals.output_tokens),
      jobId: job.id,
    })
    await tx
      .updateTable('library.chapters')
      .set({
        summary: plan.synopsis,
        model,
        input_tokens: totals.input_tokens,
        output_tokens: totals.output_tokens,
        stop_reason: calls.at(-1)?.stop_reason ?? null,
        duration_ms: totals.started_at ? Date.now() - totals.started_at.getTime() : null,
        generated_at: new Date(),
      })
      .where('id', '=', chapterId)
      .execute()
    await tx.updateTable('library.toc_items').set({ status: 'generated' }).where('id', '=', job.tocItemId!).execute()
    const result: Saved = { chapterId, edition: job.run }
    await tx
      .updateTable('generation.generations')
      .set({ result: JSON.stringify(result) })
      .where('id', '=', job.id)
      .execute()
    return chapterId
  })
  await failurePoint('chapter-saved')
  return chapterId
}

/** The chapter is written, and remediated where its book asks for that. */
async function finish(
  octavo: Octavo,
  job: FullJob,
  { chapter, title }: { chapter: number; title: string },
  chapterId: string,
): Promise<ChapterOutcome> {
  const words = await octavo.database.asService('finish a chapter', async tx => {
    const row = await tx.selectFrom('library.chapters').select('content').where('id', '=', chapterId).executeTakeFirst()
    const count = countWords(row?.content ?? '')
    const { result: saved, request } = await tx
      .selectFrom('generation.generations')
      .select(['result', 'request'])
      .where('id', '=', job.id)
      .executeTakeFirstOrThrow()
    const { words: target } = request as Partial<ChapterSize>
    const result: JsonValue = { ...(saved as object), words: count, ...(target !== undefined && { target }) }
    await changeState(tx, job, 'completed', { progress: 100, words: count, result }, { chapter, title })
    await settleWords(tx, job, count)
    return count
  })
  octavo.jobs.announceEvents(job.rootId)
  return { state: 'completed', words }
}

async function insertChapter(
  tx: Parameters<typeof readMaterial>[0],
  job: Job & { tocItemId: string | null },
  title: string,
): Promise<string> {
  const { id } = await tx
    .insertInto('library.chapters')
    .values({ book_id: job.bookId, toc_item_id: job.tocItemId!, title })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function giveUp(octavo: Octavo, job: FullJob, chapter: number, error: unknown): Promise<ChapterOutcome> {
  const { state, error: told } = outcomeOf(error)
  if (state === 'failed') octavo.log.warn({ err: error, jobId: job.rootId, chapter }, 'a chapter could not be written')
  await octavo.database.asService('record how a chapter ended', async tx => {
    await tx
      .updateTable('library.toc_items')
      .set({ status: 'pending' })
      .where('id', '=', job.tocItemId!)
      .where('status', '=', 'generating')
      .execute()
    await changeState(tx, job, state, told === undefined ? {} : { error: told }, { chapter })
    await settleWords(tx, job, null)
  })
  octavo.jobs.announceEvents(job.rootId)
  return { state: state as ChapterOutcome['state'], words: 0 }
}
