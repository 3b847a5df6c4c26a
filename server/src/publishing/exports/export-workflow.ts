import { DBOS } from '@dbos-inc/dbos-sdk'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../../errors.ts'
import { failurePoint } from '../../generation/failure-point.ts'
import { beginJob, changeState, outcomeOf, readJob } from '../../generation/job-state.ts'
import { Stopped, untilStopped } from '../../generation/stop.ts'
import { keepContent } from '../../library/files/add-file.ts'
import type { Octavo } from '../../octavo.ts'
import { fromPostgres } from '../../postgres-errors.ts'
import { receive } from '../../storage/receive.ts'
import { readBibliography, readStoredBook } from '../press-book.ts'
import { appendLog, ProgressTeller } from './export-log.ts'
import { exportOptions, formats } from './formats.ts'
import { render } from './render.ts'

type FullJob = Awaited<ReturnType<typeof readJob>>

/** How long the file of an export is kept. */
export const keptDays = 30
/** Bytes of the file of an export. */
const largestExport = 2 * 1024 ** 3

/**
 * The workflow of an export: the book as it is now is rendered, kept and told of. Run again after a crash it makes the
 * file anew, unless it was kept. It never throws.
 */
export async function exportBook(octavo: Octavo, id: string): Promise<void> {
  const job = await readJob(octavo, id)
  try {
    await DBOS.runStep(() => begin(octavo, job), { name: 'begin' })
    await DBOS.runStep(() => make(octavo, job), { name: 'make' })
    await DBOS.runStep(() => finish(octavo, job), { name: 'finish' })
  } catch (error) {
    await DBOS.runStep(() => giveUp(octavo, job, error), { name: 'give up' })
  }
}

/** What is asked; an export that was deleted meanwhile is as good as canceled. */
async function exportOf(tx: Tx, job: FullJob) {
  const row = await tx
    .selectFrom('publishing.exports')
    .select(['id', 'format', 'options', 'file_id', 'bytes'])
    .where('job_id', '=', job.id)
    .executeTakeFirst()
  if (!row) throw new Stopped('cancel')
  return row
}

async function begin(octavo: Octavo, job: FullJob): Promise<void> {
  await octavo.database.asService('begin an export', async tx => {
    await beginJob(tx, job, 'reading')
    const { id, format } = await exportOf(tx, job)
    await appendLog(tx, id, [job.run === 1 ? `Making ${formats[format].name}` : `Making it again, try ${job.run}`])
  })
  octavo.jobs.announceEvents(job.id)
}

async function make(octavo: Octavo, job: FullJob): Promise<void> {
  const { wanted, book } = await octavo.database.asService('read the book of an export', async tx => {
    const row = await exportOf(tx, job)
    const options = exportOptions.parse(row.options)
    return {
      wanted: { ...row, options },
      book: await readStoredBook(tx, job.bookId, options.chapters && { chapters: options.chapters }),
    }
  })
  // Killed after the file was kept: it is not made twice.
  if (wanted.file_id) return
  const { bibliographies: _, chapters: __, ...pages } = book
  const bibliography = await readBibliography(octavo, book)
  const order = {
    format: wanted.format,
    options: wanted.options,
    book: { ...pages, ...(bibliography !== undefined && { bibliography }) },
  }
  const teller = new ProgressTeller(octavo, job.id, wanted.id)
  const made = await untilStopped(octavo, job.id, signal => render(octavo, order, { ...teller, signal })).finally(() =>
    teller.settled(),
  )
  await failurePoint('export-rendered')
  await receive(octavo.config.dataDirectory, [made.bytes], largestExport, async received => {
    await keepContent(octavo, { organization_id: job.organizationId }, received)
    await octavo.database.asService('keep the file of an export', tx =>
      saveExported(tx, job, { ...wanted, ...received, pages: made.pages ?? null, slug: book.slug }),
    )
  }).catch(error => {
    throw fromPostgres(error) ?? error
  })
  await failurePoint('export-kept')
}

async function saveExported(
  tx: Tx,
  job: FullJob,
  made: { id: string; format: keyof typeof formats; slug: string; sha256: string; bytes: number; pages: number | null },
): Promise<void> {
  const { extension, mediaType } = formats[made.format]
  const { requested } = await tx
    .selectFrom('generation.generations')
    .select('requested')
    .where('id', '=', job.id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  // Asked for in the last moment: nothing is kept, and it does not count.
  if (requested) throw new Stopped(requested)
  const file = await tx
    .insertInto('library.files')
    .values({
      book_id: job.bookId,
      kind: 'export',
      // A name of its own for each: an earlier one may be downloaded at this moment.
      name: `${made.id}/${made.slug}.${extension}`,
      media_type: mediaType,
      bytes: made.bytes,
      sha256: made.sha256,
      created_by: job.createdBy,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { numUpdatedRows } = await tx
    .updateTable('publishing.exports')
    .set({
      file_id: file.id,
      bytes: made.bytes,
      pages: made.pages,
      expires_at: sql`now() + make_interval(days => ${keptDays})`,
    })
    .where('id', '=', made.id)
    .executeTakeFirst()
  if (Number(numUpdatedRows) === 0) throw new Stopped('cancel')
}

async function finish(octavo: Octavo, job: FullJob): Promise<void> {
  await octavo.database.asService('finish an export', async tx => {
    const { id, bytes } = await exportOf(tx, job)
    await appendLog(tx, id, ['Done'])
    await tx.updateTable('publishing.exports').set({ stage: '', done: sql`total` }).where('id', '=', id).execute()
    await changeState(tx, job, 'completed', { stage: '', progress: 100, result: { exportId: id, bytes } })
  })
  octavo.jobs.announceEvents(job.id)
}

async function giveUp(octavo: Octavo, job: FullJob, error: unknown): Promise<void> {
  const { state, error: told } = outcomeOf(error)
  if (state === 'failed') octavo.log.warn({ err: error, jobId: job.id }, 'an export failed')
  await octavo.database.asService('record how an export ended', async tx => {
    const row = await tx.selectFrom('publishing.exports').select('id').where('job_id', '=', job.id).executeTakeFirst()
    if (row && told) await appendLog(tx, row.id, [told.message])
    await changeState(tx, job, state, told === undefined ? {} : { error: wordsFor(error, told) })
  })
  octavo.jobs.announceEvents(job.id)
}

/** What nobody foresaw is for the log; its author is told what he can do. */
function wordsFor(error: unknown, told: { code: string; message: string }) {
  const ours = error instanceof OctavoError || (error as { name?: unknown }).name === 'OctavoError'
  return ours ? told : { code: 'internal', message: 'Something broke on our side. Try again: resume the job.' }
}
