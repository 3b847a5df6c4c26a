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

/** Merges what the repository has into the text of the book; `base` is what was pushed. Nothing is chosen unasked. */
export function mergeEdit(base: string, book: string, repository: string, choice: Choice | undefined): Merged {
  const merge = mergeTexts(base, book, repository)
  if (merge.conflicts.length === 0) return { text: merge.text, places: [] }
  if (choice === 'book') return { text: merge.text, places: [] }
  if (choice === 'repository') return { text: withTheirs(merge), places: [] }
  const places = merge.conflicts.map(({ base, mine, theirs, start }) => ({
    line: merge.text.slice(0, start).split('\n').length,
    base,
    book: mine,
    repository: theirs,
  }))
  return { text: undefined, places }
}

function withTheirs({ text, conflicts }: Merge): string {
  let merged = ''
  let at = 0
  for (const { start, end, theirs } of conflicts satisfies Conflict[]) {
    merged += text.slice(at, start) + theirs
    at = end
  }
  return merged + text.slice(at)
}
