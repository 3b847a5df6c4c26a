import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import type { Environment } from './environment.ts'

/**
 * The address a request comes from: the peer's, or, behind `proxies` reverse proxies of our own, the one the outermost of
 * them saw (X-Forwarded-For from the right; anything further left is the client's own word). Undefined in process.
 */
export function addressOf(context: Context<Environment>, proxies: number): string | undefined {
  const env = context.env as { incoming?: IncomingMessage } | undefined
  const peer = env?.incoming?.socket.remoteAddress
  if (proxies === 0 || !peer) return peer
  const forwarded =
    context.req
      .header('x-forwarded-for')
      ?.split(',')
      .map(part => part.trim()) ?? []
  return forwarded.at(-proxies) || peer
}
