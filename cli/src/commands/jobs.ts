import { askAll } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { isResting, type Job } from '../api/job-events.ts'
import { type CommandContext, type ExitWith, withConnection, withWorker } from '../command.ts'
import { Failure } from '../failure.ts'
import { catchInterruption, interruptionOf } from '../interruption.ts'
import { followJob } from '../progress/follow-job.ts'
import { messageOf } from '../progress/job-progress.ts'
import { progressOf } from '../progress/progress-of-book.ts'
import { ago, count, duration, money } from '../terminal/figures.ts'
import { printTable } from '../terminal/table.ts'

/** Lists jobs, newest first. */
export async function listJobs(context: CommandContext, { all }: { all?: boolean }): Promise<void> {
  const { terminal } = context
  await withConnection(context, async connection => {
    const { api } = connection
    const query = (cursor?: string) => ({ limit: all ? '200' : '20', ...(cursor && { cursor }) })
    const jobs = all
      ? await askAll(cursor => ask(api.v1.jobs.$get({ query: query(cursor) })))
      : (await ask(api.v1.jobs.$get({ query: query() }))).items
    if (jobs.length === 0) terminal.say('No jobs yet. "octavo write" starts one.')
    else {
      const titles = await titlesOf(connection, jobs)
      printTable(
        terminal,
        'job',
        [
          { title: 'JOB', value: job => job.id.slice(0, 8) },
          { title: 'BOOK', value: job => titles.get(job.bookId ?? '') ?? '', gives: true },
          { title: 'KIND', value: job => job.kind },
          { title: 'STATE', value: job => stateOf(job, connection) },
          { title: 'DONE', value: job => `${Math.floor(job.progress)} %`, align: 'right' },
          { title: 'WORDS', value: job => count(job.words), align: 'right' },
          { title: 'COST', value: job => money(job.cost), align: 'right' },
          { title: 'STARTED', value: job => ago(job.createdAt) },
        ],
        jobs,
      )
    }
  })
}

/** In-process, nobody but this command could be working: what seems to run was interrupted. */
function stateOf(job: Job, { place }: Connection): string {
  return place === 'in-process' && ['running', 'streaming'].includes(job.state) ? 'interrupted' : job.state
}

async function titlesOf({ api }: Connection, jobs: readonly Job[]): Promise<Map<string, string>> {
  const ids = new Set(jobs.flatMap(job => job.bookId ?? []))
  const titles = new Map<string, string>()
  for (const bookId of ids) {
    const book = await ask(api.v1.books[':id'].$get({ param: { id: bookId } }))
    titles.set(bookId, book.title)
  }
  return titles
}

/** Shows a job until it comes to rest. Ctrl-C stops watching, not the job — unless it runs in this process. */
export async function watchJob(context: CommandContext, exitWith: ExitWith, id: string): Promise<void> {
  await withWorker(context, async connection => {
    const job = await findJob(connection, id)
    if (isResting(job)) return conclude(context, job, exitWith)
    await followToEnd(context, connection, job, exitWith)
  })
}

/** Sets what a job may cost in all, US dollars. */
export async function setBudget(api: Connection['api'], job: Pick<Job, 'id'>, amount: number): Promise<void> {
  await ask(api.v1.jobs[':jobId'].budget.$put({ param: { jobId: job.id }, json: { amount } }))
}

/** Goes on with a paused or failed job and shows it. */
export async function resumeJob(
  context: CommandContext,
  exitWith: ExitWith,
  id: string,
  { budget }: { budget?: number } = {},
): Promise<void> {
  await withWorker(context, async connection => {
    const { id: jobId } = await findJob(connection, id)
    if (budget !== undefined) await setBudget(connection.api, { id: jobId }, budget)
    const job = await ask(connection.api.v1.jobs[':jobId'].resume.$post({ param: { jobId } }))
    await followToEnd(context, connection, job, exitWith)
  })
}

/** Works on a job, where that is for this process to do, shows it until it comes to rest, and says how it ended. */
export async function followToEnd(
  context: CommandContext,
  connection: Connection,
  job: Job,
  exitWith: ExitWith,
): Promise<void> {
  const leave = connection.place === 'server'
  const interruption = catchInterruption()
  try {
    const progress = await progressOf(connection, job)
    await connection.startWorker()
    const ended = await followJob(connection, context.terminal, job, progress, { stop: interruption.signal, leave })
    const stopped = interruptionOf(interruption.signal)
    if (stopped) {
      context.terminal.say(
        leave
          ? 'The job goes on.'
          : `The job is paused. Go on with: ${context.environment.command} jobs resume ${shortId(job)}`,
      )
      exitWith(stopped.exitCode)
    } else conclude(context, ended, exitWith)
  } finally {
    interruption.dispose()
  }
}

