import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Octavo } from '../octavo.ts'
import type { Environment } from './environment.ts'

/** A request id we take from outside: enough to tell requests apart, nothing that could forge a log line. */
const acceptableId = /^[\w-]{8,100}$/

/**
 * Gives each request its id (X-Request-Id, taken over when it is well formed), its logger, one log line and one
 * measurement. Neither line nor measurement holds the query, headers or body: that is where secrets travel.
 */
export function observe(octavo: Octavo): MiddlewareHandler<Environment> {
  return async (context, next) => {
    const given = context.req.header('x-request-id')
    const requestId = given && acceptableId.test(given) ? given : randomUUID()
    context.set('octavo', octavo)
    context.set('requestId', requestId)
    context.set('log', octavo.log.child({ requestId }))
    context.set('caller', undefined)
    context.header('X-Request-Id', requestId)
    const start = performance.now()
    await next()
    const seconds = (performance.now() - start) / 1000
    const method = context.req.method
    const status = context.res.status
    const route = status === 404 && !context.get('caller') ? 'unknown' : routePath(context, -1)
    octavo.metrics.requestSeconds.observe({ method, route, status: String(status) }, seconds)
    context
      .get('log')
      .info({ method, route, status, ms: Math.round(seconds * 1000), userId: context.get('caller')?.userId }, 'request')
  }
}
