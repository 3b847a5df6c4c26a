import { type Zippable, zipSync } from 'fflate'

/** What is compressed already. */
const packed = /\.(jpg|png|gif|woff2)$/

/**
 * Files as an EPUB container (EPUB 3.3 §4.2): `mimetype` first and as it is, so that the file can be told by its first
 * bytes; then the others in the order given.
 */
export function archive(files: Map<string, Uint8Array>): Uint8Array {
  // The first moment a ZIP can tell (APPNOTE 6.3.10 §4.4.6). It is told in local time: so it is the same bytes everywhere.
  const mtime = new Date(1980, 0, 1)
  const zippable: Zippable = {
    mimetype: [new TextEncoder().encode('application/epub+zip'), { level: 0, mtime }],
  }
  for (const [path, bytes] of files) zippable[path] = [bytes, { level: packed.test(path) ? 0 : 6, mtime }]
  return zipSync(zippable)
}
