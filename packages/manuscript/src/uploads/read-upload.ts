import { readArchive } from './archive.ts'
import { archiveKind, type Content, compareName, contentOf } from './content.ts'
import { megabytes } from './limits.ts'
import { isLitter, safePath } from './paths.ts'
import { Reading, type UploadOptions } from './reading.ts'
import { type Upload, UploadError } from './upload.ts'

/** A file as it was given. */
export interface UploadedFile {
  /** As its owner calls it: shown in messages, not believed. */
  name: string
  bytes: Uint8Array
}

/** A folder: its files by path. */
export type UploadedFolder = ReadonlyMap<string, Uint8Array>

/**
 * Reads a manuscript: MyST, Jupyter Book or Markdown as a folder, a zip archive or one page; EPUB, DOCX, PDF, HTML or
 * plain text as a file. What it is, its content says. Every word of it is then in a block, in the metadata, or in
 * `removed` with the reason.
 *
 * It is read whole or not at all: throws UploadError for what cannot be, and the reason of the signal when that ends it.
 */
export async function readUpload(input: UploadedFile | UploadedFolder, options: UploadOptions = {}): Promise<Upload> {
  const name = 'bytes' in input ? input.name.replace(/^.*[/\\]/, '').slice(-200) || 'The file' : 'The folder'
  const reading = new Reading(name, options)
  try {
    await reading.step(0, 1)
    const upload = 'bytes' in input ? await readFile(input.bytes, reading) : await readFolder(input, reading)
    await reading.step(1, 1)
    return upload
  } catch (error) {
    // Readers walk what is nested by recursion; the limit on depth lets them, and a library may be less careful.
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      throw reading.damaged('is nested too deeply to be read. Save it anew with the program it comes from.', error)
    }
    throw error
  }
}

async function readFile(bytes: Uint8Array, reading: Reading): Promise<Upload> {
  checkSize(bytes.length, reading)
  const content = await contentOf(bytes, reading)
  const upload = await readContent(content, bytes, reading)
  compareName(reading.name, upload.format, reading)
  return upload
}

// Each reader is loaded when it is needed: together they are several megabytes of code.
async function readContent(content: Content, bytes: Uint8Array, reading: Reading): Promise<Upload> {
  switch (content.kind) {
    case 'zip':
      return await readPacked(await readArchive(bytes, reading), reading)
    case 'pdf':
      return await (await import('./pdf/read-pdf.ts')).readPdf(bytes, reading)
    case 'html':
      return await (await import('./html/read-html.ts')).readHtml(bytes, content.decoded, reading)
    case 'text':
      return await (await import('./text/read-text.ts')).readText(content.decoded, reading)
    default: {
      const { readMyst } = await import('./myst/read-myst.ts')
      const ending = content.kind === 'notebook' ? '.ipynb' : '.md'
      const name = reading.name.replace(/(\.\w*)?$/, ending)
      return await readMyst(new Map([[name, bytes]]), reading)
    }
  }
}

async function readPacked(files: Map<string, Uint8Array>, reading: Reading): Promise<Upload> {
  if (files.size === 0) throw new UploadError('empty', `${reading.name} holds no files. Pack it again.`)
  switch (archiveKind(files, reading)) {
    case 'epub':
      return await (await import('./epub/read-epub.ts')).readEpub(files, reading)
    case 'docx':
      return await (await import('./docx/read-docx.ts')).readDocx(files, reading)
    default:
      return await readPages(files, reading)
  }
}

async function readFolder(given: UploadedFolder, reading: Reading): Promise<Upload> {
  const files = new Map<string, Uint8Array>()
  let bytes = 0
  for (const [path, content] of given) {
    const safe = safePath(path)
    if (files.has(safe)) throw reading.damaged(`holds ${safe} twice. Keep one of the two.`)
    bytes += content.length
    checkSize(bytes, reading)
    files.set(safe, content)
  }
  if (files.size > reading.limits.files) {
    throw new UploadError(
      'too-many-files',
      `The folder holds ${files.size} files, and at most ${reading.limits.files} are read. Leave out what does not belong to the book.`,
    )
  }
  return await readPacked(files, reading)
}

async function readPages(files: Map<string, Uint8Array>, reading: Reading): Promise<Upload> {
  const { hasPages, readMyst } = await import('./myst/read-myst.ts')
  if (hasPages(files.keys())) return await readMyst(files, reading)
  const inside = [...files.keys()]
    .filter(path => !isLitter(path))
    .slice(0, 3)
    .join(', ')
  throw new UploadError(
    'unknown-format',
    `${reading.name} holds no Markdown and no notebook, but ${inside || 'nothing to read'}. If the book is a file in it, unpack it and give that file.`,
  )
}

function checkSize(bytes: number, { name, limits }: Reading): void {
  if (bytes <= limits.bytes) return
  throw new UploadError(
    'too-large',
    `${name} has ${megabytes(bytes)}, and at most ${megabytes(limits.bytes)} are read. Make its pictures smaller, or give it in parts.`,
  )
}
