import type { LookupAddress } from 'node:dns'
import { setTimeout as wait } from 'node:timers/promises'
import { Agent, fetch, type Response } from 'undici'
import { OctavoError } from '../errors.ts'
import { checkedLookup, checkedUrl, isPublicAddress, lookupAll } from '../library/fetch-safely.ts'

/** What became of trying an address. `unchecked`: it says nothing about the link, as when it asks for a password. */
export interface LinkCheck {
  state: 'alive' | 'dead' | 'unchecked'
  /** As the end of a sentence: `answers 404`. */
  reason: string
}

export interface CheckLinksOptions {
  /** Whether a connection to this address may be made. Default: addresses of the public internet only. */
  isAllowedAddress?: (address: string) => boolean
  /** Finds all addresses of a name. Default: the system's. */
  lookup?: (hostname: string) => Promise<LookupAddress[]>
  /** Milliseconds for one request, default 10 s. */
  timeout?: number
  /** Milliseconds between two requests to the same host, default 200. */
  pause?: number
  /** Breaks off; what was not tried by then is `unchecked`. */
  signal?: AbortSignal
  /** Is told of each address when it was tried. */
  onChecked?: (url: string, check: LinkCheck) => void
}

const mostLinks = 2_000
const mostHostsAtOnce = 6
const mostRedirects = 5
const headers = { accept: '*/*', 'user-agent': 'Octavo (checks the links of a book for its author)' }

/**
 * Tries addresses on the web: with HEAD, and with GET where that does not answer well, as many servers do not know it.
 * One request at a time for each host, six hosts at once, each address once, without its fragment; at most 2,000.
 * Only http and https to the public internet, each hop of at most 5 redirects checked anew. Never throws for a link.
 */
export async function checkLinks(
  urls: Iterable<string>,
  options: CheckLinksOptions = {},
): Promise<Map<string, LinkCheck>> {
  const { isAllowedAddress = isPublicAddress, lookup = lookupAll, timeout = 10_000, onChecked } = options
  const checks = new Map<string, LinkCheck>()
  const tell = (url: string, check: LinkCheck) => {
    checks.set(url, check)
    onChecked?.(url, check)
  }
  const hosts = byHost(urls, tell)
  const dispatcher = new Agent({
    connect: { lookup: checkedLookup(lookup, isAllowedAddress), timeout },
    headersTimeout: timeout,
    bodyTimeout: timeout,
  })
  const signals = options.signal ? [options.signal] : []
  const tryOne = (url: string) =>
    check(url, isAllowedAddress, { dispatcher, signal: AbortSignal.any([AbortSignal.timeout(timeout), ...signals]) })
  const work = async () => {
    for (let host = hosts.shift(); host; host = hosts.shift()) {
      for (const [index, [, spellings]] of [...host].entries()) {
        if (index > 0) await wait(options.pause ?? 200)
        const result = options.signal?.aborted ? unchecked('was not tried') : await tryOne(spellings[0]!)
        for (const url of spellings) tell(url, result)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: mostHostsAtOnce }, work))
  } finally {
    await dispatcher.destroy()
  }
  return checks
}

/** For each host its addresses without fragments, each with the ways it was written. */
function byHost(urls: Iterable<string>, tell: (url: string, check: LinkCheck) => void): Map<string, string[]>[] {
  const hosts = new Map<string, Map<string, string[]>>()
  let count = 0
  for (const written of new Set(urls)) {
    const url = URL.parse(written)
    if (!url) tell(written, { state: 'dead', reason: 'is no address' })
    else if (++count > mostLinks) tell(written, unchecked(`is one of more than ${mostLinks}`))
    else {
      const host = hosts.get(url.host) ?? new Map<string, string[]>()
      hosts.set(url.host, host)
      url.hash = ''
      host.set(url.href, [...(host.get(url.href) ?? []), written])
    }
  }
  return [...hosts.values()]
}

const unchecked = (reason: string): LinkCheck => ({ state: 'unchecked', reason })

type Request = { dispatcher: Agent; signal: AbortSignal }

async function check(url: string, isAllowed: (address: string) => boolean, request: Request): Promise<LinkCheck> {
  try {
    const head = await answerOf('HEAD', url, isAllowed, request)
    return judge(head < 400 ? head : await answerOf('GET', url, isAllowed, request))
  } catch (error) {
    return explain(error)
  }
}

/** The status an address answers with in the end. */
async function answerOf(
  method: 'HEAD' | 'GET',
  address: string,
  isAllowed: (address: string) => boolean,
  request: Request,
): Promise<number> {
  let url = checkedUrl(address, isAllowed)
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const response: Response = await fetch(url.href, { ...request, method, redirect: 'manual', headers })
    await response.body?.cancel()
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || !location) return response.status
    const next = URL.parse(location, url.href)
    if (!next) return response.status
    url = checkedUrl(next.href, isAllowed)
  }
  throw new TooManyRedirects()
}

class TooManyRedirects extends Error {}

/** Some answers are about who asks, or how often, rather than about the page. */
const aboutTheAsker = new Set([401, 403, 407, 429, 451, 503, 999])

function judge(status: number): LinkCheck {
  if (status < 400) return { state: 'alive', reason: `answers ${status}` }
  return { state: aboutTheAsker.has(status) ? 'unchecked' : 'dead', reason: `answers ${status}` }
}

function explain(error: unknown): LinkCheck {
  const cause = error instanceof Error ? error.cause : undefined
  if (error instanceof OctavoError || cause instanceof OctavoError) {
    const { code } = error instanceof OctavoError ? error : (cause as OctavoError)
    return code === 'address_refused'
      ? unchecked('is not on the public internet')
      : { state: 'dead', reason: 'has no address' }
  }
  if (error instanceof TooManyRedirects) return { state: 'dead', reason: `redirects more than ${mostRedirects} times` }
  if (error instanceof DOMException) {
    // Either the time is over or whoever asked wants no more.
    return error.name === 'TimeoutError' ? { state: 'dead', reason: 'takes too long' } : unchecked('was not tried')
  }
  if (!(error instanceof TypeError)) throw error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  return { state: 'dead', reason: `does not answer${code ? ` (${code})` : ''}` }
}
