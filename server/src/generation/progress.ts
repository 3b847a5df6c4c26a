import type { Tx } from '@octavo/database'
import type { Octavo } from '../octavo.ts'
import { appendEvent } from './events.ts'
import type { ChapterSize } from './questions.ts'

/**
 * How far a write job is: the share of the planned words whose sections are written. Says it with what was measured —
 * cost so far, and the time since this run began to write — and the time left if the rest goes at this run's speed.
 */
export async function updateProgress(
  octavo: Octavo,
  rootId: string,
  done: { chapter: number; section: number; part: string },
): Promise<void> {
  await octavo.database.asService('tell how far a job is', async tx => {
    const root = await tx
      .selectFrom('generation.generations')
      .select('cost')
      .where('id', '=', rootId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const began = await writingBegan(tx, rootId)
    const { planned, finished, finishedBefore } = await countWordsOfJob(tx, rootId, began)
    const elapsed = (Date.now() - began.getTime()) / 1000
    const speed = (finished - finishedBefore) / elapsed
    const progress = planned > 0 ? Math.round((finished / planned) * 10_000) / 100 : 0
    await tx.updateTable('generation.generations').set({ progress }).where('id', '=', rootId).execute()
    await appendEvent(tx, rootId, 'progress', {
      ...done,
      progress,
      wordsPlanned: planned,
      wordsFinished: Math.round(finished),
      cost: Number(root.cost),
      secondsElapsed: Math.round(elapsed),
      secondsLeft: speed > 0 ? Math.round((planned - finished) / speed) : null,
    })
  })
  octavo.jobs.announceEvents(rootId)
}

/** When the chapters of the present run began: the time a job lay paused says nothing of its speed. */
async function writingBegan(tx: Tx, rootId: string): Promise<Date> {
  const { created_at } = await tx
    .selectFrom('generation.events')
    .select('created_at')
    .where('generation_id', '=', rootId)
    .where('kind', '=', 'streaming')
    .orderBy('number', 'desc')
    .executeTakeFirstOrThrow()
  return created_at
}

/** Words a job plans to write, has written, and had written before a moment. What left the outline does not count. */
async function countWordsOfJob(tx: Tx, rootId: string, moment: Date) {
  const parts = await tx
    .selectFrom('generation.generations as g')
    .innerJoin('library.toc_items as i', 'i.id', 'g.toc_item_id')
    .select(['g.id', 'g.run', 'g.request'])
    .where('g.parent_id', '=', rootId)
    .execute()
  const calls = await tx
    .selectFrom('generation.calls')
    .innerJoin('generation.generations', 'generation.generations.id', 'generation.calls.generation_id')
    .select(['generation.calls.generation_id', 'generation.calls.key', 'generation.calls.created_at'])
    .where('generation.generations.parent_id', '=', rootId)
    .where('generation.calls.state', '=', 'completed')
    .execute()
  const counted = { planned: 0, finished: 0, finishedBefore: 0 }
  for (const part of parts) {
    // A part that an older version has begun does not say what it is to be, and does not count.
    const { words = 0, sections = 1 } = part.request as Partial<ChapterSize>
    // A continuation (section-2@1+1) belongs to its section: it is not one more.
    const written = calls.filter(call => call.generation_id === part.id && call.key.endsWith(`@${part.run}`))
    counted.planned += words
    counted.finished += (words / sections) * written.length
    counted.finishedBefore += (words / sections) * written.filter(call => call.created_at < moment).length
  }
  return counted
}
