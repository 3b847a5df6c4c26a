import type { Book, Outline, OutlineItem } from '../library/book.ts'
import type { Job, PartStanding, Standing } from './job.ts'

/** How one chapter of a book stands in a job. */
export interface ChapterRow {
  item: OutlineItem
  /** From 1, through the whole book. */
  number: number
  /** The part it stands in. */
  group: string | undefined
  /** Its own job, when the job writes it. */
  part: Job | undefined
  standing: PartStanding | undefined
  state: 'written' | 'live' | 'waiting' | 'held' | 'failed' | 'todo'
  words: number
  /** Words it is to have, as far as anybody said. */
  planned: number
  /** 0 to 1. */
  share: number
}

/** The chapters of an outline in the order of the book. */
export function chapterRows(
  book: Pick<Book, 'targetWords' | 'targetWordsPerChapter'>,
  outline: Outline,
  parts: readonly Job[],
  standing: Standing | undefined,
): ChapterRow[] {
  const flat = (items: readonly OutlineItem[], group?: string): { item: OutlineItem; group: string | undefined }[] =>
    items.flatMap(item =>
      item.kind === 'chapter'
        ? [{ item, group }, ...flat(item.children, group)]
        : flat(item.children, item.title || group),
    )
  const chapters = flat(outline.items)
  const measured = standing?.progress ? standing.progress.wordsPlanned / Math.max(1, parts.length) : 1_500
  const each = book.targetWordsPerChapter ?? (book.targetWords ? book.targetWords / chapters.length : measured)
  return chapters.map(({ item, group }, index) => {
    const part = parts.find(one => one.tocItemId === item.id)
    const known = standing?.parts.find(one => one.id === part?.id)
    const planned = Math.round(item.targetWords ?? each)
    const state = stateOf(item, part, known)
    const written = state === 'written'
    const words = written ? part?.words || (item.chapter?.words ?? 0) : (known?.words ?? 0)
    return {
      item,
      number: index + 1,
      group,
      part,
      standing: known,
      state,
      words,
      planned,
      share: written ? 1 : shareOf(known, item.sections.length, planned),
    }
  })
}

function stateOf(item: OutlineItem, part: Job | undefined, known: PartStanding | undefined): ChapterRow['state'] {
  switch (part?.state) {
    case 'streaming':
    case 'running':
      return known?.waiting ? 'waiting' : 'live'
    case 'completed':
      return 'written'
    case 'failed':
      return 'failed'
    case 'paused':
      return 'held'
    default:
      return item.chapter && item.chapter.words > 0 && !part ? 'written' : 'todo'
  }
}

/** By words within what the finished sections allow: a long-winded section does not make a chapter done. */
function shareOf(known: PartStanding | undefined, sections: number, planned: number): number {
  if (!known) return 0
  const all = Math.max(1, sections)
  const least = known.sections / all
  const most = Math.min(0.99, (known.sections + 0.95) / all)
  return Math.max(Math.min(least, 0.99), Math.min(known.words / Math.max(1, planned), most))
}
