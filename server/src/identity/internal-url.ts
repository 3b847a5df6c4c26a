import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { OctavoError } from '../errors.ts'

/**
 * Refuses addresses that plainly lead into the server's own network. A public name may still resolve to a private address
 * later: that is for whoever connects to check. Throws address_refused.
 */
export function refuseInternalUrl(text: string): void {
  const { protocol, hostname, username, password } = new URL(text)
  const host = hostname.replace(/^\[|\]$/g, '')
  const refuse = (why: string) =>
    new OctavoError('address_refused', `${why} Give the public https address of the provider.`)
  if (protocol !== 'https:') throw refuse('Keys are only sent over https.')
  if (username || password) throw refuse('The address must not hold a user name or password.')
  if (isIP(host) && ipaddr.process(host).range() !== 'unicast') throw refuse(`${host} is not a public address.`)
  if (!isIP(host) && (!host.includes('.') || /\.(localhost|local|internal|home\.arpa)$/.test(host))) {
    throw refuse(`${host} is not a public name.`)
  }
}
