import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, fetch, type Response } from 'undici'
import { OctavoError } from '../errors.ts'
import { readPage } from './read-page.ts'

/** Bytes after decompression. */
const largestPage = 10 * 1024 * 1024
const mostRedirects = 5
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

export interface FetchOptions {
  /** Whether a connection to this address may be made. Default: addresses of the public internet only. */
  isAllowedAddress?: (address: string) => boolean
  /** Finds all addresses of a name. Default: the system's. */
  lookup?: (hostname: string) => Promise<LookupAddress[]>
  /** Milliseconds for everything, default 30 s. A connection has 10 s. */
  timeout?: number
  /** Milliseconds to take a page apart after it has arrived, default 20 s. */
  readingTime?: number
}

/**
 * Whether an address is of the public internet: not private, loopback, link-local (cloud metadata), shared (CGNAT),
 * multicast or reserved, nor an IPv6 form that leads to an IPv4 address (mapped, NAT64, 6to4, Teredo). IPv6 must be
 * global unicast, 2000::/3 (RFC 4291 §2.5.4), which leaves out the IPv4-compatible ::/96 as well.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'))
}

/**
 * Reads a web page: HTML as the Markdown of its article, Markdown and plain text as they are. Only http and https, any
 * port, without user names; every hop of at most 5 redirects is checked anew, and the connection goes to the very
 * address that was checked, so a name that changes its mind in between gains nothing.
 *
 * Throws address_refused, address_unreachable, source_unreadable, source_too_large (10 MB decompressed), source_empty.
 */
export async function fetchPage(address: string, options: FetchOptions = {}): Promise<FetchedPage> {
  const { isAllowedAddress = isPublicAddress, lookup = lookupAll, timeout = 30_000, readingTime = 20_000 } = options
  const dispatcher = new Agent({
    connect: { lookup: checkedLookup(lookup, isAllowedAddress), timeout: 10_000 },
    headersTimeout: timeout,
    bodyTimeout: timeout,
  })
  try {
    const signal = AbortSignal.timeout(timeout)
    const { response, url } = await followRedirects(address, isAllowedAddress, { dispatcher, signal })
    const mediaType = mediaTypeOf(response)
    const bytes = await readBody(response)
    return await readAs(mediaType, decode(bytes, response, mediaType), url, readingTime)
  } catch (error) {
    throw explain(error, address)
  } finally {
    await dispatcher.destroy()
  }
}

async function followRedirects(
  address: string,
  isAllowedAddress: (address: string) => boolean,
  init: { dispatcher: Agent; signal: AbortSignal },
): Promise<{ response: Response; url: string }> {
  let url = checkedUrl(address, isAllowedAddress)
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const response = await fetch(url.href, { ...init, redirect: 'manual', headers })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || !location) {
      if (!response.ok) throw unreachable(`It answered ${response.status} ${response.statusText}`.trim())
      return { response, url: url.href }
    }
    await response.body?.cancel()
    if (!URL.canParse(location, url.href)) throw unreachable('It redirects to something that is no address')
    url = checkedUrl(new URL(location, url).href, isAllowedAddress)
  }
  throw unreachable(`It redirects more than ${mostRedirects} times`)
}

const headers = {
  accept: 'text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9',
  'user-agent': 'Octavo (reads a source for its author)',
}

/** An address that may be asked, as far as it can be told before its name is looked up. Throws address_refused. */
export function checkedUrl(address: string, isAllowedAddress: (address: string) => boolean): URL {
  if (!URL.canParse(address)) throw refused('This is not an address. Give one such as https://example.org/page.')
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused('Only http and https addresses are read.')
  if (url.username || url.password) throw refused('Leave the user name and password out of the address.')
  // Parsing has turned decimal, hex and octal forms into dotted ones. A literal address is never looked up, so it is
  // checked here; names are checked when they are looked up.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isAllowedAddress(host)) throw refusedAddress(host)
  return url
}

/** A lookup that fails unless every address of the name may be connected to. */
export function checkedLookup(
  lookup: (hostname: string) => Promise<LookupAddress[]>,
  isAllowedAddress: (address: string) => boolean,
): LookupFunction {
  return (hostname, { all }, callback) => {
    lookup(hostname).then(
      addresses => {
        const first = addresses[0]
        const forbidden = addresses.find(({ address }) => !isAllowedAddress(address))
        if (forbidden) callback(refusedAddress(hostname), [])
        else if (!first) callback(unreachable(`${hostname} has no address`), [])
        else if (all) callback(null, addresses)
        else callback(null, first.address, first.family)
      },
      error => callback(error, []),
    )
  }
}

/** Every address the system knows for a name. */
export function lookupAll(hostname: string): Promise<LookupAddress[]> {
  const { promise, resolve, reject } = Promise.withResolvers<LookupAddress[]>()
  systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  return promise
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

function refused(detail: string): OctavoError {
  return new OctavoError('address_refused', detail)
}

function refusedAddress(host: string): OctavoError {
  return refused(`${host} is not on the public internet. Save the page as Markdown or plain text and add that.`)
}

function unreachable(what: string, cause?: unknown): OctavoError {
  return new OctavoError(
    'address_unreachable',
    `${what}. Check the address in a browser, or save the page and add it as a file.`,
    { cause },
  )
}

/** What fetch threw, as something its author can act on; it wraps the errors of our own lookup. */
function explain(error: unknown, address: string): unknown {
  if (error instanceof OctavoError) return error
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof OctavoError) return cause
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return unreachable(`${address} takes too long`, error)
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  if (error instanceof TypeError) return unreachable(`${address} does not answer${code ? ` (${code})` : ''}`, error)
  return error
}
