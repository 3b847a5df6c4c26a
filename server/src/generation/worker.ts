import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { DBOS } from '@dbos-inc/dbos-sdk'
import { WORKFLOW_SCHEMA } from '@octavo/database'
import { sql } from 'kysely'
import { drawCoverPicture } from '../library/covers/picture-workflow.ts'
import { importBook } from '../library/imports/import-workflow.ts'
import { embedBook } from '../library/search/embed-book.ts'
import { startKeepingUp } from '../library/search/keep-up.ts'
import type { Octavo } from '../octavo.ts'
import { exportBook } from '../publishing/exports/export-workflow.ts'
import { publishBook } from '../publishing/publish.ts'
import { pullEdits } from '../publishing/pull.ts'
import { remediate } from '../quality/remediate.ts'
import type { JobKind } from './jobs.ts'
import { writeBook } from './write-book.ts'
import { type ChapterOutcome, writeChapter } from './write-chapter.ts'

/** How long a worker waits before it looks for work by itself. Milliseconds. */
const pollInterval = 500
/** How often a worker says that it lives, and after how long without a word it is taken for dead. Milliseconds. */
const heartbeatInterval = 2_000
const deadAfter = 20_000
/** The most jobs one process runs at once; the chapters of each are bounded by `chaptersAtOnce`. */
const jobsAtOnce = 8
/** Kept the same as long as running workflows can be continued by newer code; a change of their steps raises it. */
const workflowVersion = '2'
/** On an embedded database there is only ever one worker, so a new process continues the last one's work at once. */
const embeddedExecutor = 'embedded'
const chapterQueue = 'chapters'

// The workflow engine keeps its registry per process, so there is one worker per process, and this is its installation.
let serving: Octavo | undefined

function served(): Octavo {
  if (!serving) throw new Error('a workflow ran in a process without a worker')
  return serving
}

const chapterWorkflow = DBOS.registerWorkflow((id: string): Promise<ChapterOutcome> => writeChapter(served(), id), {
  name: 'write-chapter',
})

const bookWorkflow = DBOS.registerWorkflow(
  (id: string): Promise<void> =>
    writeBook(served(), id, (rootId, chapterId, run) =>
      DBOS.startWorkflow(chapterWorkflow, {
        workflowID: `${chapterId}:${run}`,
        queueName: chapterQueue,
        enqueueOptions: { queuePartitionKey: rootId },
      })(chapterId),
    ),
  { name: 'write-book' },
)

const embedWorkflow = DBOS.registerWorkflow((id: string): Promise<void> => embedBook(served(), id), {
  name: 'embed-book',
})

const pictureWorkflow = DBOS.registerWorkflow((id: string): Promise<void> => drawCoverPicture(served(), id), {
  name: 'draw-cover-picture',
})

const remediationWorkflow = DBOS.registerWorkflow((id: string): Promise<void> => remediate(served(), id), {
  name: 'remediate',
})

const exportWorkflow = DBOS.registerWorkflow((id: string): Promise<void> => exportBook(served(), id), {
  name: 'export-book',
})

const importWorkflow = DBOS.registerWorkflow((id: string): Promise<void> => importBook(served(), id), {
  name: 'import-book',
})
const publishWorkflow = DBOS.registerWorkflow((id: string): Promise<void> => publishBook(served(), id), {
  name: 'publish',
})

const syncWorkflow = DBOS.registerWorkflow((id: string): Promise<void> => pullEdits(served(), id), { name: 'sync' })

/** The workflow of each kind of job on the queue. It ends its job itself and never throws. */
const workflows: Partial<Record<JobKind, (id: string) => Promise<void>>> = {
  outline: bookWorkflow,
  write: bookWorkflow,
  embed: embedWorkflow,
  picture: pictureWorkflow,
  remediate: remediationWorkflow,
  revise: remediationWorkflow,
  export: exportWorkflow,
  import: importWorkflow,
  publish: publishWorkflow,
  sync: syncWorkflow,
}

/** A worker that runs. `close` lets go of its jobs where they are; they go on when a worker starts again. */
export interface Worker {
  id: string
  close(): Promise<void>
}

