import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'
import type { Environment } from '../http/environment.ts'

/** What this server answers itself; every other address is a page of the studio. */
export const ownPaths = /^\/(v1|docs|openapi\.json|health|ready|metrics|page\.css)(\/|$)/

/** Serves the built studio: its files, and at every other address the page that finds its screen by itself. */
export function studioFiles(directory: string): MiddlewareHandler<Environment> {
  // A name in assets/ holds the hash of its content; the page and the service worker are asked for again each time.
  const headersOf = (path: string) => (path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
  const serve = (options: { path?: string }) =>
    serveStatic<Environment>({
      root: directory,
      precompressed: true,
      ...options,
      onFound: (path, context) => context.header('Cache-Control', headersOf(path)),
    })
  const files = serve({})
  const page = serve({ path: 'index.html' })
  return async (context, next) => {
    const { method, path } = context.req
    if ((method !== 'GET' && method !== 'HEAD') || ownPaths.test(path)) return next()
    // A file that is gone (of an earlier version) must not be answered with the page.
    if (path.startsWith('/assets/')) return files(context, next)
    let screen: Response | undefined
    const file = await files(context, async () => {
      screen = (await page(context, next)) ?? undefined
    })
    return file ?? screen
  }
}
