import { ago, capital, count, duration, list, number } from '../components/words.ts'
import type { ChapterRow } from './chapter-rows.ts'
import type { Call, Job, Standing, Waiting } from './job.ts'

/** A state in one sentence, and what is worth knowing besides. */
export interface Said {
  headline: string
  detail: string
}

/** What is going on with a job, and how long it goes on. `now` in milliseconds since 1970. */
export function sayJob(job: Job, rows: readonly ChapterRow[], standing: Standing | undefined, now: number): Said {
  const ours = rows.filter(row => row.part)
  const written = ours.filter(row => row.state === 'written')
  const doneOf = `${number(written.length)} of ${count(ours.length, 'chapter')}`
  const stay =
    written.length > 0
      ? `${doneOf} ${written.length === 1 ? 'is' : 'are'} written and stay${written.length === 1 ? 's' : ''}.`
      : ''
  if (job.requested === 'pause' && job.state !== 'paused') {
    return { headline: 'Pausing.', detail: 'The call on the wire is broken off; finished sections stay.' }
  }
  if (job.requested === 'cancel' && job.state !== 'canceled') {
    return { headline: 'Canceling.', detail: 'The call on the wire is broken off; finished chapters stay.' }
  }
  switch (job.state) {
    case 'queued':
      return sayQueued(job, standing, now)
    case 'running':
      if (standing?.waiting) return { headline: 'Waiting for the model.', detail: sayWaiting(standing.waiting, now) }
      if (job.stage === 'checking') {
        return { headline: 'Comparing the chapters.', detail: `${doneOf} are written. ${goesOn(standing)}` }
      }
      return {
        headline: 'Planning the chapters.',
        detail: `First the outline, then what the book must remember. ${goesOn(standing)}`,
      }
    case 'streaming':
      return sayWriting(ours, standing, now)
    case 'paused':
      return {
        headline: job.error ? 'Paused at a limit.' : 'Paused.',
        detail: join(job.error && withoutCommands(job.error.message), stay),
      }
    case 'completed':
      if (job.kind === 'outline')
        return { headline: 'The outline is made.', detail: `Finished ${ago(job.completedAt!)}.` }
      return {
        headline: `${capital(count(ours.length, 'chapter'))}${rows.length > ours.length ? ' more' : ''} written, ${count(job.words, 'word')}.`,
        detail: join(
          `Finished ${ago(job.completedAt!)}${job.startedAt ? `, after ${duration((Date.parse(job.completedAt!) - Date.parse(job.startedAt)) / 1000)}` : ''}.`,
          sayCorrections(job),
        ),
      }
    case 'partial':
      return {
        headline: written.length === ours.length ? 'Written, but not compared.' : `${doneOf} are written.`,
        detail: join(job.error && withoutCommands(job.error.message)),
      }
    case 'failed':
      return {
        headline: job.kind === 'outline' ? 'The outline could not be made.' : 'Nothing could be written.',
        detail: join(job.error && withoutCommands(job.error.message), stay),
      }
    case 'canceled':
      return { headline: 'Canceled.', detail: stay || 'Nothing was written.' }
  }
}

function sayQueued(job: Job, standing: Standing | undefined, now: number): Said {
  if (job.scheduledAt && Date.parse(job.scheduledAt) > now) {
    return { headline: `Begins ${ago(job.scheduledAt)}.`, detail: 'You can close this page.' }
  }
  if (standing && !standing.worker) {
    return {
      headline: 'Waiting for a worker.',
      detail:
        'No worker is running, so nothing is written yet. Start one with “octavo worker”: this job then begins by itself.',
    }
  }
  return { headline: 'Waiting its turn.', detail: 'It begins as soon as a worker is free. You can close this page.' }
}

