import { z } from 'zod'
import { OctavoError } from '../../errors.ts'

/** Where a published book keeps what Octavo remembers of it. */
export const manifestPath = '.octavo/manifest.json'

/** A path below the place a book is published to: it leads nowhere else, and not into Git's own folder. */
export function isInside(path: string): boolean {
  const parts = path.split('/')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (path.length > 1000 || /[\\:\u0000-\u001F]/.test(path)) return false
  return parts.every(part => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git')
}

const path = z.string().refine(isInside)
const entry = z.object({
  /** Of the content, as it was written. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** By what the place tells one content from another: the name of a blob, an ETag. */
  mark: z.string().min(1).max(200),
  /** The chapter it was made from. */
  chapter: z.uuid().optional(),
})
const manifest = z.object({
  octavo: z.literal(1),
  book: z.uuid(),
  /** The commit that was there before; of places without commits, null. */
  base: z.string().nullable(),
  files: z.record(path, entry),
  /** What was about to be written, with its SHA-256, where many files cannot be written as one act. */
  pending: z.record(path, z.string()).optional(),
})

/** What Octavo wrote to a place. Only that is ever changed or deleted there. */
export type Manifest = z.infer<typeof manifest>
export type ManifestEntry = z.infer<typeof entry>

/** Reads a manifest. Throws destination_refused when it is not one of ours: then nothing there may be touched. */
export function readManifest(content: Uint8Array): Manifest {
  try {
    return manifest.parse(JSON.parse(Buffer.from(content).toString()))
  } catch (cause) {
    throw new OctavoError(
      'destination_refused',
      `${manifestPath} cannot be read there, so nobody knows which files are Octavo's. Restore it from an earlier commit or backup, or choose an empty place.`,
      { cause },
    )
  }
}

/** The same manifest gives the same bytes. */
export function writeManifest({ octavo, book, base, files, pending }: Manifest): Uint8Array {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
  return Buffer.from(`${JSON.stringify({ octavo, book, base, files: sorted, pending }, null, 2)}\n`)
}
