import { crc32 } from 'node:zlib'
import yauzl from 'yauzl'
import { megabytes } from './limits.ts'
import { safePath } from './paths.ts'
import type { Reading } from './reading.ts'
import { UploadError } from './upload.ts'

/** Unix file types in the upper half of the attributes (APPNOTE 4.4.15, stat.h). */
const fileType = 0xf000
const regularFile = 0x8000

/**
 * The files of a zip archive, by path. All that its directory says is checked before anything is unpacked, and what is
 * unpacked must then be what it said, in size and checksum.
 *
 * Throws too-many-files, too-large, encrypted, unsafe-path and damaged.
 */
export async function readArchive(bytes: Uint8Array, reading: Reading): Promise<Map<string, Uint8Array>> {
  const zip = await opened(bytes, reading)
  const entries = await checkedEntries(zip, bytes.length, reading)
  const files = new Map<string, Uint8Array>()
  for (const [path, entry] of entries) {
    await reading.step(files.size, entries.size)
    files.set(path, await unpacked(zip, entry, path, reading))
  }
  return files
}

const again = 'Make or download it again.'

async function opened(bytes: Uint8Array, reading: Reading): Promise<yauzl.ZipFile> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return await yauzl.fromBufferPromise(buffer, { decodeStrings: false })
  } catch (error) {
    throw reading.damaged(`is not a whole zip archive. ${again}`, error)
  }
}

async function checkedEntries(zip: yauzl.ZipFile, packed: number, reading: Reading): Promise<Map<string, yauzl.Entry>> {
  const { limits } = reading
  if (zip.entryCount > limits.files) throw tooMany(reading, zip.entryCount)
  const entries = new Map<string, yauzl.Entry>()
  let total = 0
  for await (const entry of entriesOf(zip, reading)) {
    const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    const path = safePath(name)
    const type = (entry.externalFileAttributes >>> 16) & fileType
    if (name.endsWith('/')) continue
    if (type !== 0 && type !== regularFile) {
      throw new UploadError('unsafe-path', `${path} in ${reading.name} is a link. Put the file itself in its place.`)
    }
    if (entry.isEncrypted()) {
      throw new UploadError('encrypted', `${reading.name} is locked with a password. Pack it without one.`)
    }
    if (entries.has(path)) throw reading.damaged(`holds ${path} twice, so it is not clear which one counts. ${again}`)
    if (entry.uncompressedSize > limits.entryBytes) throw tooLarge(reading, path, entry.uncompressedSize)
    total += entry.uncompressedSize
    if (total > limits.unpackedBytes) throw tooLarge(reading, 'everything in it', total)
    entries.set(path, entry)
    if (entries.size > limits.files) throw tooMany(reading, entries.size)
  }
  if (total > 10 * 1024 ** 2 && total > packed * limits.ratio) throw tooLarge(reading, 'everything in it', total)
  return entries
}

async function* entriesOf(zip: yauzl.ZipFile, reading: Reading): AsyncIterable<yauzl.Entry> {
  try {
    yield* zip.eachEntry()
  } catch (error) {
    throw reading.damaged(`has a directory that cannot be read. ${again}`, error)
  }
}

async function unpacked(zip: yauzl.ZipFile, entry: yauzl.Entry, path: string, reading: Reading): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const fail = (error: unknown) => reject(reading.damaged(`is broken: ${path} cannot be unpacked. ${again}`, error))
  try {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return fail(error)
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('error', fail)
      stream.on('end', () => {
        const content = Buffer.concat(chunks)
        if (crc32(content) === entry.crc32) resolve(content)
        else fail(new Error('its checksum is another'))
      })
    })
  } catch (error) {
    fail(error) // An unknown way to pack is thrown, not passed on.
  }
  return await promise
}

function tooMany({ name, limits }: Reading, files: number): UploadError {
  const most = limits.files.toLocaleString('en')
  return new UploadError(
    'too-many-files',
    `${name} holds ${files.toLocaleString('en')} files, and at most ${most} are read. Leave out what does not belong to the book.`,
  )
}

function tooLarge({ name, limits }: Reading, what: string, bytes: number): UploadError {
  return new UploadError(
    'too-large',
    `${name}: ${what} has ${megabytes(bytes)} unpacked. At most ${megabytes(limits.entryBytes)} a file, ${megabytes(limits.unpackedBytes)} in all and ${limits.ratio} times its packed size are read. Leave out what does not belong to the book.`,
  )
}
