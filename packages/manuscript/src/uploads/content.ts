import { fileTypeFromBuffer } from 'file-type'
import { type DecodedText, decodeText } from './decode-text.ts'
import type { Reading } from './reading.ts'
import { type Upload, UploadError } from './upload.ts'

/** What one file is by its content. */
export type Content =
  | { kind: 'zip' | 'pdf' }
  | { kind: 'html' | 'markdown' | 'text' | 'notebook'; decoded: DecodedText }

/**
 * Tells what a file is by its bytes. Its name decides only between Markdown and plain text, where bytes cannot, unless
 * the text is plainly Markdown.
 *
 * Throws empty, encrypted and unknown-format.
 */
export async function contentOf(bytes: Uint8Array, { name }: Reading): Promise<Content> {
  if (bytes.length === 0) throw new UploadError('empty', `${name} is empty. Choose the file again.`)
  if (startsWith(bytes, 'PK\u0003\u0004') || startsWith(bytes, 'PK\u0005\u0006')) return { kind: 'zip' }
  // The header may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13).
  if (latin(bytes.subarray(0, 1024)).includes('%PDF-')) return { kind: 'pdf' }
  if (startsWith(bytes, '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1')) throw compoundFile(bytes, name)
  if (startsWith(bytes, '{\\rtf')) throw unknown(name, 'Rich Text', 'Save it as DOCX')
  const decoded = decodeText(bytes)
  if (!decoded) {
    const type = await fileTypeFromBuffer(bytes)
    throw unknown(
      name,
      type ? type.ext.toUpperCase() : 'nothing Octavo knows',
      'Save it as DOCX, EPUB, PDF or plain text',
    )
  }
  if (decoded.text.trim() === '') throw new UploadError('empty', `${name} has no text in it. Choose another file.`)
  return contentOfText(decoded, name)
}

function contentOfText(decoded: DecodedText, name: string): Content {
  const beginning = decoded.text.slice(0, 2000)
  if (isNotebook(decoded.text)) return { kind: 'notebook', decoded }
  // Markup at the very beginning; a page about HTML has it further on.
  const first = beginning.replace(/^(\s|<\?xml[^>]*\?>|<!--[\s\S]*?-->)+/, '')
  if (/^<(!doctype html|html|head|body|meta|title|link|script|style)[\s>]/i.test(first))
    return { kind: 'html', decoded }
  if (/^\s*<\?xml/.test(beginning)) throw unknown(name, 'XML', 'Save it as EPUB, HTML or DOCX')
  const named = /\.(md|markdown|myst|mdown|mkd)$/i.test(name)
  return { kind: named || isPlainlyMarkdown(decoded.text) ? 'markdown' : 'text', decoded }
}

/** Signs nobody writes in plain text: front matter, fences, directives, two headings, a heading and a link. */
function isPlainlyMarkdown(text: string): boolean {
  const headings = text.match(/^#{1,6} \S/gm)?.length ?? 0
  const links = /\]\((https?:|\.{0,2}\/|#|[\w./-]+\.\w{2,4}\))/.test(text)
  const fences =
    /^(```|~~~|:::)\s*(\{[\w:-]+\}|\w+)?\s*$/m.test(text) || /^---\n(\w+:.*\n)+---$/m.test(text.slice(0, 5000))
  return headings >= 2 || fences || (headings === 1 && links)
}

/** OLE files (MS-CFB): locked documents of today, or documents of before 2007. */
function compoundFile(bytes: Uint8Array, name: string): UploadError {
  // Names of streams are UTF-16, in its directory.
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (names.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    return new UploadError(
      'encrypted',
      `${name} is locked with a password. Open it in its program, take the password off (File, Info, Protect Document) and save it.`,
    )
  }
  return unknown(name, 'a document of an old program (Word before 2007)', 'Open it and save it as DOCX')
}

/** Which file of a zip makes it more than a zip. */
export function archiveKind(files: Map<string, Uint8Array>, { name }: Reading): 'epub' | 'docx' | 'folder' {
  const mimetype = latin(files.get('mimetype') ?? new Uint8Array()).trim()
  if (files.has('META-INF/container.xml') || mimetype === 'application/epub+zip') return 'epub'
  if (mimetype.startsWith('application/vnd.oasis.opendocument')) throw unknown(name, 'OpenDocument', 'Save it as DOCX')
  if (!files.has('[Content_Types].xml')) return 'folder'
  if ([...files.keys()].some(path => path.startsWith('word/'))) return 'docx'
  const what = [...files.keys()].some(path => path.startsWith('ppt/'))
    ? 'a presentation'
    : 'an Office file without a text document'
  throw unknown(name, what, 'Save its text as DOCX or PDF')
}

/** What names say a file is: not believed, but compared. */
const endings: [RegExp, Upload['format'][]][] = [
  [/\.epub$/i, ['epub']],
  [/\.docx$/i, ['docx']],
  [/\.pdf$/i, ['pdf']],
  [/\.x?html?$/i, ['html']],
  [/\.(md|markdown|myst|mdown|mkd|ipynb)$/i, ['markdown', 'myst']],
  [/\.zip$/i, ['myst', 'markdown', 'epub', 'docx']],
  [/\.(txt|text)$/i, ['text']],
]

export function compareName(name: string, format: Upload['format'], reading: Reading): void {
  const ending = endings.find(([pattern]) => pattern.test(name))
  if (ending && !ending[1].includes(format)) {
    const called = format === 'text' ? 'plain text' : format === 'markdown' ? 'Markdown' : format.toUpperCase()
    reading.warn(`${name} is ${called} by its content, whatever its name says, and was read as that.`)
  }
}

function unknown(name: string, what: string, advice: string): UploadError {
  return new UploadError('unknown-format', `${name} is ${what}, which cannot be read. ${advice} and try again.`)
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return latin(bytes.subarray(0, signature.length)) === signature
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Whether a text is a notebook of Jupyter. */
function isNotebook(text: string): boolean {
  return /^\s*\{/.test(text) && text.includes('"nbformat"') && text.includes('"cells"')
}
