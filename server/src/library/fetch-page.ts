import type { Response } from 'undici'
import { OctavoError } from '../errors.ts'
import { type FetchSafelyOptions, fetchSafely } from './fetch-safely.ts'
import { readPage } from './read-page.ts'

/** Bytes after decompression. */
const largestPage = 10 * 1024 * 1024
const kinds = ['text/html', 'application/xhtml+xml', 'text/markdown', 'text/plain'] as const

export interface FetchedPage {
  title: string
  text: string
  format: 'markdown' | 'text'
  mediaType: string
  /** Where it was found after redirects. */
  url: string
  canonicalUrl: string | undefined
}

export interface FetchOptions extends FetchSafelyOptions {
  /** Milliseconds to take a page apart after it has arrived, default 20 s. */
  readingTime?: number
}

/**
 * Reads a web page: HTML as the Markdown of its article, Markdown and plain text as they are; fetched as fetchSafely says.
 *
 * Throws address_refused, address_unreachable, source_unreadable, source_too_large (10 MB decompressed), source_empty.
 */
export function fetchPage(address: string, options: FetchOptions = {}): Promise<FetchedPage> {
  const { readingTime = 20_000, ...safely } = options
  return fetchSafely(address, headers, safely, async ({ response, url }) => {
    const mediaType = mediaTypeOf(response)
    const bytes = await readBody(response)
    return readAs(mediaType, decode(bytes, response, mediaType), url, readingTime)
  })
}

const headers = {
  accept: 'text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9',
  'user-agent': 'Octavo (reads a source for its author)',
}

function mediaTypeOf(response: Response): (typeof kinds)[number] {
  const given = response.headers.get('content-type') ?? 'text/html'
  const essence = given.split(';')[0]!.trim().toLowerCase()
  const mediaType = kinds.find(kind => kind === essence)
  if (mediaType) return mediaType
  const advice = 'Only pages in HTML, Markdown and plain text are read: save its text as a file and add that.'
  throw new OctavoError('source_unreadable', `This address gives ${essence || 'something unknown'}. ${advice}`)
}

async function readBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > largestPage)
      throw new OctavoError('source_too_large', 'This page has more than 10 MB: save the part that matters as a file.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The charset of a byte order mark, the header or, in HTML, the page itself; else UTF-8 (WHATWG Encoding, HTML §13.2.3). */
function decode(bytes: Buffer, response: Response, mediaType: string): string {
  const header = /charset\s*=\s*["']?([\w:.-]+)/i.exec(response.headers.get('content-type') ?? '')?.[1]
  const isHtml = mediaType === 'text/html' || mediaType === 'application/xhtml+xml'
  const inPage = isHtml
    ? /<meta[^>]+charset\s*=\s*["']?([\w:.-]+)/i.exec(bytes.toString('latin1', 0, 1024))?.[1]
    : undefined
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  return decoderFor(mark ?? header ?? inPage).decode(bytes)
}

function decoderFor(label: string | undefined): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label)
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder() // a charset nobody knows
    throw error
  }
}

async function readAs(
  mediaType: (typeof kinds)[number],
  content: string,
  url: string,
  readingTime: number,
): Promise<FetchedPage> {
  const isText = mediaType === 'text/plain' || mediaType === 'text/markdown'
  const page = isText
    ? { title: '', text: content, canonicalUrl: undefined }
    : await readPage(content, url, readingTime)
  if (page.text.trim() === '') throw new OctavoError('source_empty')
  const isMarkdown = mediaType !== 'text/plain' || /\.(md|markdown|myst)$/i.test(new URL(url).pathname)
  return { ...page, title: page.title || url, format: isMarkdown ? 'markdown' : 'text', mediaType, url }
}
