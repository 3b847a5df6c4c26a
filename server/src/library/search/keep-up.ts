import { sql } from 'kysely'
import { explain } from '../../generation/call.ts'
import { embeddedEmbedder } from '../../generation/embed.ts'
import type { Octavo } from '../../octavo.ts'
import { cutInBackground } from './cut.ts'
import { embedDocument } from './vectors.ts'

/** How often a worker looks for texts that search is behind on. Milliseconds. */
const pollInterval = 1_000
/** A text somebody is writing at is left alone until it has been still for so long, or each pause would cost its vectors. */
const stillSeconds = 2
/** Documents taken at once, and how long they are nobody else's. */
const documentsAtOnce = 4
const leaseSeconds = 120
/** What fails is tried again after 10 s, then twice as long each time, at most an hour. */
const firstRetrySeconds = 10
const longestRetrySeconds = 3_600

/**
 * Keeps search up with what people write: cuts texts that are not cut yet and makes the vectors they lack, one document
 * after the other. Several workers share the work; what one that dies has saved is not made again.
 */
export function startKeepingUp(octavo: Octavo): { close(): Promise<void> } {
  const stop = new AbortController()
  let turn: Promise<void> = Promise.resolve()
  let waiting = false
  const look = () => {
    if (waiting) return
    waiting = true
    turn = turn.then(async () => {
      waiting = false
      if (stop.signal.aborted) return
      try {
        while ((await keepUp(octavo, stop.signal, stillSeconds)) > 0) if (stop.signal.aborted) return
      } catch (error) {
        if (!stop.signal.aborted) octavo.log.warn({ err: error }, 'cannot look for texts to index')
      }
    })
  }
  const timer = setInterval(look, pollInterval)
  look()
  return {
    async close() {
      clearInterval(timer)
      stop.abort()
      await turn
    },
  }
}

/**
 * Takes some documents that search is behind on, and that have not changed for `still` seconds, and brings them up to
 * date. Gives how many it took.
 */
export async function keepUp(octavo: Octavo, signal?: AbortSignal, still = 0): Promise<number> {
  const taken = await take(octavo, still)
  for (const document of taken) {
    if (signal?.aborted) await release(octavo, document.id)
    else await bringUpToDate(octavo, document, signal)
  }
  return taken.length
}

interface Taken {
  id: string
  bookId: string
  organizationId: string
  model: string
  jobId: string | null
}

async function take(octavo: Octavo, still: number): Promise<Taken[]> {
  const { rows } = await octavo.database.asService('take texts that search is behind on', tx =>
    sql<Taken>`
      with taken as (
        update library.documents set retry_at = now() + make_interval(secs => ${leaseSeconds})
        where id in (
          select d.id from library.documents d join library.books b on b.id = d.book_id
          where (d.cut_revision <> d.revision or d.embedded_revision <> d.revision)
            and (d.retry_at is null or d.retry_at <= now()) and b.deleted_at is null
            and d.updated_at <= now() - make_interval(secs => ${still})
          order by d.updated_at limit ${documentsAtOnce} for update of d skip locked)
        returning id, book_id
      )
      select t.id, t.book_id as "bookId", b.organization_id as "organizationId",
        coalesce(e.model, ${embeddedEmbedder}) as model, e.job_id as "jobId"
      from taken t join library.books b on b.id = t.book_id left join library.embedders e on e.book_id = t.book_id`.execute(
      tx,
    ),
  )
  return rows
}

async function bringUpToDate(octavo: Octavo, document: Taken, signal: AbortSignal | undefined): Promise<void> {
  const { bookId, id, jobId, model, organizationId } = document
  try {
    const revision = await cutInBackground(octavo, id)
    const job = jobId ? { id: jobId, rootId: jobId, bookId, organizationId, kind: 'embed' } : undefined
    const call = { organizationId, model, job, ...(signal && { signal }) }
    await embedDocument(octavo, id, call)
    await octavo.database.asService('note that a text is indexed', tx =>
      // Unless the book has meanwhile changed its model: then it is behind again, and taken again at once.
      sql`
        update library.documents d set attempts = 0, failure = null, retry_at = null, embedded_revision =
          case when coalesce(e.model, ${embeddedEmbedder}) = ${model} then ${revision ?? 0} else d.embedded_revision end
        from library.books b left join library.embedders e on e.book_id = b.id
        where d.id = ${id} and b.id = d.book_id`.execute(tx),
    )
  } catch (error) {
    if (signal?.aborted) return release(octavo, id)
    octavo.log.warn({ err: error, documentId: id, model }, 'a text could not be indexed; it is tried again')
    await octavo.database.asService('note that a text could not be indexed', tx =>
      tx
        .updateTable('library.documents')
        .set({
          attempts: sql`attempts + 1`,
          failure: JSON.stringify(explain(error)),
          retry_at: sql`now() + make_interval(secs => least(${longestRetrySeconds}, ${firstRetrySeconds} * 2 ^ least(attempts, 12)))`,
        })
        .where('id', '=', id)
        .execute(),
    )
  }
}

function release(octavo: Octavo, id: string): Promise<void> {
  return octavo.database.asService('let go of a text', async tx => {
    await tx.updateTable('library.documents').set({ retry_at: null }).where('id', '=', id).execute()
  })
}
