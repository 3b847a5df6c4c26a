import { extname } from 'node:path/posix'
import type { GivenKind } from '../files/file-view.ts'
import type { OnConflict } from './save-imported.ts'

/** A file of an upload as an import placed it. */
export interface PlacedFile {
  kind: GivenKind
  /** In the upload. */
  path: string
  /** In the book. */
  name: string
  /** As it came: by this a later import tells whether its author has changed it since. */
  sha256: string
}

/** A file of the book. */
export type PresentFile = Pick<PlacedFile, 'name' | 'sha256'> & { kind: string }

/**
 * What a file of an upload is called in the book, and whether it is written there: never over one that its author gave or
 * has changed since the last import, unless told so.
 */
export function placeFile(
  file: PlacedFile,
  before: readonly PlacedFile[],
  present: readonly PresentFile[],
  onConflict: OnConflict,
): { placed: PlacedFile; written: boolean; conflict: boolean } {
  const shaOf = (name: string) => present.find(one => one.kind === file.kind && one.name === name)?.sha256
  const last = before.find(one => one.kind === file.kind && one.path === file.path)
  // A picture that is of another kind now cannot have the name it had.
  if (last && extname(last.name) === extname(file.name)) {
    const now = shaOf(last.name)
    const edited = now !== undefined && now !== last.sha256 && now !== file.sha256
    const conflict = edited && file.sha256 !== last.sha256
    const written = !edited || (conflict && onConflict === 'replace')
    return {
      placed: { ...file, name: last.name, sha256: written ? file.sha256 : last.sha256 },
      written,
      conflict: conflict && !written,
    }
  }
  const isFree = (name: string) => [undefined, file.sha256].includes(shaOf(name))
  return { placed: { ...file, name: freeName(file.name, isFree) }, written: true, conflict: false }
}

/** The name, or the first of `queue-2.png`, `queue-3.png` … that is free. */
function freeName(name: string, isFree: (name: string) => boolean): string {
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  let free = name
  for (let number = 2; !isFree(free); number++) free = `${stem}-${number}${extension}`
  return free
}
