import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'
import type { Environment } from '../http/environment.ts'

/** What this server answers itself; every other address is a page of the studio. */
export const ownPaths = /^\/(v1|docs|openapi\.json|health|ready|metrics|page\.css)(\/|$)/

/** Serves the built studio: its files, and at every other address the page that finds its screen by itself. */
export function studioFiles(directory: string): MiddlewareHandler<Environment> {
  const files = serveStatic<Environment>({ root: directory, precompressed: true })
  const page = serveStatic<Environment>({ root: directory, precompressed: true, path: 'index.html' })
  return async (context, next) => {
    const { method, path } = context.req
    if ((method !== 'GET' && method !== 'HEAD') || ownPaths.test(path)) return next()
    const asset = path.startsWith('/assets/')
    const answer = await files(context, async () => {})
    // A file that is gone (of an earlier version) must not be answered with the page.
    const found = answer ?? (asset ? undefined : await page(context, async () => {}))
    if (!found) return next()
    // A name in assets/ holds the hash of its content; the page and the service worker are asked for again each time.
    found.headers.set('Cache-Control', asset ? 'public, max-age=31536000, immutable' : 'no-cache')
    return found
  }
}