function sayWriting(ours: readonly ChapterRow[], standing: Standing | undefined, now: number): Said {
  const live = ours.filter(row => row.state === 'live' || row.state === 'waiting')
  const waits = live.length > 0 && live.every(row => row.state === 'waiting')
  const names = live.map(row => String(row.number))
  const which = names.length > 5 ? `${names.length} chapters` : `chapter${names.length === 1 ? '' : 's'} ${list(names)}`
  const left = secondsLeft(standing, now)
  const headline = join(
    names.length === 0 ? 'Writing.' : `${waits ? 'Waiting to go on with' : 'Writing'} ${which}.`,
    left === undefined ? undefined : left < 60 ? 'Less than a minute left.' : `About ${duration(left)} left.`,
  )
  const words = ours.reduce((sum, row) => sum + row.words, 0)
  const planned = standing?.progress?.wordsPlanned ?? ours.reduce((sum, row) => sum + row.planned, 0)
  const speed = wordsPerMinute(standing)
  return {
    headline,
    detail: join(
      `${number(words)} of about ${number(Math.max(words, Math.round(planned)))} words${speed ? `, at ${number(speed)} words a minute` : ''}.`,
      goesOn(standing),
    ),
  }
}

const goesOn = (standing: Standing | undefined): string =>
  standing && !standing.worker
    ? 'No worker is running: it goes on where it stopped when one starts (“octavo worker”).'
    : 'You can close this page; the writing goes on.'

/** Seconds until a job is done at its measured speed; undefined before there is one. */
export function secondsLeft(standing: Standing | undefined, now: number): number | undefined {
  const measured = standing?.progress
  if (measured?.secondsLeft == null || !standing?.worker) return undefined
  return Math.max(0, measured.secondsLeft - (now - Date.parse(measured.measuredAt)) / 1000)
}

/** The measured speed of this run. */
export function wordsPerMinute(standing: Standing | undefined): number | undefined {
  const measured = standing?.progress
  if (!measured?.secondsLeft) return undefined
  return Math.round(((measured.wordsPlanned - measured.wordsFinished) / measured.secondsLeft) * 60)
}

function sayCorrections(job: Job): string | undefined {
  const corrections = job.result?.corrections
  if (!Array.isArray(corrections)) return undefined
  return corrections.length === 0
    ? 'The chapters agree with one another.'
    : `${count(corrections.length, 'place')} where chapters disagreed ${corrections.length === 1 ? 'was' : 'were'} corrected.`
}

/** Why nothing comes, until when, and what is safe. */
export function sayWaiting({ message, attempt, attempts, until }: Waiting, now: number): string {
  const left = (Date.parse(until) - now) / 1000
  const when = left > 0 ? `Trying again in ${duration(left)}` : 'Trying again now'
  return `${withoutCommands(message)} ${when}, attempt ${attempt} of ${attempts}. The sections so far are safe.`
}

/** What a call was for and how it ended; `chapter` is the number of its chapter. */
export function sayCall({ key, state, purpose, error, outputTokens }: Call, chapter: number | undefined): string {
  const section = /^section-(\d+)@\d+(\+\d+)?/.exec(key)
  const what = section
    ? `${chapter ? `${chapter}, ` : ''}section ${section[1]}${section[2] ? ', continued' : ''}`
    : (purposes[purpose] ?? purpose)
  if (state === 'canceled') return `${what}, broken off`
  if (state === 'failed') return `${what}: ${failures[String(error?.code)] ?? 'no answer'}`
  return `${what}, ${count(outputTokens, 'token')}`
}

const purposes: Record<string, string> = {
  outline: 'Outline',
  codex: 'People, places and terms',
  consistency: 'Comparing the chapters',
  feature: 'Mending a chapter',
  revision: 'Revision',
}

const failures: Record<string, string> = {
  overloaded: 'refused as busy',
  rate_limited: 'refused, too many requests',
  unreachable: 'did not answer',
  cut_off: 'cut off',
  answer_malformed: 'cannot be used',
  key_rejected: 'key refused',
}

/** Messages of the server also tell what to do on the command line; here there are buttons for it. */
export function withoutCommands(message: string): string {
  const sentences = message.split(/(?<=[.!?]) +/)
  return sentences.filter(sentence => !/\boctavo [a-z]|\/v1\//.test(sentence)).join(' ') || message
}

const join = (...sentences: (string | false | null | undefined)[]): string => sentences.filter(Boolean).join(' ')
