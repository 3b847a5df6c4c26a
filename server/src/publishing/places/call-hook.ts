import type { LookupAddress } from 'node:dns'
import { OctavoError } from '../../errors.ts'
import { checkedLookup, checkedUrl, lookupAll } from '../../library/fetch-safely.ts'
import type { IsAllowedAddress } from './guarded-agents.ts'

/** Milliseconds. */
const patience = 30_000

/**
 * Tells a deploy hook that there is something new to build: an empty POST, to the very address that was checked, and to
 * nowhere it redirects. Throws address_refused, connection_invalid, remote_failed. Never names the address: it is secret.
 */
export async function callHook(
  address: string,
  isAllowed: IsAllowedAddress,
  lookup: (hostname: string) => Promise<LookupAddress[]> = lookupAll,
): Promise<void> {
  const { Agent, fetch } = await import('undici')
  const dispatcher = new Agent({ connect: { lookup: checkedLookup(lookup, isAllowed), timeout: 10_000 } })
  try {
    const { href } = checkedUrl(address, isAllowed)
    const response = await fetch(href, {
      method: 'POST',
      dispatcher,
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      headers: { 'user-agent': 'octavo' },
    })
    await response.body?.cancel()
    if (response.ok) return
    if ([401, 403, 404, 410].includes(response.status)) {
      throw new OctavoError(
        'connection_invalid',
        'The site does not know this deploy hook any more. Make a new one, and connect it.',
      )
    }
    throw new OctavoError('remote_failed', `The deploy hook answered ${response.status}. Try again later.`)
  } catch (error) {
    if (error instanceof OctavoError) throw error
    if ((error as Error).cause instanceof OctavoError) throw (error as Error).cause
    throw new OctavoError('remote_failed', 'The deploy hook does not answer. Try again later.')
  } finally {
    await dispatcher.destroy()
  }
}
