import { strToU8, type Zippable, zipSync } from 'fflate'

/** What does not become smaller by being packed. */
const packed = /\.(png|jpe?g|gif|webp|avif|zip|epub|docx|pdf|woff2?|mp[34]|ogg|webm)$/i
/** The first year an archive can name (APPNOTE 6.3.10 §4.4.6). */
const earliest = Date.UTC(1980, 0, 2)

/** Files as an archive: the same files of the same moment give the same bytes. */
export function zipped(files: ReadonlyMap<string, string | Uint8Array>, modified: Date): Uint8Array {
  const entries: Zippable = {}
  // An archive has no time zone: whatever the clock here shows, it gets the hour of UTC.
  const utc = new Date(Math.max(earliest, modified.getTime())).toISOString().slice(0, 19)
  const mtime = new Date(utc)
  for (const [path, content] of files) {
    const bytes = typeof content === 'string' ? strToU8(content) : content
    entries[path] = [bytes, { level: packed.test(path) ? 0 : 6, mtime }]
  }
  return zipSync(entries)
}
