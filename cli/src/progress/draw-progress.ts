import { count, counted, duration, money, roughly } from '../terminal/figures.ts'
import { cut, pad, type Terminal } from '../terminal/terminal.ts'
import { type ChapterProgress, type JobProgress, wordsOf } from './job-progress.ts'

const barWidth = 14
/** Lines below the chapters, and one for the cursor. */
const footer = 4

/** The lines that show a job: one a chapter with its bar, words and state, and the sum of it. None is wider than the terminal. */
export function drawProgress(terminal: Terminal, progress: JobProgress, secondsElapsed: number): string[] {
  const { chapters } = progress
  const digits = String(chapters.length).length
  const room = terminal.width - digits - barWidth - 33
  const titleWidth = Math.max(10, Math.min(room, Math.max(0, ...chapters.map(chapter => chapter.title.length))))
  const lines = chapters.map((chapter, index) =>
    [
      pad(String(index + 1), digits, 'right'),
      pad(cut(chapter.title, titleWidth), titleWidth),
      drawBar(terminal, shareOf(chapter)),
      pad(wordsOf(chapter) > 0 ? `${count(wordsOf(chapter))} words` : '', 12, 'right'),
      describeState(terminal, chapter),
    ].join('  '),
  )
  return [...fit(terminal, lines, chapters), '', summarize(terminal, progress, secondsElapsed)]
}

function shareOf(chapter: ChapterProgress): number {
  if (chapter.state === 'written') return 1
  return chapter.sections > 0 ? Math.min(1, chapter.written / chapter.sections) : 0
}

function drawBar(terminal: Terminal, share: number): string {
  const full = Math.round(share * barWidth)
  const [done, open] = terminal.unicode ? ['█', '░'] : ['#', '-']
  return done.repeat(full) + terminal.style('dim', open.repeat(barWidth - full))
}

function describeState(terminal: Terminal, chapter: ChapterProgress): string {
  if (chapter.state === 'failed') return terminal.style('red', 'failed')
  if (chapter.state === 'written') return terminal.style('green', 'written')
  if (chapter.state === 'writing' && chapter.sections > 0) {
    return `writing ${Math.min(chapter.written + 1, chapter.sections)}/${chapter.sections}`
  }
  return terminal.style('dim', chapter.state)
}

/** As many chapters as the screen has room for, around the first one that is not done. */
function fit(terminal: Terminal, lines: string[], chapters: readonly ChapterProgress[]): string[] {
  const room = Math.max(3, terminal.rows - footer)
  if (lines.length <= room) return lines
  const visible = room - 2
  const current = chapters.findIndex(chapter => chapter.state !== 'written')
  const from = Math.max(0, Math.min((current < 0 ? lines.length : current) - 2, lines.length - visible))
  const below = lines.length - from - visible
  return [
    terminal.style('dim', from > 0 ? `${counted(from, 'chapter')} above` : ''),
    ...lines.slice(from, from + visible),
    terminal.style('dim', below > 0 ? `${counted(below, 'chapter')} below` : ''),
  ]
}

const stages: Record<string, string> = {
  planning: 'reading the sources',
  writing: 'writing',
  checking: 'comparing the chapters',
}

function describeStage({ state, stage }: JobProgress): string {
  if (state === 'queued') return 'waiting for a worker'
  return state === 'running' || state === 'streaming' ? (stages[stage] ?? state) : state
}

function summarize(terminal: Terminal, progress: JobProgress, secondsElapsed: number): string {
  const words = progress.chapters.reduce((sum, chapter) => sum + wordsOf(chapter), 0)
  const left = progress.secondsLeft === undefined ? [] : [`about ${roughly(progress.secondsLeft)} left`]
  const parts = [
    terminal.style('bold', `${Math.floor(progress.percent)} %`),
    describeStage(progress),
    ...(words > 0 ? [`${count(words)} words`] : []),
    `${duration(secondsElapsed)} elapsed`,
    ...left,
    progress.cost > 0 ? `${money(progress.cost)} so far` : 'no cost',
  ]
  return parts.join(' · ')
}