/** Takes queued jobs and runs them, and continues what a worker that died left behind. One per process. */
export async function startWorker(octavo: Octavo): Promise<Worker> {
  if (serving) throw new Error('this process has a worker already')
  serving = octavo
  const { database, config, log } = octavo
  const id = database.kind === 'embedded' ? embeddedExecutor : randomUUID()
  const logger = { debug: () => {}, info: () => {}, warn: tell('warn'), error: tell('error') }
  function tell(level: 'warn' | 'error') {
    return (message: unknown) =>
      log[level]({ err: message instanceof Error ? message : undefined }, `workflows: ${String(message)}`)
  }
  DBOS.setConfig({
    name: 'octavo',
    systemDatabasePool: database.loginPool,
    systemDatabaseSchemaName: WORKFLOW_SCHEMA,
    applicationVersion: workflowVersion,
    executorID: id,
    useListenNotify: database.kind === 'server',
    runMigrations: false,
    logger,
  })
  await register(octavo, id)
  await DBOS.launch()
  await DBOS.registerQueue(chapterQueue, {
    partitionConcurrency: config.chaptersAtOnce,
    minPollingIntervalMs: 100,
    onConflict: 'always_update',
  })

  let closing = false
  let turn: Promise<void> = Promise.resolve()
  const running = new Set<string>()
  const look = () => {
    turn = turn.then(async () => {
      if (closing) return
      try {
        await takeJobs(octavo, id, running)
      } catch (error) {
        log.warn({ err: error }, 'cannot look for queued jobs')
      }
    })
  }
  const beat = () => {
    turn = turn.then(async () => {
      if (closing) return
      try {
        await beatHeart(octavo, id)
      } catch (error) {
        log.warn({ err: error }, 'cannot say that this worker lives')
      }
    })
  }
  const forget = octavo.jobs.onWork(look)
  const search = startKeepingUp(octavo)
  const timers = [setInterval(look, pollInterval), setInterval(beat, heartbeatInterval)]
  beat()
  look()
  return {
    id,
    async close() {
      closing = true
      forget()
      for (const timer of timers) clearInterval(timer)
      await turn
      await search.close()
      await DBOS.shutdown()
      await database.asService('a worker leaves', tx => tx.deleteFrom('system.workers').where('id', '=', id).execute())
      serving = undefined
    },
  }
}

async function register(octavo: Octavo, id: string): Promise<void> {
  const row = { id, host: hostname(), pid: process.pid, started_at: new Date(), seen_at: new Date() }
  await octavo.database.asService('a worker joins', tx =>
    tx
      .insertInto('system.workers')
      .values(row)
      .onConflict(conflict => conflict.column('id').doUpdateSet(row))
      .execute(),
  )
}

/** Starts the oldest, most urgent queued jobs. Two workers may reach for the same one: its workflow id lets only one run. */
async function takeJobs(octavo: Octavo, workerId: string, running: Set<string>): Promise<void> {
  if (running.size >= jobsAtOnce) return
  const queued = await octavo.database.asService('look for queued jobs', tx =>
    tx
      .selectFrom('generation.generations')
      .select(['id', 'run', 'kind'])
      .where('state', '=', 'queued')
      .where('kind', 'in', Object.keys(workflows) as JobKind[])
      .where('parent_id', 'is', null)
      .where(eb => eb.or([eb('scheduled_at', 'is', null), eb('scheduled_at', '<=', sql<Date>`now()`)]))
      .orderBy('priority', 'desc')
      .orderBy('created_at')
      .limit(jobsAtOnce - running.size)
      .execute(),
  )
  for (const { id, run, kind } of queued) {
    // The workflow first: if this process dies between the two, the job is still queued and is found again.
    const handle = await DBOS.startWorkflow(workflows[kind as JobKind]!, { workflowID: `${id}:${run}` })(id)
    await octavo.database.asService('a worker takes a job', tx =>
      tx
        .updateTable('generation.generations')
        .set({ state: 'running', worker_id: workerId })
        .where('id', '=', id)
        .where('state', '=', 'queued')
        .where('run', '=', run)
        .execute(),
    )
    running.add(id)
    handle
      .getResult({ pollingIntervalMs: 500 })
      // A workflow ends its job itself and never throws; what is left is the engine's own trouble, or a shutdown.
      .catch((error: unknown) => octavo.log.warn({ err: error, jobId: id }, 'a job was let go'))
      .finally(() => running.delete(id))
  }
}

async function beatHeart(octavo: Octavo, id: string): Promise<void> {
  await register(octavo, id)
  if (octavo.database.kind === 'embedded') return
  const others = await octavo.database.asService('see which workers live', tx =>
    tx.selectFrom('system.workers').selectAll().where('id', '<>', id).execute(),
  )
  for (const other of others) {
    const silent = Date.now() - other.seen_at.getTime() > deadAfter
    if (!silent && !(other.host === hostname() && !isAlive(other.pid))) continue
    const left = await DBOS.listWorkflows({ executorId: other.id, status: 'PENDING' })
    if (left.length > 0) await DBOS.resumeWorkflows(left.map(workflow => workflow.workflowID))
    await octavo.database.asService('take over from a worker that died', tx =>
      tx.deleteFrom('system.workers').where('id', '=', other.id).execute(),
    )
    octavo.log.warn(
      { worker: other.id, host: other.host, jobs: left.length },
      'continuing the work of a worker that died',
    )
  }
}

/** Whether a process of this machine lives. Sends no signal. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
