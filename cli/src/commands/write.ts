import type { Client } from '@octavo/server/client'
import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { isResting, type Job } from '../api/job-events.ts'
import { deliverBook } from '../book/deliver-book.ts'
import { type BookInput, type PreparedBook, prepareBook, readInput } from '../book/prepare-book.ts'
import type { BriefOptions } from '../brief/find-brief.ts'
import { type CommandContext, type ExitWith, withWorker } from '../command.ts'
import { Failure } from '../failure.ts'
import { catchInterruption, endedBy, interruptionOf } from '../interruption.ts'
import { askDecision } from '../outline/confirm-outline.ts'
import { editText, fromLines, toLines } from '../outline/edit-outline.ts'
import { makeOutline } from '../outline/make-outline.ts'
import { chaptersOf, type OutlineItem, printOutline } from '../outline/outline-tree.ts'
import { readOutline } from '../outline/read-outline.ts'
import { followJob } from '../progress/follow-job.ts'
import { messageOf } from '../progress/job-progress.ts'
import { progressOf } from '../progress/progress-of-book.ts'
import { count, counted, money } from '../terminal/figures.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { setBudget } from './jobs.ts'

export interface WriteOptions extends BriefOptions {
  out?: string
  yes?: boolean
  resume?: boolean
  new?: boolean
  /** US dollars. */
  budget?: number
}

/**
 * The main job: a brief and its sources become a book in a folder. Run again it goes on where it stopped; run on a book
 * that is written it brings the folder up to date.
 */
export async function writeBook(
  context: CommandContext,
  exitWith: ExitWith,
  argument: string | undefined,
  { yes = false, resume = false, new: fresh = false, budget, ...options }: WriteOptions,
): Promise<void> {
  const { terminal } = context
  if (resume && fresh)
    throw new Failure('--resume and --new mean opposite things.', 'Give one of them.', { exitCode: 2 })
  const input = await readInput(argument, options)
  const interruption = catchInterruption()
  const stop = interruption.signal
  try {
    await withWorker(context, async connection => {
      const prepared = await prepareBook(connection, input, stop, { fresh, resume })
      tellBook(terminal, input, prepared)
      const last = await lastWriteJob(connection.api, prepared.book.id)
      const left = await unfinished(connection.api, last, input.brief.model)
      const job = left ?? (await agreeOnJob(context, connection, input, prepared, { yes, budget }, stop))
      if (job === 'written') return await deliverBook(connection, terminal, input, prepared, { job: last })
      if (job === 'declined') return exitWith(1)
      if (left) terminal.say('Going on where it stopped.')
      if (left && budget !== undefined) await setBudget(connection.api, left, budget)
      terminal.say()
      const began = Date.now()
      const ended = await writeOn(connection, terminal, job, stop)
      const stopped = interruptionOf(stop)
      if (stopped && ended.state !== 'completed') throw stopped
      if (ended.state === 'completed' || ended.state === 'partial') {
        await deliverBook(connection, terminal, input, prepared, { job: ended, seconds: (Date.now() - began) / 1000 })
      }
      if (ended.state !== 'completed') throw failureOf(ended)
    })
  } catch (error) {
    const { reason, exitCode } = endedBy(error, stop)
    terminal.emit('stopped', { reason })
    terminal.say()
    terminal.say('Paused. What is written is kept; the same command goes on from here.')
    exitWith(exitCode)
  } finally {
    interruption.dispose()
  }
}

/** Says which book it is and what became of its sources. */
export function tellBook(
  terminal: Terminal,
  { sources, takesAll, shownFolder }: BookInput,
  { book, known, uploaded }: PreparedBook,
): void {
  const { files, urls } = sources
  terminal.emit('book', {
    id: book.id,
    title: book.title,
    known,
    out: shownFolder,
    ...uploaded,
    files: files.length,
    urls: urls.length,
  })
  terminal.say(terminal.style('bold', book.title))
  const parts = [
    ...(files.length > 0 || urls.length === 0 ? [counted(files.length, 'file')] : []),
    ...(urls.length > 0 ? [counted(urls.length, 'page')] : []),
  ]
  const news =
    known && (uploaded.added > 0 || uploaded.changed > 0) ? ` (${uploaded.added} new, ${uploaded.changed} changed)` : ''
  const all = takesAll && files.length > 0 ? ', all the Markdown and text beside the brief' : ''
  terminal.say(
    files.length + urls.length === 0
      ? 'No sources: the book will be a frame with places to fill.'
      : `Sources: ${parts.join(' and ')}${all}${news}`,
  )
  for (const origin of uploaded.left)
    terminal.say(`Note: ${origin} is not among the sources of the brief any more; the book keeps it.`)
  terminal.say()
}

