import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Agent, fetch, Response } from 'undici'
import { OctavoError } from '../errors.ts'

const mostRedirects = 5

export interface FetchSafelyOptions {
  /** Whether a connection to this address may be made. Default: addresses of the public internet only. */
  isAllowedAddress?: (address: string) => boolean
  /** Finds all addresses of a name. Default: the system's. */
  lookup?: (hostname: string) => Promise<LookupAddress[]>
  /** Milliseconds for everything, default 30 s. A connection has 10 s. */
  timeout?: number
}

/** What an address answered with. Its body must be read before `use` of fetchSafely returns. */
export interface Fetched {
  response: Response
  /** Where it was found after redirects. */
  url: string
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
 * Asks an address for what it holds, and hands the answer to `use`. Only http and https, any port, without user names;
 * every hop of at most 5 redirects is checked anew, and the connection goes to the very address that was checked, so a
 * name that changes its mind in between gains nothing. Throws address_refused, address_unreachable.
 */
export async function fetchSafely<T>(
  address: string,
  headers: Record<string, string>,
  options: FetchSafelyOptions,
  use: (fetched: Fetched) => Promise<T>,
): Promise<T> {
  const { isAllowedAddress = isPublicAddress, lookup = lookupAll, timeout = 30_000 } = options
  const { Agent, fetch } = await import('undici')
  const dispatcher = new Agent({
    connect: { lookup: checkedLookup(lookup, isAllowedAddress), timeout: 10_000 },
    headersTimeout: timeout,
    bodyTimeout: timeout,
  })
  try {
    const signal = AbortSignal.timeout(timeout)
    return await use(await followRedirects(fetch, address, isAllowedAddress, { dispatcher, signal, headers }))
  } catch (error) {
    throw explain(error, address)
  } finally {
    await dispatcher.destroy()
  }
}

async function followRedirects(
  ask: typeof fetch,
  address: string,
  isAllowedAddress: (address: string) => boolean,
  init: { dispatcher: Agent; signal: AbortSignal; headers: Record<string, string> },
): Promise<Fetched> {
  let url = checkedUrl(address, isAllowedAddress)
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const response = await ask(url.href, { ...init, redirect: 'manual' })
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

function refused(detail: string): OctavoError {
  return new OctavoError('address_refused', detail)
}

function refusedAddress(host: string): OctavoError {
  return refused(`${host} is not on the public internet. Save what is there as a file and add that.`)
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
