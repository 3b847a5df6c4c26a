import { OctavoError } from '../errors.ts'

/** Bytes of one source. */
export const largestSource = 10 * 1024 * 1024

export interface UploadedText {
  text: string
  format: 'markdown' | 'text'
  mediaType: string
  /** What of the file is not in the text, or not as it was meant, in sentences. */
  warnings?: string[]
}

const formats: Record<string, { format: 'markdown' | 'text'; mediaType: string }> = {
  md: { format: 'markdown', mediaType: 'text/markdown' },
  markdown: { format: 'markdown', mediaType: 'text/markdown' },
  myst: { format: 'markdown', mediaType: 'text/markdown' },
  txt: { format: 'text', mediaType: 'text/plain' },
}

/** Documents whose bytes can be valid text that nobody wants to read. */
const documentsInText = new Set(['application/pdf', 'application/rtf', 'application/postscript'])

/**
 * The text of a file: UTF-8 with or without a byte order mark, or UTF-16 with one; the mark itself is dropped, line ends
 * stay. Format by the name's extension; without a known one, text that looks like Markdown is Markdown.
 *
 * Throws source_too_large, source_empty, and source_unreadable saying what the bytes look like.
 */
export async function readUpload(name: string, bytes: Uint8Array): Promise<UploadedText> {
  if (bytes.byteLength > largestSource) throw tooLarge(name, bytes.byteLength)
  const text = decode(bytes)
  const { fileTypeFromBuffer } = await import('file-type')
  const type = await fileTypeFromBuffer(bytes)
  if (text === undefined || (type && documentsInText.has(type.mime))) throw unreadable(name, type)
  if (text.trim() === '') throw new OctavoError('source_empty', `${name} is empty: give a file with text in it.`)
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return { text, ...(formats[extension] ?? formats[looksLikeMarkdown(text) ? 'md' : 'txt']!) }
}

/** Undefined for bytes that are no text. */
function decode(bytes: Uint8Array): string | undefined {
  const utf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe && 'utf-16le') || (bytes[0] === 0xfe && bytes[1] === 0xff && 'utf-16be')
  try {
    const text = new TextDecoder(utf16 || 'utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function tooLarge(name: string, size: number): OctavoError {
  const megabytes = (size / 1024 / 1024).toFixed(1)
  return new OctavoError(
    'source_too_large',
    `${name} has ${megabytes} MB, a source at most 10: split it, or give the part that matters.`,
  )
}

function unreadable(name: string, type: { ext: string; mime: string } | undefined): OctavoError {
  const kind = type
    ? `${type.ext.toUpperCase()} (${type.mime})`
    : 'a binary file, or text in another encoding than UTF-8'
  return new OctavoError(
    'source_unreadable',
    `${name} looks like ${kind}. Give EPUB, DOCX, PDF, HTML, or Markdown or plain text in UTF-8.`,
  )
}

/** A heading, list, fence, table, quote or front matter at the start of a line. */
export function looksLikeMarkdown(text: string): boolean {
  return /^(#{1,6} |[-*+] |```|~~~|:::|\||> |---\s*$)/m.test(text)
}
