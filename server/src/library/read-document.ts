import { OctavoError } from '../errors.ts'
import type { KeptUpload } from './imports/kept-upload.ts'
import { readInThread } from './imports/read-in-thread.ts'
import { largestSource, type UploadedText } from './read-upload.ts'

const documents = new Set([
  'application/epub+zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/pdf',
])

const html = /^\uFEFF?(\s|<\?xml[^>]*>|<!--[\s\S]*?-->)*<(!doctype html|html)\b/i

/** Markdown and text may begin with HTML and are what they are called. */
const textual = /\.(md|markdown|myst|txt)$/i

/** The media type of a file that is more than text, by its content: EPUB, Word, PDF or HTML; undefined for anything else. */
export async function documentType(name: string, bytes: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type')
  const type = await fileTypeFromBuffer(bytes)
  if (type && documents.has(type.mime)) return type.mime
  if (textual.test(name)) return undefined
  return html.test(new TextDecoder().decode(bytes.subarray(0, 4_096))) ? 'text/html' : undefined
}

/**
 * The text of a document as Markdown, by the readers of imports: without its pictures, and without what is no part of the
 * text, such as page numbers. Throws source_too_large, and source_unreadable in words its author can act on.
 */
export async function readDocument(name: string, bytes: Uint8Array, mediaType: string): Promise<UploadedText> {
  if (bytes.byteLength > largestSource) throw tooLarge(name)
  const { upload } = await readInThread({ name, bytes, want: 'upload' }).catch(error => {
    // The same words, but of a source.
    if (error instanceof OctavoError) throw new OctavoError('source_unreadable', error.message, { cause: error })
    throw error
  })
  const text = upload.blocks.map(block => block.text.replaceAll('\0', '')).filter(block => block !== '')
  const whole = `${text.join('\n\n')}\n`
  if (Buffer.byteLength(whole) > largestSource) throw tooLarge(name)
  return { text: whole, format: 'markdown', mediaType, warnings: [...upload.warnings, ...leftOut(upload)] }
}

/** What an author may miss. The rest is of the page or the file, not of the text: running heads, menus, contents. */
const missed: Partial<Record<KeptUpload['removed'][number]['reason'], string>> = {
  hidden: 'hidden text',
  duplicate: 'repeated text',
  comment: 'comment',
  license: 'licence',
}

function leftOut({ removed, images }: KeptUpload): string[] {
  const counts = new Map<string, number>()
  for (const { reason } of removed) {
    const words = missed[reason]
    if (words) counts.set(words, (counts.get(words) ?? 0) + 1)
  }
  if (images.length > 0) counts.set('picture', images.length)
  const parts = [...counts].map(([words, count]) => `${count} × ${words}`)
  return parts.length > 0 ? [`Left out: ${parts.join(', ')}.`] : []
}

const tooLarge = (name: string) =>
  new OctavoError('source_too_large', `${name} has more than 10 MB: split it, or give the part that matters.`)
