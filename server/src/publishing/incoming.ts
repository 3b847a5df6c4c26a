import { type Conflict, type Merge, mergeTexts } from '@octavo/manuscript'
import { knownMark } from './files/plan-changes.ts'
import type { PublishedBook } from './files/published-book.ts'
import { blobName } from './git/blob-name.ts'
import type { Branch } from './git/branch.ts'

/** Something that changed in a repository and the book does not know of yet. */
export interface Incoming {
  path: string
  /** `chapter`: the text of one; `file`: another file of the book; `page`: one that is new there. */
  kind: 'chapter' | 'file' | 'page'
  chapterId: string | undefined
  /** The blob the book knew last; null when there was none. */
  before: string | null
  /** The blob that is there now; null when it was deleted. */
  now: string | null
}

/** What changed in a branch since the book knew it last, beside what says the same as the book already. */
export function incomingChanges(
  branch: Branch,
  book: PublishedBook,
): { incoming: Incoming[]; same: Map<string, string> } {
  const incoming: Incoming[] = []
  const same = new Map<string, string>()
  for (const [path, { chapter }] of Object.entries(branch.manifest?.files ?? {})) {
    const before = knownMark(branch, path) ?? null
    const now = branch.present.get(path) ?? null
    if (now === before) continue
    const ours = book.files.get(path)
    if (ours && now === blobName(ours)) same.set(path, now)
    else incoming.push({ path, kind: chapter ? 'chapter' : 'file', chapterId: chapter, before, now })
  }
  for (const [path, now] of branch.present) {
    const isPage = /^chapters\/.+\.md$/.test(path) && !book.files.has(path) && !branch.manifest?.files[path]
    // A page that became a chapter is known by its mark, until the book is pushed under a name of its own.
    if (isPage && branch.seen?.get(path) !== now) {
      incoming.push({ path, kind: 'page', chapterId: undefined, before: null, now })
    }
  }
  return { incoming, same }
}

/** Whose words are taken where both changed the same place. */
export type Choice = 'book' | 'repository'

export interface Merged {
  /** The text to keep; undefined as long as nobody has chosen. */
  text: string | undefined
  places: { line: number; base: string; book: string; repository: string }[]
}

/** The text of a chapter: as it goes out, and the whole of it, with what is not published. */
export interface ChapterText {
  published: string
  whole: string
}

/**
 * Merges what a repository has into a chapter; `base` is what was pushed. Nothing is chosen unasked: as long as both
 * changed the same place and there is no choice, there is no text. What is not published is put back afterwards, so that
 * an edit beside a hidden solution takes nothing of it.
 */
export function mergeEdit(base: string, chapter: ChapterText, repository: string, choice: Choice | undefined): Merged {
  const edited = mergeTexts(base, chapter.published, repository)
  if (edited.conflicts.length > 0 && !choice) return { text: undefined, places: placesOf(edited) }
  const text = choice === 'repository' ? settled(edited, ({ theirs }) => theirs) : edited.text
  if (chapter.published === chapter.whole) return { text, places: [] }
  const whole = mergeTexts(chapter.published, chapter.whole, text)
  const lost = whole.conflicts.filter(conflict => !restored(conflict))
  if (lost.length > 0 && !choice) return { text: undefined, places: placesOf({ ...whole, conflicts: lost }) }
  return {
    text: settled(whole, conflict => restored(conflict) ?? (choice === 'repository' ? conflict.theirs : conflict.mine)),
    places: [],
  }
}

/** The edit with what was hidden around it; undefined where what was hidden is not merely around. */
function restored({ base, mine, theirs }: Conflict): string | undefined {
  const at = mine.indexOf(base)
  return at < 0 ? undefined : mine.slice(0, at) + theirs + mine.slice(at + base.length)
}

function placesOf({ text, conflicts }: Merge): Merged['places'] {
  return conflicts.map(({ base, mine, theirs, start }) => ({
    line: text.slice(0, start).split('\n').length,
    base,
    book: mine,
    repository: theirs,
  }))
}

/** The merged text, with something chosen for each conflict. */
function settled({ text, conflicts }: Merge, choose: (conflict: Conflict) => string): string {
  let merged = ''
  let at = 0
  for (const conflict of conflicts) {
    merged += text.slice(at, conflict.start) + choose(conflict)
    at = conflict.end
  }
  return merged + text.slice(at)
}
