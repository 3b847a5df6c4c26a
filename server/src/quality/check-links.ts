import { setTimeout as sleep } from 'node:timers/promises'
import { OctavoError } from '../errors.ts'
import { fetchSafely, type SafeFetchOptions } from '../library/fetch-safely.ts'

/** What asking an external link showed. Stored with an audit. */
export interface LinkState {
  /** Only what will not come back by itself: gone, no such page, no such host, not a public address. */
  dead: boolean
  /** What a reader of the finding is told. */
  reason: string
  /** ISO 8601. */
  checkedAt: string
}

export interface LinkCheckOptions extends SafeFetchOptions {
  /** The most links that are asked; default 200. What is beyond is not checked. */
  most?: number
  /** For all of them, in milliseconds; default 60 s. What was not asked by then is not checked. */
  patience?: number
  /** Between two requests to one host, in milliseconds; default 500. */
  pause?: number
}

const hostsAtOnce = 8
const timeout = 10_000

/**
 * Asks external links whether they still lead somewhere: HEAD, and GET where a server does not know HEAD, one request at
 * a time to a host with a pause in between. Follows redirects; connects to public addresses only. Never throws.
 */
export async function checkLinks(
  urls: Iterable<string>,
  { most = 200, patience = 60_000, pause = 500, ...options }: LinkCheckOptions = {},
): Promise<Map<string, LinkState>> {
  const until = Date.now() + patience
  const byHost = Map.groupBy([...new Set(urls)].filter(isExternal).slice(0, most), url => new URL(url).host)
  const queues = [...byHost.values()]
  const found = new Map<string, LinkState>()
  const work = async () => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      for (const [index, url] of queue.entries()) {
        if (index > 0) await sleep(pause)
        if (Date.now() >= until) return
        found.set(url, await ask(url, { timeout, ...options }))
      }
    }
  }
  await Promise.all(Array.from({ length: hostsAtOnce }, work))
  return found
}

/** Whether a link leads to another place on the web. */
export function isExternal(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url)
}

// The server is there, but answers HEAD wrongly or not at all: RFC 9110 asks for the same as GET, and many differ.
const unlikeGet = new Set([400, 403, 404, 405, 501])

async function ask(url: string, options: SafeFetchOptions): Promise<LinkState> {
  const checkedAt = new Date().toISOString()
  try {
    let status = await statusOf(url, { ...options, method: 'HEAD' })
    if (unlikeGet.has(status)) status = await statusOf(url, { ...options, method: 'GET' })
    // Refused or failing today says nothing of tomorrow; only 404 and 410 say that nothing is there.
    return { dead: status === 404 || status === 410, reason: `It answers ${status}.`, checkedAt }
  } catch (error) {
    if (!(error instanceof OctavoError)) throw error
    const cause = (error.cause as Error | undefined)?.cause
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const dead = error.code === 'address_refused' || code === 'ENOTFOUND' || code === 'ERR_TLS_CERT_ALTNAME_INVALID'
    return { dead, reason: error.message, checkedAt }
  }
}

async function statusOf(url: string, options: SafeFetchOptions): Promise<number> {
  return fetchSafely(url, options, async response => {
    await response.body?.cancel()
    return response.status
  })
}
