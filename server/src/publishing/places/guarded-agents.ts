import { type AgentOptions, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import { OctavoError } from '../../errors.ts'
import { checkedLookup, isPublicAddress, lookupAll } from '../../library/fetch-safely.ts'
import type { Octavo } from '../../octavo.ts'

export type IsAllowedAddress = (address: string) => boolean

/** On one's own machine any address; on a server, whose network is not the tenant's, those of the public internet. */
export function isAllowedAddress(octavo: Octavo): IsAllowedAddress {
  return octavo.database.kind === 'embedded' ? () => true : isPublicAddress
}

/**
 * Agents that connect to allowed addresses only, to the very address that was checked, also where a redirect leads. A
 * connection to another one fails with address_refused. Whoever makes them destroys them.
 */
export function guardedAgents(isAllowed: IsAllowedAddress): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const options: AgentOptions = { keepAlive: true, lookup: checkedLookup(lookupAll, isAllowed) }
  return { httpAgent: guard(new HttpAgent(options), isAllowed), httpsAgent: guard(new HttpsAgent(options), isAllowed) }
}

/** A literal address is never looked up. */
function guard<Agent extends HttpAgent>(agent: Agent, isAllowed: IsAllowedAddress): Agent {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) => {
    const host = String(options.host ?? '').replace(/^\[|\]$/g, '')
    if (isIP(host) !== 0 && !isAllowed(host)) {
      throw new OctavoError('address_refused', `${host} is not a public address.`)
    }
    return connect(options, callback)
  }
  return agent
}
