import { createHash } from 'node:crypto'
import type { Manifest, ManifestEntry } from './manifest.ts'

/** The files of a book as it is to be published, by their path. */
export type BookFiles = ReadonlyMap<string, Uint8Array>

export interface FileChange {
  path: string
  change: 'added' | 'modified' | 'deleted'
}

/** A file that is left as it is: edited or deleted there since it was written, or never ours. */
export interface KeptFile {
  path: string
  reason: 'edited' | 'deleted' | 'foreign'
}

export interface Plan {
  changes: FileChange[]
  kept: KeptFile[]
}

/** What is at a place now, and what is known of it. */
export interface Standing {
  /** The mark of every file there. */
  present: ReadonlyMap<string, string>
  manifest: Manifest | undefined
  /** Marks the book has taken notice of since: it has what was edited. Null for a file that was deleted there. */
  seen?: ReadonlyMap<string, string | null>
  /** The mark a content would have, where that can be told. */
  markOf?: (content: Uint8Array) => string
}

/** What the mark of a file of ours was when the book last knew it. */
export function knownMark({ manifest, seen }: Standing, path: string): string | null | undefined {
  return seen?.has(path) ? seen.get(path) : manifest?.files[path]?.mark
}

/**
 * What publishing changes at a place. Only what Octavo wrote, and nobody touched since, is modified or deleted; a file of
 * somebody else that has the same content becomes ours.
 */
export function planChanges(files: BookFiles, standing: Standing): Plan {
  const { manifest, present, markOf } = standing
  const plan: Plan = { changes: [], kept: [] }
  for (const [path, content] of files) {
    const there = present.get(path)
    const known = knownMark(standing, path)
    const ours = manifest?.files[path]
    // What we wrote there, by its own mark: the one the book has seen since belongs to somebody's edit.
    const asWritten = there !== undefined && there === ours?.mark && ours.sha256 === sha256(content)
    if (asWritten || (there !== undefined && there === markOf?.(content))) continue
    if (there === undefined && known == null) plan.changes.push({ path, change: 'added' })
    else if (there === undefined) plan.kept.push({ path, reason: 'deleted' })
    else if (there === known) plan.changes.push({ path, change: 'modified' })
    else plan.kept.push({ path, reason: known === undefined ? 'foreign' : 'edited' })
  }
  // A page that became a chapter is the book's now, under a name of the book's.
  const known = new Set([...Object.keys(manifest?.files ?? {}), ...(standing.seen?.keys() ?? [])])
  for (const path of known) {
    const there = present.get(path)
    if (files.has(path) || there === undefined) continue
    if (there === knownMark(standing, path)) plan.changes.push({ path, change: 'deleted' })
    else plan.kept.push({ path, reason: 'edited' })
  }
  plan.changes.sort((a, b) => (a.path < b.path ? -1 : 1))
  plan.kept.sort((a, b) => (a.path < b.path ? -1 : 1))
  return plan
}

/** The manifest after a plan was carried out. `marks` are those of what was written; what was kept keeps its entry. */
export function nextManifest(
  book: { id: string; chapters: ReadonlyMap<string, string> },
  files: BookFiles,
  { changes, kept }: Plan,
  standing: Standing,
  marks: ReadonlyMap<string, string>,
  base: string | null,
): Manifest {
  const before = standing.manifest?.files ?? {}
  const next: Record<string, ManifestEntry> = {}
  for (const { path, reason } of kept) if (reason !== 'foreign' && before[path]) next[path] = before[path]
  const left = new Set(kept.map(({ path }) => path))
  const changed = new Set(changes.map(({ path }) => path))
  for (const [path, content] of files) {
    if (left.has(path)) continue
    const mark = changed.has(path) ? marks.get(path) : standing.present.get(path)
    if (mark === undefined) throw new Error(`${path} was written, but nobody knows what it is called there`)
    const chapter = book.chapters.get(path)
    next[path] = { sha256: sha256(content), mark, ...(chapter && { chapter }) }
  }
  return { octavo: 1, book: book.id, base, files: next }
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
