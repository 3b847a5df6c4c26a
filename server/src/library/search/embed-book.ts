import { DBOS } from '@dbos-inc/dbos-sdk'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { embeddedEmbedder } from '../../generation/embed.ts'
import { appendEvent } from '../../generation/events.ts'
import { beginJob, changeState, outcomeOf, readJob } from '../../generation/job-state.ts'
import { untilStopped } from '../../generation/stop.ts'
import type { Octavo } from '../../octavo.ts'
import { cutInBackground } from './cut.ts'
import { canRead, countMissing, embedDocument, nextMissing } from './vectors.ts'

type FullJob = Awaited<ReturnType<typeof readJob>>

/** Vectors of a model that is no longer used are deleted so many at a time. */
const slice = 2_000

/**
 * The workflow that gives every fragment of a book a vector of one model, then makes it the one the book is searched by.
 * Until then search goes on with the vectors it has. Run again after a pause or a crash it makes only what is missing.
 * It never throws.
 */
export async function embedBook(octavo: Octavo, id: string): Promise<void> {
  const job = await readJob(octavo, id)
  try {
    await DBOS.runStep(() => begin(octavo, job), { name: 'begin' })
    for (let round = 1; ; round++) {
      const behind = await DBOS.runStep(() => documentsBehind(octavo, job), { name: `behind ${round}` })
      for (const document of behind) await DBOS.runStep(() => cutInBackground(octavo, document), { name: 'cut' })
      let after: string | null = null
      do {
        after = await DBOS.runStep(() => embedNext(octavo, job, after ?? undefined), { name: 'embed' })
      } while (after)
      // What is written while the last vectors are made is taken along once more, then left to those who keep up.
      if (await DBOS.runStep(() => finish(octavo, job, round > 1), { name: `finish ${round}` })) break
    }
    while (await DBOS.runStep(() => clean(octavo, job), { name: 'clean' }));
  } catch (error) {
    await DBOS.runStep(
      async () => {
        const { state, error: told } = outcomeOf(error)
        await octavo.database.asService('end a job that did not succeed', tx =>
          changeState(tx, job, state, told === undefined ? {} : { error: told }),
        )
        octavo.jobs.announceEvents(job.id)
      },
      { name: 'give up' },
    )
  }
}

async function begin(octavo: Octavo, job: FullJob): Promise<void> {
  await octavo.database.asService('begin a job', async tx => {
    await beginJob(tx, job, 'reading')
  })
  octavo.jobs.announceEvents(job.id)
}

async function documentsBehind(octavo: Octavo, job: FullJob): Promise<string[]> {
  return octavo.database.asService('find texts that are not indexed', async tx => {
    const rows = await tx
      .selectFrom('library.documents')
      .select('id')
      .where('book_id', '=', job.bookId)
      .whereRef('cut_revision', '<>', 'revision')
      .orderBy('id')
      .execute()
    return rows.map(row => row.id)
  })
}

/** Makes the missing vectors of the next document; null when there is none. */
async function embedNext(octavo: Octavo, job: FullJob, after: string | undefined): Promise<string | null> {
  const { bookId, model, organizationId } = job
  const next = await octavo.database.asService('find a text without vectors', tx =>
    nextMissing(tx, bookId, model, after),
  )
  if (!next) return null
  await untilStopped(octavo, job.id, signal => embedDocument(octavo, next, { organizationId, model, job, signal }))
  await octavo.database.asService('tell how far a job is', async tx => {
    const { total } = await tx
      .selectFrom('library.fragments')
      .select(sql<number>`count(hash)::integer`.as('total'))
      .where('book_id', '=', bookId)
      .executeTakeFirstOrThrow()
    const left = await countMissing(tx, bookId, model)
    const progress = total > 0 ? Math.floor(((total - left.fragments) / total) * 10_000) / 100 : 100
    await tx.updateTable('generation.generations').set({ progress }).where('id', '=', job.id).execute()
    await appendEvent(tx, job.id, 'indexed', { progress, fragments: total, left: left.fragments })
  })
  octavo.jobs.announceEvents(job.id)
  return next
}

/** Searches the book by the new vectors from now on; false when some are missing, unless `anyway`. */
async function finish(octavo: Octavo, job: FullJob, anyway: boolean): Promise<boolean> {
  const { bookId, model } = job
  const done = await octavo.database.asService('search a book by its new vectors', async tx => {
    const left = await countMissing(tx, bookId, model)
    const { language } = await tx
      .selectFrom('library.books')
      .select('language')
      .where('id', '=', bookId)
      .executeTakeFirstOrThrow()
    const made = left.fragments === 0 || anyway || !canRead(model, language)
    if (!made) return false
    await switchTo(tx, job)
    const { vectors } = await tx
      .selectFrom('library.embeddings')
      .select(sql<number>`count(*)::integer`.as('vectors'))
      .where('book_id', '=', bookId)
      .where('model', '=', model)
      .executeTakeFirstOrThrow()
    await changeState(tx, job, 'completed', { stage: '', progress: 100, result: { model, vectors } })
    return true
  })
  octavo.jobs.announceEvents(job.id)
  return done
}

async function switchTo(tx: Tx, job: FullJob): Promise<void> {
  if (job.model === embeddedEmbedder) {
    await tx.deleteFrom('library.embedders').where('book_id', '=', job.bookId).execute()
    return
  }
  const chosen = { model: job.model, job_id: job.id }
  await tx
    .insertInto('library.embedders')
    .values({ book_id: job.bookId, ...chosen })
    .onConflict(conflict => conflict.column('book_id').doUpdateSet(chosen))
    .execute()
}

/** Deletes some vectors of other models; true while there are more. */
async function clean(octavo: Octavo, job: FullJob): Promise<boolean> {
  return octavo.database.asService('delete vectors nobody searches by', async tx => {
    const { rows } = await sql`
      delete from library.embeddings where ctid = any (array(
        select ctid from library.embeddings where book_id = ${job.bookId} and model <> ${job.model} limit ${slice}))
      returning 1`.execute(tx)
    return rows.length === slice
  })
}
