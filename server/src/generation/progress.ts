import type { Octavo } from '../octavo.ts'
import { appendEvent } from './events.ts'
import { readMaterial } from './material.ts'
import { wordsOfChapter } from './questions.ts'

/**
 * How far a write job is: the share of the planned words whose sections are written. Says it with what was measured —
 * time since the chapters began and cost so far — and the time left if the rest goes at the same speed.
 */
export async function updateProgress(
  octavo: Octavo,
  rootId: string,
  done: { chapter: number; section: number },
): Promise<void> {
  await octavo.database.asService('tell how far a job is', async tx => {
    const root = await tx
      .selectFrom('generation.generations')
      .select(['book_id', 'cost', 'started_at', 'progress'])
      .where('id', '=', rootId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const parts = await tx
      .selectFrom('generation.generations')
      .select(['id', 'toc_item_id', 'state', 'run', 'started_at'])
      .where('parent_id', '=', rootId)
      .execute()
    const written = await tx
      .selectFrom('generation.calls')
      .innerJoin('generation.generations', 'generation.generations.id', 'generation.calls.generation_id')
      .select(['generation.calls.generation_id', 'generation.calls.key', 'generation.generations.run'])
      .where('generation.generations.parent_id', '=', rootId)
      .where('generation.calls.state', '=', 'completed')
      .execute()
    const material = await readMaterial(tx, root.book_id!)
    let planned = 0
    let finished = 0
    for (const part of parts) {
      const chapter = material.chapters.findIndex(item => item.tocItemId === part.toc_item_id)
      if (chapter < 0) continue
      const words = wordsOfChapter(material, chapter)
      const sections = material.outline.chapters[chapter]!.sections.length
      // A continuation (section-2@1+1) belongs to its section: it is not one more.
      const keys = new Set(
        written
          .filter(call => call.generation_id === part.id && call.key.endsWith(`@${part.run}`))
          .map(call => call.key),
      )
      planned += words
      finished += part.state === 'completed' ? words : (words * Math.min(keys.size, sections)) / sections
    }
    const share = planned > 0 ? finished / planned : 0
    const began = Math.min(...parts.flatMap(part => (part.started_at ? [part.started_at.getTime()] : [])))
    const elapsed = Number.isFinite(began) ? (Date.now() - began) / 1000 : 0
    const progress = Math.round(share * 10_000) / 100
    await tx.updateTable('generation.generations').set({ progress }).where('id', '=', rootId).execute()
    await appendEvent(tx, rootId, 'progress', {
      ...done,
      progress,
      wordsPlanned: planned,
      wordsFinished: Math.round(finished),
      cost: Number(root.cost),
      secondsElapsed: Math.round(elapsed),
      secondsLeft: share > 0 ? Math.round((elapsed * (1 - share)) / share) : null,
    })
  })
  octavo.jobs.announceEvents(rootId)
}
