import type { Leaf } from '../components/progress.tsx'
import { count, list } from '../components/words.ts'
import { isLive, type Job } from './jobs.ts'

/** What a write job says of its progress (event `progress`). */
export interface Measured {
  wordsPlanned: number
  wordsFinished: number
  secondsLeft: number | null
}

const doing: Record<string, string> = {
  outline: 'Making the outline.',
  export: 'Making an export.',
  import: 'Reading what was imported.',
  publish: 'Publishing.',
  sync: 'Bringing back what was edited elsewhere.',
}

/** What a job does now, in a sentence. */
export function sentenceOf(job: Job, chapters: readonly Job[]): string {
  if (job.state === 'paused') return job.error ? `Paused: ${job.error.message}` : 'Paused. What is written is safe.'
  if (job.requested === 'pause') return 'Pausing.'
  if (job.requested === 'cancel') return 'Stopping.'
  if (job.state === 'queued') return beginning(job)
  if (job.kind !== 'write') return doing[job.kind] ?? 'Working.'
  if (job.stage === 'planning') return 'Making the outline.'
  if (job.stage === 'checking') return 'Comparing the chapters with each other.'
  const live = chapters.flatMap((chapter, index) => (isLive(chapter) ? [String(index + 1)] : []))
  const all = count(chapters.length, 'chapter')
  if (live.length === 0) return chapters.length > 0 ? `Writing ${all}.` : 'Beginning to write.'
  return `Writing ${live.length === 1 ? 'chapter' : 'chapters'} ${list(live)} of ${chapters.length}.`
}

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

function beginning({ scheduledAt }: Job): string {
  const later = scheduledAt !== null && Date.parse(scheduledAt) > Date.now()
  return later ? `Begins ${moment.format(Date.parse(scheduledAt))}.` : 'Waiting for its turn.'
}

/** A job as leaves: a write job one a chapter, every other kind a single one. */
export function leavesOf(job: Job, chapters: readonly Job[]): Leaf[] {
  const parts = chapters.length > 0 ? chapters : [job]
  const usual = Math.max(1, ...parts.map(part => part.words))
  return parts.map(part => ({
    words: part.words || usual,
    state: leafStates[part.state],
    share: part.progress / 100,
  }))
}

const leafStates: Record<Job['state'], Leaf['state']> = {
  queued: 'todo',
  running: 'live',
  streaming: 'live',
  paused: 'held',
  completed: 'done',
  partial: 'stop',
  failed: 'stop',
  canceled: 'todo',
}
