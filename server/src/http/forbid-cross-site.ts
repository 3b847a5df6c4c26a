import type { Context, MiddlewareHandler } from 'hono'
import { OctavoError } from '../errors.ts'
import type { Octavo } from '../octavo.ts'
import type { Environment } from './environment.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
/** What a plain form can send without asking this server first (Fetch standard, CORS-safelisted content types). */
const formContent = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i

/**
 * Refuses changes that another site makes a browser send: whatever a browser's cookie or a plain form carries must come
 * from a page of this server, by Sec-Fetch-Site or Origin, and so must whatever names another origin. Tokens are no
 * browser's doing and pass.
 */
export function forbidCrossSite(octavo: Octavo): MiddlewareHandler<Environment> {
  return async (context, next) => {
    const { method } = context.req
    if (!safeMethods.has(method) && !context.req.header('authorization') && !context.env?.caller) {
      const { cookie, origin, 'content-type': type = '' } = context.req.header()
      const asBrowser = cookie || origin || formContent.test(type)
      if (asBrowser && !isOwnPage(context, octavo)) {
        throw new OctavoError('cross_site', undefined)
      }
    }
    await next()
  }
}

function isOwnPage(context: Context<Environment>, octavo: Octavo): boolean {
  const origin = context.req.header('origin')
  if (origin && origin !== 'null') return isOwnOrigin(origin, context.req.url, octavo)
  return context.req.header('sec-fetch-site') === 'same-origin'
}

/** Whether an origin is this server's, under its public name or the one it was just asked by. */
export function isOwnOrigin(origin: string, requestUrl: string, octavo: Pick<Octavo, 'config'>): boolean {
  if (!URL.canParse(origin)) return false
  const { publicUrl } = octavo.config
  return (
    (publicUrl !== undefined && new URL(publicUrl).origin === origin) ||
    // Behind a proxy that ends TLS only the host is the same.
    (publicUrl === undefined && new URL(requestUrl).host === new URL(origin).host)
  )
}