/** The newest write job of a book. */
async function lastWriteJob(api: Client, bookId: string): Promise<Job | undefined> {
  const { items } = await ask(api.v1.jobs.$get({ query: { bookId } }))
  return items.find(({ kind }) => kind === 'write')
}

/** A job that has something left to do, if it would do it with the model that is wanted. */
async function unfinished(api: Client, job: Job | undefined, model: string | undefined): Promise<Job | undefined> {
  if (!job || job.state === 'completed') return undefined
  if (!model || job.model === model) return job
  if (!isResting(job)) {
    throw new Failure(
      `${job.model} has not finished writing this book.`,
      `"octavo jobs cancel ${job.id.slice(0, 8)}" ends that; what is written stays.`,
    )
  }
  // A paused job would keep the new one from starting; what it wrote stays.
  if (job.state === 'paused') await ask(api.v1.jobs[':jobId'].cancel.$post({ param: { jobId: job.id } }))
  return undefined
}

/** Shows outline and estimate and starts the job, if the author wants it. */
async function agreeOnJob(
  { environment, terminal }: CommandContext,
  connection: Connection,
  { brief }: BookInput,
  { book }: PreparedBook,
  { yes, budget }: { yes: boolean; budget: number | undefined },
  stop: AbortSignal,
): Promise<Job | 'written' | 'declined'> {
  const { api } = connection
  const param = { bookId: book.id }
  const model = brief.model ? { model: brief.model } : {}
  let items = await makeOutline(connection, terminal, book.id, brief.model, stop, budget)
  if (chaptersOf(items).every(item => item.chapter && item.chapter.words > 0)) return 'written'
  for (;;) {
    terminal.emit('planned', { book: book.id, outline: items })
    printOutline(terminal, items)
    terminal.say()
    const estimate = await ask(api.v1.books[':bookId'].estimate.$post({ param, json: { kind: 'write', ...model } }))
    terminal.emit('estimate', estimate)
    const { calls, inputTokens, outputTokens, cost } = estimate
    terminal.say(
      `${counted(chaptersOf(items).length, 'chapter')}, about ${counted(estimate.words, 'word')}, written by ${estimate.model}`,
    )
    terminal.say(
      `Estimate: ${counted(calls, 'call')}, ${count(inputTokens)} tokens in, ${count(outputTokens)} out, ${money(cost)}`,
    )
    if (yes) break
    if (!terminal.interactive) {
      throw new Failure(
        'Nothing is written yet: there is nobody here to ask whether this outline is right.',
        'Run the same command with --yes to write it.',
      )
    }
    const canEdit = environment.editor !== undefined && items.every(item => item.children.length === 0)
    const decision = await askDecision(canEdit, stop)
    if (decision === 'write') break
    if (decision === 'leave') {
      terminal.say('Not written. The outline is kept: the same command shows it again.')
      return 'declined'
    }
    terminal.say()
    items = await edit(api, book.id, items, environment.editor!)
  }
  const left = budget !== undefined && Math.max(0, budget - (await costOfPlanning(api, book.id)))
  const json = { kind: 'write' as const, ...model, ...(left !== false && { budget: left }) }
  return ask(api.v1.books[':bookId'].jobs.$post({ param, json }))
}

/** What the outlines of a book have cost, US dollars: it is part of what writing it may cost in all. */
async function costOfPlanning(api: Client, bookId: string): Promise<number> {
  const { items } = await ask(api.v1.jobs.$get({ query: { bookId, limit: '200' } }))
  return items.filter(({ kind }) => kind === 'outline').reduce((sum, job) => sum + job.cost, 0)
}

async function edit(api: Client, bookId: string, items: OutlineItem[], editor: string): Promise<OutlineItem[]> {
  const edited = fromLines(await editText(toLines(items), editor), items)
  if (!edited) return items
  const json = { items: edited, overwriteApproved: true }
  await ask(api.v1.books[':id'].outline.$put({ param: { id: bookId }, json }))
  return readOutline(api, bookId)
}

async function writeOn(connection: Connection, terminal: Terminal, job: Job, stop: AbortSignal): Promise<Job> {
  const { api } = connection
  const progress = await progressOf(connection, job)
  const going = isResting(job) ? await ask(api.v1.jobs[':jobId'].resume.$post({ param: { jobId: job.id } })) : job
  await connection.startWorker()
  return followJob(connection, terminal, going, progress, { stop })
}

function failureOf(job: Job): Failure {
  const remedy = [
    ...(job.error ? [messageOf(job.error)] : []),
    job.state === 'paused'
      ? job.error
        ? 'What is written is kept; the same command with a larger --budget goes on.'
        : 'Somebody paused it. The same command goes on.'
      : 'What is written is kept; the same command tries the rest again.',
  ]
  return new Failure(
    job.state === 'partial' ? 'Some chapters are missing.' : `The book is not written: its job is ${job.state}.`,
    remedy.join('\n'),
  )
}
