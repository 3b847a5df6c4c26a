import { DBOS } from '@dbos-inc/dbos-sdk'
import type { Tx } from '@octavo/database'
import { applyPatch, countWords } from '@octavo/manuscript'
import { ask, textOf } from '../generation/ask.ts'
import { explain, type Job, type Question } from '../generation/call.ts'
import { appendEvent } from '../generation/events.ts'
import { failurePoint } from '../generation/failure-point.ts'
import { type Material, readMaterial } from '../generation/material.ts'
import type { Ground } from '../generation/questions.ts'
import type { Octavo } from '../octavo.ts'
import { hunksOf, outcomesOf, type StoredHunk, type StoredOutcome } from './remediation-view.ts'
import { type Judged, judgeAnswer, type Wish, wishQuestion } from './wishes.ts'

/** How often a wish is asked: once, and once more with the reason when the answer could not be taken. */
const mostAttempts = 2

/**
 * Asks for every wish of a remediation, one question each, and keeps what can be taken as hunks. An answer that reaches
 * outside of its place is refused, asked for once more with the reason, and then recorded as refused. `prefix` keeps the
 * steps of several remediations of one job apart. Throws what ends the whole job: Stopped, and a model that does not
 * answer.
 */
export async function propose(
  octavo: Octavo,
  job: Job,
  remediationId: string,
  wishes: readonly Wish[],
  prefix = '',
): Promise<void> {
  for (const [index, wish] of wishes.entries()) {
    let refused = ''
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const key = `${prefix}${wish.key}${attempt > 1 ? '/again' : ''}`
      const given = await answerTo(octavo, job, key, async () => {
        const { ground, row } = await readSubject(octavo, job, remediationId)
        return wishQuestion(ground, row, wish, { key, refused })
      })
      const progress = Math.round((100 * (index + 1)) / wishes.length)
      const taken = await DBOS.runStep(
        () => take(octavo, job, remediationId, wish, given, { attempt, last: attempt === mostAttempts, progress }),
        { name: `${key}/take` },
      )
      if (taken.done) break
      refused = taken.problem
    }
    await failurePoint('wish-answered')
  }
}

type Given = { callIds: string[] } | { problem: string; final: boolean }

/** What only concerns this wish is an answer too; everything else is thrown on. */
async function answerTo(octavo: Octavo, job: Job, key: string, prepare: () => Promise<Question>): Promise<Given> {
  try {
    return { callIds: await ask(octavo, job, key, prepare) }
  } catch (error) {
    // By code: an error that went through the workflow engine comes back without its class.
    const { code, message } = explain(error)
    if (code === 'model_refused') return { problem: message, final: true }
    if (code === 'answer_malformed') return { problem: message, final: false }
    throw error
  }
}

type Row = Awaited<ReturnType<typeof lockRow>>

function lockRow(tx: Tx, remediationId: string) {
  return tx
    .selectFrom('quality.remediations as r')
    .innerJoin('library.chapters as c', 'c.id', 'r.chapter_id')
    .selectAll('r')
    .select('c.toc_item_id')
    .where('r.id', '=', remediationId)
    .forUpdate('r')
    .executeTakeFirstOrThrow()
}

async function readSubject(
  octavo: Octavo,
  job: Job,
  remediationId: string,
): Promise<{ ground: Ground; row: Row & { page: string } }> {
  return octavo.database.asService('read the chapter a remediation is about', async tx => {
    const row = await lockRow(tx, remediationId)
    const material: Material = await readMaterial(tx, job.bookId)
    return { ground: { octavo, job, material }, row: { ...row, page: applyPatch(row.original, hunksOf(row)) } }
  })
}

type Taken = { done: true } | { done: false; problem: string }

/** Keeps what came of a wish, once: a step that runs again after a crash finds its outcome there. */
async function take(
  octavo: Octavo,
  job: Job,
  remediationId: string,
  wish: Wish,
  given: Given,
  at: { attempt: number; last: boolean; progress: number },
): Promise<Taken> {
  const answer = 'callIds' in given ? await textOf(octavo, given.callIds) : undefined
  const taken = await octavo.database.asService('keep what came of a wish', async (tx): Promise<Taken> => {
    const row = await lockRow(tx, remediationId)
    if (outcomesOf(row).some(outcome => outcome.wish === wish.key)) return { done: true }
    const judged: Judged =
      'callIds' in given
        ? judgeAnswer(answer!, { ...row, page: applyPatch(row.original, hunksOf(row)) }, wish)
        : { outcome: 'refused', reason: given.problem }
    const final = 'callIds' in given ? false : given.final
    if (judged.outcome === 'refused' && !at.last && !final) return { done: false, problem: judged.reason }
    const outcome: StoredOutcome = {
      wish: wish.key,
      kind: wish.kind,
      name: wish.name,
      outcome: judged.outcome,
      reason: judged.outcome === 'made' ? null : judged.reason,
      attempts: at.attempt,
    }
    const hunks = judged.outcome === 'made' ? judged.hunks : hunksOf(row)
    await tx
      .updateTable('quality.remediations')
      .set({
        hunks: JSON.stringify(hunks satisfies StoredHunk[]),
        outcomes: JSON.stringify([...outcomesOf(row), outcome]),
        words_after: countWords(applyPatch(row.original, hunks)),
      })
      .where('id', '=', remediationId)
      .execute()
    await appendEvent(tx, job.rootId, 'remediation', {
      remediationId,
      kind: wish.kind,
      name: wish.name,
      outcome: outcome.outcome,
      reason: outcome.reason,
      attempts: at.attempt,
    })
    if (job.id === job.rootId) {
      await tx.updateTable('generation.generations').set({ progress: at.progress }).where('id', '=', job.id).execute()
    }
    return { done: true }
  })
  octavo.jobs.announceEvents(job.rootId)
  return taken
}
