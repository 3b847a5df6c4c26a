import { DBOS } from '@dbos-inc/dbos-sdk'
import type { JsonValue } from '@octavo/database'
import { estimateTokens } from '@octavo/models'
import type { z } from 'zod'
import { OctavoError } from '../errors.ts'
import { saveChapter } from '../library/chapters.ts'
import type { Octavo } from '../octavo.ts'
import { ask, textOf } from './ask.ts'
import type { Job } from './call.ts'
import { appendEvent } from './events.ts'
import { readMaterial } from './material.ts'
import { consistencyQuestion, corrections } from './questions.ts'
import { modelsFor } from './registry.ts'

/** What was changed, or why not, so that an author can look at each. */
export interface Correction {
  chapter: number
  words: string
  replacement: string
  reason: string
  applied: boolean
}

/** The share of a model's context the chapters may fill. */
const share = 0.8

/**
 * Copy editing after the last chapter: a model that writes names contradictions between chapters, and each is mended only
 * where its words stand exactly once in a chapter this job wrote. The compositor keeps the author's own sentences, so it
 * has nothing to mend. A book larger than the model's context is left as it is, and watchers are told.
 */
export async function agree(
  octavo: Octavo,
  job: Job & { run: number; createdBy: string | null },
): Promise<JsonValue[]> {
  const should = await DBOS.runStep(() => canBeRead(octavo, job), { name: 'can be copy-edited' })
  if (!should) return []
  const callIds = await ask(octavo, job, `consistency@${job.run}`, async () => {
    const { material, chapters } = await octavo.database.asService('read the finished chapters', async tx => ({
      material: await readMaterial(tx, job.bookId),
      chapters: await readChapters(tx, job.bookId),
    }))
    return consistencyQuestion({ octavo, job, material }, chapters, job.run)
  })
  return DBOS.runStep(async () => apply(octavo, job, await textOf(octavo, callIds)), { name: 'apply corrections' })
}

type Tx = Parameters<typeof readMaterial>[0]

interface Chapter {
  id: string
  title: string
  content: string
  version: number
  lastEditedAt: Date | null
}

/** The chapters in the order of the outline, which is how the model is told to number them. */
async function readChapters(tx: Tx, bookId: string): Promise<Chapter[]> {
  const { chapters: planned } = await readMaterial(tx, bookId)
  const rows = await tx
    .selectFrom('library.chapters')
    .select(['id', 'toc_item_id', 'title', 'content', 'version', 'last_edited_at'])
    .where('book_id', '=', bookId)
    .execute()
  const byItem = new Map(rows.map(row => [row.toc_item_id, row]))
  return planned.flatMap(({ tocItemId }) => {
    const row = byItem.get(tocItemId)
    return row
      ? [{ id: row.id, title: row.title, content: row.content, version: row.version, lastEditedAt: row.last_edited_at }]
      : []
  })
}

async function canBeRead(octavo: Octavo, job: Job): Promise<boolean> {
  const card = (await modelsFor(octavo, job.organizationId)).find(job.model)
  if (card.provider === 'octavo') return false
  return octavo.database.asService('see whether the book fits into one question', async tx => {
    const chapters = await readChapters(tx, job.bookId)
    const tokens = chapters.reduce((sum, chapter) => sum + estimateTokens(chapter.content), 0)
    if (chapters.length > 1 && tokens <= card.contextWindow * share) return true
    if (chapters.length > 1) {
      await appendEvent(tx, job.id, 'notice', {
        message: `The book is longer than ${job.model} can read at once, so its chapters were not compared.`,
      })
    }
    return false
  })
}

type Proposed = z.infer<typeof corrections>['corrections'][number]

async function apply(octavo: Octavo, job: Job & { createdBy: string | null }, answer: string): Promise<JsonValue[]> {
  const proposed = proposedIn(answer)
  const done = await octavo.database.asService('mend contradictions between chapters', async tx => {
    const chapters = await readChapters(tx, job.bookId)
    const results: Correction[] = []
    for (const [index, chapter] of chapters.entries()) {
      const own = proposed.filter(correction => correction.chapter === index + 1)
      let content = chapter.content
      const applied: Correction[] = []
      for (const correction of own) {
        const at = content.indexOf(correction.words)
        const once = at >= 0 && content.indexOf(correction.words, at + 1) < 0
        // An author's edit made meanwhile is the author's: it is never corrected behind his back.
        const may = once && chapter.lastEditedAt === null
        if (may) content = content.slice(0, at) + correction.replacement + content.slice(at + correction.words.length)
        applied.push({ ...correction, applied: may })
      }
      if (content !== chapter.content) {
        const reasons = applied.filter(correction => correction.applied).map(correction => correction.reason)
        await saveChapter(tx, {
          chapterId: chapter.id,
          content,
          changeType: 'remediated',
          note: reasons.join(' ').slice(0, 2_000),
          by: job.createdBy,
          model: job.model,
          jobId: job.id,
        })
      }
      results.push(...applied)
    }
    await appendEvent(tx, job.id, 'corrections', {
      proposed: proposed.length,
      applied: results.filter(result => result.applied).length,
    })
    return results
  })
  octavo.jobs.announceEvents(job.id)
  return done.map(correction => ({ ...correction }))
}

function proposedIn(answer: string): Proposed[] {
  try {
    return corrections.parse(JSON.parse(answer)).corrections
  } catch (cause) {
    throw new OctavoError('answer_malformed', undefined, { cause })
  }
}
