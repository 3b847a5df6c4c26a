import { DBOS } from '@dbos-inc/dbos-sdk'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { explain, type Job } from '../generation/call.ts'
import { appendEvent } from '../generation/events.ts'
import { failurePoint } from '../generation/failure-point.ts'
import { outcomeOf } from '../generation/job-state.ts'
import type { Octavo } from '../octavo.ts'
import { judgeChapter } from './audit-text.ts'
import { readBookText } from './book-text.ts'
import { applyHunks } from './decide.ts'
import { finishRemediation } from './finish-remediation.ts'
import { planRemediation } from './plan-remediation.ts'
import { propose } from './propose.ts'
import { hunksOf, outcomesOf } from './remediation-view.ts'

/** The job of a chapter that has just been written. */
type WritingJob = Job & { run: number; createdBy: string | null }

/** Which chapter of its book, for those who watch. */
interface Place {
  chapter: number
  title: string
}

/** What a chapter's job remembers besides having saved it: its remediations, oldest first. */
interface Remembered {
  remediations?: string[]
}

/**
 * Audits a chapter that a job has written and, when its book asks for it, remediates it until it reaches the book's
 * threshold or has been tried as often as the book allows: everything that is proposed is accepted, as versions of its
 * own. Watchers are told the score, how many attempts it took, and which features were added. A model that fails here
 * leaves the chapter as it is written. Throws Stopped.
 */
export async function remediateWritten(
  octavo: Octavo,
  job: WritingJob,
  chapterId: string,
  place: Place,
): Promise<void> {
  for (let round = 1; ; round++) {
    const step = `remediation-${round}`
    const remediationId = await DBOS.runStep(() => judge(octavo, job, chapterId, place), { name: `${step}/judge` })
    if (!remediationId) return
    try {
      // The row names the calls, so that a job that was paused in between finds its answers. No key of them may end as
      // those of sections do, or progress would count it as one.
      const prefix = `remediation/${remediationId}/`
      const wishes = await DBOS.runStep(() => planRemediation(octavo, remediationId), { name: `${step}/plan` })
      await propose(octavo, job, remediationId, wishes, prefix)
      await DBOS.runStep(() => accept(octavo, job, remediationId, prefix), { name: `${step}/accept` })
    } catch (error) {
      if (outcomeOf(error).state !== 'failed') throw error
      await DBOS.runStep(() => fail(octavo, job, remediationId, place, error), { name: `${step}/fail` })
      return
    }
  }
}

/** Says how good the chapter is. Gives the remediation to run now; null when there is none, and watchers were told why. */
async function judge(octavo: Octavo, job: WritingJob, chapterId: string, place: Place): Promise<string | null> {
  const remediationId = await octavo.database.asService('audit a chapter that was written', async tx => {
    const book = await tx
      .selectFrom('library.books')
      .select(['remediate_automatically as automatic', 'remediation_attempts as most', 'audit_threshold as threshold'])
      .where('id', '=', job.bookId)
      .executeTakeFirstOrThrow()
    const done = await remediationsOf(tx, job)
    const last = done.at(-1)
    if (last?.state === 'processing') return last.id
    const judged = judgeChapter(await readBookText(tx, job.bookId, chapterId), chapterId)
    // It was emptied meanwhile: there is nothing to judge.
    if (!judged) return null
    const reached = judged.score >= book.threshold
    // What changed nothing once would change nothing again.
    const idle = last !== undefined && last.result_version === null
    if (book.automatic && !reached && !idle && done.length < book.most) return begin(tx, job, chapterId, done)
    const outcomes = done.flatMap(outcomesOf)
    const added = outcomes
      .filter(({ kind, outcome }) => kind === 'feature' && outcome === 'made')
      .map(({ name }) => name)
    await appendEvent(tx, job.rootId, 'audit', {
      ...place,
      ...judged,
      threshold: book.threshold,
      reached,
      attempts: done.length,
      added,
    })
    return null
  })
  octavo.jobs.announceEvents(job.rootId)
  return remediationId
}

async function remediationsOf(tx: Tx, job: WritingJob) {
  const { result } = await tx
    .selectFrom('generation.generations')
    .select('result')
    .where('id', '=', job.id)
    .executeTakeFirstOrThrow()
  const ids = (result as Remembered | null)?.remediations ?? []
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('quality.remediations')
    .select(['id', 'state', 'outcomes', 'result_version'])
    .where('id', 'in', ids)
    .execute()
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

async function begin(tx: Tx, job: WritingJob, chapterId: string, done: readonly { id: string }[]): Promise<string> {
  const chapter = await tx
    .selectFrom('library.chapters')
    .select(['book_id', 'version', 'content'])
    .where('id', '=', chapterId)
    .executeTakeFirstOrThrow()
  const { id } = await tx
    .insertInto('quality.remediations')
    .values({
      book_id: chapter.book_id,
      chapter_id: chapterId,
      generation_id: job.id,
      kind: 'remediate',
      automatic: true,
      base_version: chapter.version,
      original: chapter.content,
      created_by: job.createdBy,
      state: 'processing',
      started_at: sql`now()`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const remediations = JSON.stringify([...done.map(row => row.id), id])
  await tx
    .updateTable('generation.generations')
    .set({ result: sql<string>`coalesce(result, '{}') || jsonb_build_object('remediations', ${remediations}::jsonb)` })
    .where('id', '=', job.id)
    .execute()
  return id
}

/** Accepts everything a remediation proposes. */
async function accept(octavo: Octavo, job: WritingJob, remediationId: string, prefix: string): Promise<void> {
  await octavo.database.asService('accept what a remediation proposes', async tx => {
    await finishRemediation(tx, job, remediationId, prefix)
    const row = await tx
      .selectFrom('quality.remediations')
      .selectAll()
      .where('id', '=', remediationId)
      .executeTakeFirstOrThrow()
    // Accepted before, by a step that ended before it was recorded.
    if (row.decided_at) return
    const numbers = hunksOf(row).map((_, index) => index + 1)
    const made = await applyHunks(tx, row, numbers, job.createdBy)
    const decisions = numbers.map(number => [number, made.unfit.includes(number) ? 'unfit' : 'accepted'])
    await tx
      .updateTable('quality.remediations')
      .set({
        decisions: JSON.stringify(Object.fromEntries(decisions)),
        decided_by: job.createdBy,
        decided_at: new Date(),
        result_version: made.version ?? null,
      })
      .where('id', '=', remediationId)
      .execute()
  })
  await failurePoint('remediation-applied')
}

async function fail(
  octavo: Octavo,
  job: WritingJob,
  remediationId: string,
  place: Place,
  error: unknown,
): Promise<void> {
  const told = explain(error)
  octavo.log.warn({ err: error, jobId: job.rootId, remediationId }, 'a written chapter could not be remediated')
  await octavo.database.asService('record that a remediation failed', async tx => {
    await tx
      .updateTable('quality.remediations')
      .set({ state: 'failed', error: JSON.stringify(told), completed_at: new Date() })
      .where('id', '=', remediationId)
      .where('state', '=', 'processing')
      .execute()
    const message = `"${place.title}" is written but was not remediated: ${told.message}`
    await appendEvent(tx, job.rootId, 'notice', { message })
  })
  octavo.jobs.announceEvents(job.rootId)
}
