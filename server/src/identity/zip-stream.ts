import { Readable } from 'node:stream'
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** One file of an archive; what is large comes in pieces. */
export interface ZipEntry {
  path: string
  content: string | Uint8Array | AsyncIterable<Uint8Array>
}

/** What does not become smaller by being packed. */
const packed = /\.(png|jpe?g|gif|webp|avif|zip|epub|docx|pdf|woff2?|mp[34]|ogg|webm)$/i

/**
 * Files as an archive that is made while it is read: it holds one piece of one file at a time. Up to 4 GB (no ZIP64).
 * Whoever stops reading ends the entries.
 */
export function zipStream(entries: AsyncIterable<ZipEntry>): ReadableStream<Uint8Array> {
  return Readable.toWeb(Readable.from(piecesOf(entries), { objectMode: false })) as ReadableStream<Uint8Array>
}

async function* piecesOf(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    made.push(piece)
  })
  for await (const { path, content } of entries) {
    const file = packed.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 })
    zip.add(file)
    for await (const piece of inPieces(content)) {
      file.push(piece)
      yield* made.splice(0)
    }
    file.push(new Uint8Array(), true)
    yield* made.splice(0)
  }
  zip.end()
  yield* made
}

async function* inPieces(content: ZipEntry['content']): AsyncGenerator<Uint8Array> {
  if (typeof content === 'string') yield new TextEncoder().encode(content)
  else if (content instanceof Uint8Array) yield content
  else yield* content
}
