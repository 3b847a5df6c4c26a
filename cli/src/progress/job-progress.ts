import type { JobEvent } from '../api/job-events.ts'

export interface ChapterProgress {
  title: string
  /** How many sections are planned and how many are written; 0 while unknown. */
  sections: number
  written: number
  /** Of the text as it came, section by section; `words` once the chapter is saved. */
  sectionWords: number[]
  words: number | undefined
  state: 'waiting' | 'writing' | 'written' | 'failed' | 'paused' | 'canceled'
  error?: string
}

/** Where a job stands, as its events tell it. */
export interface JobProgress {
  state: string
  stage: string
  chapters: ChapterProgress[]
  /** Percent of the planned words. */
  percent: number
  /** US dollars so far, by what the calls were measured to take. */
  cost: number
  calls: number
  secondsElapsed: number
  /** Undefined while there is nothing to estimate from. */
  secondsLeft: number | undefined
  /** What the job had to say besides: notices and errors, in order. */
  notices: string[]
}

/** A job of which nothing is known but the chapters of its book; those written already are done. */
export function beginProgress(
  chapters: readonly { title: string; sections: number; words: number | undefined }[],
): JobProgress {
  return {
    state: 'queued',
    stage: '',
    chapters: chapters.map(({ title, sections, words }) => ({
      title,
      sections,
      written: words === undefined ? 0 : sections,
      sectionWords: [],
      words,
      state: words === undefined ? 'waiting' : 'written',
    })),
    percent: 0,
    cost: 0,
    calls: 0,
    secondsElapsed: 0,
    secondsLeft: undefined,
    notices: [],
  }
}

const chapterStates: Record<string, ChapterProgress['state']> = {
  queued: 'waiting',
  running: 'writing',
  streaming: 'writing',
  completed: 'written',
  failed: 'failed',
  paused: 'paused',
  canceled: 'canceled',
}

/** Takes an event into account. Unknown kinds change nothing: a newer server may tell more. */
export function advance(progress: JobProgress, { kind, data }: JobEvent): void {
  switch (kind) {
    case 'queued':
    case 'running':
    case 'streaming':
    case 'completed':
    case 'partial':
    case 'failed':
    case 'canceled':
    case 'paused':
      progress.state = kind
      if (typeof data.stage === 'string') progress.stage = data.stage
      if (kind === 'completed') progress.percent = 100
      if (kind !== 'streaming') progress.secondsLeft = undefined
      if (data.error) progress.notices.push(messageOf(data.error))
      return
    case 'outline':
      planChapters(progress, data.chapters as { title: string; sections: string[] }[])
      return
    case 'chapter':
      advanceChapter(chapterAt(progress, data.chapter), data)
      return
    case 'section':
      // The text of this section begins anew: what came of an interrupted attempt does not count.
      chapterAt(progress, data.chapter).sectionWords[Number(data.section)] = 0
      return
    case 'text': {
      const { sectionWords } = chapterAt(progress, data.chapter)
      const section = Number(data.section)
      sectionWords[section] = (sectionWords[section] ?? 0) + (String(data.text).match(/\S+/g)?.length ?? 0)
      return
    }
    case 'call':
      progress.calls++
      progress.cost += Number(data.cost) || 0
      return
    case 'progress':
      progress.percent = Number(data.progress)
      progress.cost = Number(data.cost)
      progress.secondsElapsed = Number(data.secondsElapsed)
      progress.secondsLeft = data.secondsLeft === null ? undefined : Number(data.secondsLeft)
      chapterAt(progress, data.chapter).written = Number(data.section)
      return
    case 'notice':
      progress.notices.push(String(data.message ?? data.text ?? ''))
      return
  }
}

function planChapters(progress: JobProgress, planned: { title: string; sections: string[] }[]): void {
  progress.chapters = planned.map(({ title, sections }) => ({
    title,
    sections: sections.length,
    written: 0,
    sectionWords: [],
    words: undefined,
    state: 'waiting',
  }))
}

function chapterAt(progress: JobProgress, index: unknown): ChapterProgress {
  const at = Number(index)
  progress.chapters[at] ??= {
    title: `Chapter ${at + 1}`,
    sections: 0,
    written: 0,
    sectionWords: [],
    words: undefined,
    state: 'waiting',
  }
  return progress.chapters[at]
}

function advanceChapter(chapter: ChapterProgress, data: Record<string, unknown>): void {
  const state = chapterStates[String(data.state)]
  if (state) chapter.state = state
  if (typeof data.title === 'string') chapter.title = data.title
  if (typeof data.sections === 'number') chapter.sections = data.sections
  if (state === 'writing') {
    chapter.words = undefined
    chapter.written = 0
    delete chapter.error
  }
  if (state === 'written') {
    chapter.written = chapter.sections
    if (typeof data.words === 'number') chapter.words = data.words
  }
  if (data.error) chapter.error = messageOf(data.error)
}

/** Words of a chapter: counted once it is saved, until then those of the text as it came. */
export function wordsOf(chapter: ChapterProgress): number {
  return chapter.words ?? chapter.sectionWords.reduce((sum, words) => sum + (words ?? 0), 0)
}

/** The message of an error a job carries: what happened and what to do. */
export function messageOf(error: unknown): string {
  const { message, detail } = (error ?? {}) as { message?: unknown; detail?: unknown }
  return String(message ?? detail ?? 'It failed without saying why.')
}
