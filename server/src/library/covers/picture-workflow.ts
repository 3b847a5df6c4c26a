import { DBOS } from '@dbos-inc/dbos-sdk'
import type { Tx } from '@octavo/database'
import type { Picture } from '@octavo/models'
import { OctavoError } from '../../errors.ts'
import { beginJob, changeState, outcomeOf, readJob } from '../../generation/job-state.ts'
import { callPainter } from '../../generation/picture.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { receive } from '../../storage/receive.ts'
import { allowedBook } from '../book-access.ts'
import { keepContent, saveFile } from '../files/add-file.ts'
import { largestFile } from '../files/file-view.ts'
import { picturesFolder } from './artwork.ts'
import type { PictureOrder } from './ask-picture.ts'
import { drawForBook } from './draw.ts'

type FullJob = Awaited<ReturnType<typeof readJob>>

/**
 * The workflow of a cover with a picture of a model: the picture is asked for and kept, then the title is set on it. Run
 * again after a crash it asks for no picture it has. It never throws.
 */
export async function drawCoverPicture(octavo: Octavo, id: string): Promise<void> {
  const job = await readJob(octavo, id)
  try {
    const caller = await DBOS.runStep(() => begin(octavo, job), { name: 'begin' })
    const fileId = await DBOS.runStep(() => ask(octavo, job), { name: 'ask' })
    await DBOS.runStep(() => set(octavo, job, caller, fileId), { name: 'set' })
  } catch (error) {
    await DBOS.runStep(() => giveUp(octavo, job, error), { name: 'give up' })
  }
}

async function begin(octavo: Octavo, job: FullJob): Promise<Caller> {
  if (!job.createdBy) throw new OctavoError('not_found', 'Whoever asked for this has no account any more.')
  const caller = { userId: job.createdBy, readOnly: false }
  await octavo.database.asService('begin a picture for a cover', tx => beginJob(tx, job, 'drawing'))
  octavo.jobs.announceEvents(job.id)
  // In the name of who asked: he may have lost the book since.
  await octavo.database.asUser(caller, tx => allowedBook(tx, job.bookId))
  return caller
}

/** Every job has one picture, named after it. */
const nameOf = ({ id }: FullJob) => `${picturesFolder}${id.slice(0, 8)}.jpg`

async function ask(octavo: Octavo, job: FullJob): Promise<string> {
  const drawn = await octavo.database.asService('see whether a picture was drawn', tx =>
    tx
      .selectFrom('library.files')
      .select('id')
      .where('book_id', '=', job.bookId)
      .where('kind', '=', 'cover')
      .where('name', '=', nameOf(job))
      .executeTakeFirst(),
  )
  if (drawn) return drawn.id
  const { prompt } = orderOf(job)
  return callPainter(octavo, job, { key: `picture-${job.run}`, prompt }, picture => keep(octavo, job, picture))
}

const orderOf = (job: FullJob) => job.request as unknown as PictureOrder

/** Brings a picture into the storage; what it gives makes it a file of the book. */
async function keep(octavo: Octavo, job: FullJob, picture: Picture): Promise<(tx: Tx) => Promise<string>> {
  const { readArtwork } = await import('@octavo/press/cover')
  const name = nameOf(job)
  const { bytes, mediaType, width, height } = await readArtwork(picture.bytes, name)
  return receive(octavo.config.dataDirectory, [bytes], largestFile, async received => {
    await keepContent(octavo, { organization_id: job.organizationId }, received)
    return async tx => {
      const origin = `drawn by ${picture.model}`
      const told = { name, mediaType, width, height, citationKeys: null }
      return (await saveFile(tx, job.bookId, { name, kind: 'cover', origin }, received, told)).id
    }
  })
}

async function set(octavo: Octavo, job: FullJob, caller: Caller, picture: string): Promise<void> {
  const { prompt: _, ...choices } = orderOf(job)
  await octavo.database.asService('say that a picture is there', tx =>
    changeState(tx, job, 'running', { stage: 'setting', progress: 90 }),
  )
  octavo.jobs.announceEvents(job.id)
  const cover = await drawForBook(octavo, caller, job.bookId, { ...choices, variation: 0, picture })
  await octavo.database.asService('end a job whose cover is there', tx =>
    changeState(tx, job, 'completed', { stage: '', progress: 100, result: { coverId: cover.id } }),
  )
  octavo.jobs.announceEvents(job.id)
}

async function giveUp(octavo: Octavo, job: FullJob, error: unknown): Promise<void> {
  const { state, error: told } = outcomeOf(error)
  await octavo.database.asService('record how a picture for a cover ended', tx =>
    changeState(tx, job, state, told === undefined ? {} : { error: told }),
  )
  octavo.jobs.announceEvents(job.id)
}