function conclude({ environment, terminal }: CommandContext, job: Job, exitWith: ExitWith): void {
  terminal.emit('job', job)
  terminal.say(`Job ${shortId(job)} is ${job.state}: ${count(job.words)} words, ${money(job.cost)}.`)
  if (job.state === 'completed') return
  if (job.error) terminal.warn(messageOf(job.error))
  if (job.state !== 'canceled') terminal.say(`Go on with: ${environment.command} jobs resume ${shortId(job)}`)
  exitWith(1)
}

/** Pauses or cancels a job. What is done stays. */
export async function stopJob(context: CommandContext, id: string, action: 'pause' | 'cancel'): Promise<void> {
  await withWorker(context, async connection => {
    const { id: jobId } = await findJob(connection, id)
    const route = connection.api.v1.jobs[':jobId']
    const asked = await ask(route[action].$post({ param: { jobId } }))
    // Nobody works on it in this process unless we do: a request to a running job would wait for the next worker.
    if (!isResting(asked)) await connection.startWorker()
    const job = await untilResting(connection, asked)
    context.terminal.emit('job', job)
    context.terminal.say(`Job ${shortId(job)} is ${job.state}. What is written stays.`)
  })
}

/** A call on the wire is broken off within a second or two; a minute is a worker that is gone. Milliseconds. */
const patience = 60_000

async function untilResting({ api }: Connection, job: Job): Promise<Job> {
  const until = Date.now() + patience
  let current = job
  while (!isResting(current)) {
    if (Date.now() > until) {
      throw new Failure(
        'The job has been asked to stop, but no worker has answered yet.',
        'Start one: octavo worker, or octavo serve.',
      )
    }
    await new Promise(resolve => setTimeout(resolve, 200))
    current = await ask(api.v1.jobs[':jobId'].$get({ param: { jobId: job.id } }))
  }
  return current
}

/** Lists every call to a model that a job made. */
export async function listCalls(context: CommandContext, id: string): Promise<void> {
  await withConnection(context, async connection => {
    const { id: jobId } = await findJob(connection, id)
    const route = connection.api.v1.jobs[':jobId'].calls
    const calls = await askAll(cursor =>
      ask(route.$get({ param: { jobId }, query: { limit: '200', ...(cursor && { cursor }) } })),
    )
    printTable(
      context.terminal,
      'call',
      [
        { title: 'PURPOSE', value: call => call.purpose },
        { title: 'KEY', value: call => call.key, gives: true },
        { title: 'MODEL', value: call => call.model },
        { title: 'TRY', value: call => count(call.attempt), align: 'right' },
        { title: 'STATE', value: call => call.state },
        { title: 'STOPPED', value: call => call.stopReason ?? '' },
        { title: 'TOKENS IN', value: call => count(call.inputTokens), align: 'right' },
        { title: 'OUT', value: call => count(call.outputTokens), align: 'right' },
        { title: 'COST', value: call => money(call.cost), align: 'right' },
        { title: 'TIME', value: call => duration(call.latency / 1000), align: 'right' },
      ],
      calls,
    )
    const cost = calls.reduce((sum, call) => sum + call.cost, 0)
    context.terminal.say()
    context.terminal.say(`${count(calls.length)} calls, ${money(cost)}`)
  })
}

const wholeId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function findJob({ api }: Connection, id: string): Promise<Job> {
  if (wholeId.test(id)) return ask(api.v1.jobs[':jobId'].$get({ param: { jobId: id } }))
  const jobs = await askAll(cursor => ask(api.v1.jobs.$get({ query: { limit: '200', ...(cursor && { cursor }) } })))
  const matching = jobs.filter(job => job.id.startsWith(id.toLowerCase()))
  if (matching.length === 1) return matching[0]!
  throw new Failure(
    matching.length === 0 ? `There is no job ${id}.` : `${matching.length} jobs begin with ${id}.`,
    matching.length === 0
      ? '"octavo jobs" lists them.'
      : `Give more of its id: ${matching.map(job => job.id).join(', ')}`,
  )
}

function shortId(job: Job): string {
  return job.id.slice(0, 8)
}
