import { analyse } from 'chardet'
import iconv from 'iconv-lite'

export interface DecodedText {
  text: string
  /** Its name (IANA), such as `windows-1252`. */
  encoding: string
  /** Whether it was concluded from the letters rather than read off a mark or proven by UTF-8. */
  guessed: boolean
}

/** Bytes that guessing looks at. */
const sample = 256 * 1024

/**
 * Text in whatever encoding: by its byte order mark, else UTF-8 if it is valid UTF-8, else UTF-16 if zeros stand where
 * that has them, else what its letters are likeliest to be. Undefined for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const marked = byMark(bytes)
  if (marked) return { text: iconv.decode(bytes, marked).replace(/^\uFEFF/, ''), encoding: marked, guessed: false }
  const zeros = bytes.subarray(0, sample).includes(0)
  if (zeros) {
    const encoding = utf16Order(bytes)
    const text = encoding && iconv.decode(bytes, encoding)
    return encoding && text && isProse(text) ? { text, encoding, guessed: true } : undefined
  }
  const utf8 = asUtf8(bytes)
  if (utf8 !== undefined) return isProse(utf8) ? { text: utf8, encoding: 'utf-8', guessed: false } : undefined
  for (const { name } of analyse(bytes.subarray(0, sample))) {
    // The Latin sets differ from their Windows forms only where those have quotes and dashes (WHATWG Encoding §4.2).
    const encoding =
      name === 'ISO-8859-1' ? 'windows-1252' : name === 'ISO-8859-9' ? 'windows-1254' : name.toLowerCase()
    if (encoding === 'utf-8' || encoding.startsWith('utf-16') || !iconv.encodingExists(encoding)) continue
    const text = iconv.decode(bytes, encoding)
    if (isProse(text) && !text.includes('\uFFFD')) return { text, encoding, guessed: true }
  }
  const text = iconv.decode(bytes, 'windows-1252')
  return isProse(text) ? { text, encoding: 'windows-1252', guessed: true } : undefined
}

function byMark(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return undefined
}

function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Latin letters, spaces and line ends have a zero as their upper half. */
function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length % 2 === 1) return undefined
  const zeros = [0, 0]
  const end = Math.min(bytes.length, sample)
  for (let index = 0; index < end; index++) if (bytes[index] === 0) zeros[index % 2]!++
  const [upper, lower] = zeros as [number, number]
  if (lower > 10 * upper) return 'utf-16le'
  if (upper > 10 * lower) return 'utf-16be'
  return undefined
}

/** Not more control characters than a stray one here and there; form feeds begin pages. */
function isProse(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these tell a binary file
  const controls = text.slice(0, sample).match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0
  return controls <= text.length / 10_000
}
