import { createReadStream } from 'node:fs'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import { addressOf } from '../http/address.ts'
import { callerOf, type Environment, routes } from '../http/environment.ts'
import { json } from '../http/json.ts'
import { requireOperator } from '../identity/operator.ts'
import type { Octavo } from '../octavo.ts'
import { errorsPage } from './errors-page.ts'
import { pageStyle } from './page.ts'
import { createReadinessCheck } from './readiness.ts'
import { unbuiltPage } from './unbuilt-page.ts'
import { version } from './version.ts'

const day = 'public, max-age=86400'

const live = z.object({ status: z.literal('ok'), version: z.string() }).openapi('Health')
const readiness = z.object({ ready: z.boolean(), reasons: z.array(z.string()) }).openapi('Readiness')

/** The installation itself: its page, its state, its measurements, its documentation. */
export function systemRoutes(octavo: Octavo) {
  const whatIsMissing = createReadinessCheck(octavo)
  const app = routes()
  // Where the studio is built, its page answers before these; the printed sign-in link leads to the second.
  for (const path of ['/', '/sign-in']) app.get(path, context => context.html(unbuiltPage()))
  app.get('/page.css', context => context.body(pageStyle, 200, { 'Content-Type': 'text/css', 'Cache-Control': day }))
  app.get('/docs/errors', context => context.html(errorsPage()))
  app.get('/docs/scalar.js', context => {
    const file = new URL('browser/standalone.js', import.meta.resolve('@scalar/api-reference'))
    const stream = Readable.toWeb(createReadStream(file)) as ReadableStream
    return context.body(stream, 200, { 'Content-Type': 'text/javascript', 'Cache-Control': day })
  })
  app.get('/metrics', async context => {
    if (!isFromHere(context, octavo)) await requireOperator(octavo, callerOf(context))
    const { registry } = octavo.metrics
    return context.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType })
  })
  return app
    .openapi(
      createRoute({
        method: 'get',
        path: '/health',
        tags: ['system'],
        summary: 'Whether this process lives',
        responses: { 200: { description: 'It does', ...json(live) } },
      }),
      context => context.json({ status: 'ok' as const, version }, 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/ready',
        tags: ['system'],
        summary: 'Whether work is done: database, migrations, a worker',
        responses: {
          200: { description: 'Ready', ...json(readiness) },
          503: { description: 'Not ready, and why', ...json(readiness) },
        },
      }),
      async context => {
        const reasons = await whatIsMissing()
        if (reasons.length > 0) return context.json({ ready: false, reasons }, 503)
        return context.json({ ready: true, reasons }, 200)
      },
    )
}

/**
 * Whether a request comes from this very machine. A proxy on it would make everybody's so: what it forwards does not count.
 */
function isFromHere(context: Context<Environment>, octavo: Octavo): boolean {
  const address = addressOf(context, 0)
  if (octavo.config.proxies > 0 || context.req.header('x-forwarded-for') || context.req.header('forwarded'))
    return false
  return address !== undefined && isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback'
}
