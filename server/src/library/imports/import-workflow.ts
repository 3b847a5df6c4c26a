import { buffer } from 'node:stream/consumers'
import { DBOS } from '@dbos-inc/dbos-sdk'
import { sql } from 'kysely'
import { OctavoError } from '../../errors.ts'
import { appendEvent } from '../../generation/events.ts'
import { failurePoint } from '../../generation/failure-point.ts'
import { beginJob, changeState, outcomeOf, readJob } from '../../generation/job-state.ts'
import { Stopped, untilStopped } from '../../generation/stop.ts'
import type { Octavo } from '../../octavo.ts'
import { readInThread } from './read-in-thread.ts'

type FullJob = Awaited<ReturnType<typeof readJob>>

/** Characters of an upload that are kept to be divided: some forty times a long novel. */
const longest = 40_000_000

/**
 * The workflow of an import: the file is read, its chapters are proposed, and both are kept at once. Run again after a
 * crash it reads anew; there is never half of it. It never throws.
 */
export async function importBook(octavo: Octavo, id: string): Promise<void> {
  const job = await readJob(octavo, id)
  try {
    await DBOS.runStep(() => begin(octavo, job), { name: 'begin' })
    await DBOS.runStep(() => read(octavo, job), { name: 'read' })
  } catch (error) {
    await DBOS.runStep(() => giveUp(octavo, job, error), { name: 'give up' })
  }
}

async function begin(octavo: Octavo, job: FullJob): Promise<void> {
  await octavo.database.asService('begin an import', tx => beginJob(tx, job, 'reading'))
  octavo.jobs.announceEvents(job.id)
}

/** The bytes of a structure's original. Throws Stopped when somebody deleted it. */
async function originalOf(octavo: Octavo, job: FullJob) {
  const row = await octavo.database.asService('read the upload of an import', tx =>
    tx
      .selectFrom('library.structures as s')
      .innerJoin('library.files as f', 'f.id', 's.file_id')
      .select(['s.id', 's.name', 's.state', 'f.sha256'])
      .where('s.job_id', '=', job.id)
      .executeTakeFirst(),
  )
  if (!row) throw new Stopped('cancel')
  return row
}

async function read(octavo: Octavo, job: FullJob): Promise<void> {
  const { id, name, state, sha256 } = await originalOf(octavo, job)
  if (state !== 'reading') return
  const bytes = new Uint8Array(await buffer(await octavo.storage.read(sha256)))
  const progress = new Progress(octavo, job.id)
  const { upload, structure } = await untilStopped(octavo, job.id, signal =>
    readInThread({ name, bytes, want: 'structure' }, { signal, tell: progress.tell }),
  ).finally(() => progress.settled())
  const text = storable(upload)
  if (text.length > longest) {
    const most = longest.toLocaleString('en')
    throw new OctavoError('import_failed', `${name} takes more than ${most} characters to keep. Give it in parts.`)
  }
  await failurePoint('import-read')
  await octavo.database.asService('keep what an import has read', async tx => {
    const { requested } = await tx
      .selectFrom('generation.generations')
      .select('requested')
      .where('id', '=', job.id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    // Somebody asked in the last moment; from here on it is too late.
    if (requested) throw new Stopped(requested as 'pause' | 'cancel')
    const { numUpdatedRows } = await tx
      .updateTable('library.structures')
      .set({
        state: 'proposed',
        error: null,
        format: upload.format,
        method: structure.method,
        confidence: structure.confidence,
        upload: sql`${text}::jsonb`,
        structure: sql`${storable(structure)}::jsonb`,
      })
      .where('id', '=', id)
      .where('state', '=', 'reading')
      .executeTakeFirst()
    if (Number(numUpdatedRows) === 0) throw new Stopped('cancel')
    await changeState(tx, job, 'completed', { stage: '', progress: 100, result: { structureId: id } })
  })
  octavo.jobs.announceEvents(job.id)
}

/** As JSON PostgreSQL takes: without NUL and halves of characters. */
const storable = (value: unknown) =>
  JSON.stringify(value, (_, part) => (typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part))

async function giveUp(octavo: Octavo, job: FullJob, error: unknown): Promise<void> {
  const { state, error: told } = outcomeOf(error)
  if (state === 'failed') octavo.log.warn({ err: error, jobId: job.id }, 'an import failed')
  await octavo.database.asService('record how an import ended', tx =>
    changeState(tx, job, state, told === undefined ? {} : { error: told }),
  )
  octavo.jobs.announceEvents(job.id)
}

/** Tells watchers how far the reading is, one write after the other; what has been overtaken meanwhile is left out. */
class Progress {
  readonly #octavo: Octavo
  readonly #jobId: string
  #next: { done: number; total: number } | undefined
  #writing: Promise<void> | undefined

  constructor(octavo: Octavo, jobId: string) {
    this.#octavo = octavo
    this.#jobId = jobId
  }

  tell = (done: number, total: number): void => {
    this.#next = { done, total }
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined
    })
  }

  async settled(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    for (let next = this.#next; next; next = this.#next) {
      this.#next = undefined
      const { done, total } = next
      const progress = total > 0 ? Math.min(99, Math.floor((done / total) * 100)) : 0
      try {
        await this.#octavo.database.asService('tell how far an import is', async tx => {
          await tx.updateTable('generation.generations').set({ progress }).where('id', '=', this.#jobId).execute()
          await appendEvent(tx, this.#jobId, 'progress', { stage: 'reading', done, total, progress })
        })
        this.#octavo.jobs.announceEvents(this.#jobId)
      } catch (error) {
        // How far it is, is no reason for an import to fail.
        this.#octavo.log.warn({ err: error, jobId: this.#jobId }, 'cannot tell how far an import is')
      }
    }
  }
}
