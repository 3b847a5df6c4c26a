import type { JobEvent } from '../api/job-events.ts'
import { counted, roughly } from '../terminal/figures.ts'
import { type JobProgress, messageOf, wordsOf } from './job-progress.ts'

/** What an event is worth in one line, for output that cannot be drawn again; undefined when it is worth none. */
export function tellEvent({ kind, data }: JobEvent, progress: JobProgress): string | undefined {
  switch (kind) {
    case 'outline':
      return `Outline made: ${counted(progress.chapters.length, 'chapter')}`
    case 'codex':
      return `Codex made: ${counted(Number(data.entries), 'entry', 'entries')}`
    case 'chapter':
      return tellChapter(data, progress)
    case 'progress':
      return tellSection(data, progress)
    case 'audit':
      return tellAudit(data)
    case 'notice':
      return `Note: ${String(data.message ?? '')}`
    case 'corrections':
      return Number(data.applied) > 0 ? `Chapters compared: ${counted(Number(data.applied), 'correction')}` : undefined
  }
  return undefined
}

/** Only worth a line where something was done about it, or is to be. */
function tellAudit({ title, score, threshold, reached, attempts, added }: Record<string, unknown>): string | undefined {
  if (reached && attempts === 0) return undefined
  const tries = Number(attempts) > 0 ? ` after ${counted(Number(attempts), 'remediation')}` : ''
  const what = (added as string[]).length > 0 ? `, added ${(added as string[]).join(', ')}` : ''
  return `Audited ${String(title)}: ${Number(score)} of 100${tries}${what}${reached ? '' : `; ${Number(threshold)} is asked for`}`
}

function nameOf(index: number, progress: JobProgress): string {
  return `chapter ${index + 1} of ${progress.chapters.length}: ${progress.chapters[index]?.title ?? ''}`
}

function tellChapter(data: Record<string, unknown>, progress: JobProgress): string | undefined {
  const index = Number(data.chapter)
  const chapter = progress.chapters[index]
  if (!chapter) return undefined
  if (chapter.state === 'writing') return `Writing ${nameOf(index, progress)}`
  if (chapter.state === 'written') return `Written ${nameOf(index, progress)} (${counted(wordsOf(chapter), 'word')})`
  if (chapter.state === 'failed') return `Failed ${nameOf(index, progress)}\n  ${messageOf(data.error)}`
  return undefined
}

function tellSection(data: Record<string, unknown>, progress: JobProgress): string | undefined {
  const chapter = progress.chapters[Number(data.chapter)]
  if (!chapter) return undefined
  const left = progress.secondsLeft ? `, about ${roughly(progress.secondsLeft)} left` : ''
  const section = `section ${Number(data.section)} of ${chapter.sections} in chapter ${Number(data.chapter) + 1}`
  return `${Math.floor(progress.percent)} %: ${section}${left}`
}
