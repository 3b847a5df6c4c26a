import { isIPv6 } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import ipaddr from 'ipaddr.js'
import { OctavoError } from '../errors.ts'
import type { Octavo } from '../octavo.ts'
import { addressOf } from './address.ts'
import type { Environment } from './environment.ts'

const windowMs = 60_000
/** Where passwords and links can be guessed: a person needs a handful of tries, a machine thousands. */
const guessable = /^\/v1\/(auth\/(?!sign-out)|invitations\/accept)/

/**
 * Counts in two adjoining windows of a minute and weighs the older one by how much of it still lies within the last
 * minute. Memory holds the keys of two minutes and no more.
 */
export class RateLimiter {
  #current = new Map<string, number>()
  #previous = new Map<string, number>()
  #windowStart = 0

  /** Seconds to wait, or 0 when the request is within `limit` a minute; then it is counted. */
  take(key: string, limit: number, now: number): number {
    const retryAfter = this.wait(key, limit, now)
    if (retryAfter === 0) this.#current.set(key, (this.#current.get(key) ?? 0) + 1)
    return retryAfter
  }

  /** The same without counting. */
  wait(key: string, limit: number, now: number): number {
    const windowStart = now - (now % windowMs)
    if (windowStart !== this.#windowStart) {
      this.#previous = windowStart - this.#windowStart === windowMs ? this.#current : new Map()
      this.#current = new Map()
      this.#windowStart = windowStart
    }
    const remaining = 1 - (now - windowStart) / windowMs
    const counted = (this.#previous.get(key) ?? 0) * remaining + (this.#current.get(key) ?? 0)
    return counted < limit ? 0 : Math.max(1, Math.ceil((remaining * windowMs) / 1000))
  }

  /** How many keys it remembers. */
  get size(): number {
    return this.#current.size + this.#previous.size
  }
}

/** Limits each person, or each address of those not signed in. Counts are this process's own: n processes allow n times as much. */
export function limitRate(octavo: Octavo): MiddlewareHandler<Environment> {
  const limiter = new RateLimiter()
  return async (context, next) => {
    const address = addressKey(addressOf(context, octavo.config.proxies))
    if (context.env?.caller === undefined) {
      const caller = context.get('caller')
      refuseBeyond(
        limiter.take(caller ? `person ${caller.userId}` : address, octavo.config.requestsPerMinute, Date.now()),
      )
      if (context.req.method !== 'GET' && guessable.test(context.req.path)) {
        refuseBeyond(limiter.take(`guess ${address}`, octavo.config.guessesPerMinute, Date.now()))
      }
    }
    await next()
  }
}

function refuseBeyond(retryAfter: number): void {
  if (retryAfter > 0) throw new OctavoError('too_many_requests', undefined, { retryAfter })
}

/** One household has a whole /64 of IPv6 (RFC 6177), so that is what counts as one address. */
function addressKey(address: string | undefined): string {
  if (!address) return 'address unknown'
  if (!isIPv6(address)) return `address ${address}`
  const parsed = ipaddr.IPv6.parse(address)
  if (parsed.isIPv4MappedAddress()) return `address ${parsed.toIPv4Address()}`
  return `address ${parsed.parts.slice(0, 4).join(':')}`
}
