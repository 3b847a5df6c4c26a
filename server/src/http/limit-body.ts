import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { OctavoError } from '../errors.ts'
import type { Environment } from './environment.ts'

/** The largest body a request may have, in bytes: a source of 10 MB with room for its envelope. */
const largestBody = 12 * 1024 * 1024

/** Where the body is a file: it is read in pieces by whoever keeps it, who has a limit of his own. */
const files = /^(PUT \/v1\/books\/[^/]+\/files|POST \/v1\/(books\/[^/]+\/)?imports)$/

/** Refuses bodies that are larger than anything the API is asked with. */
export function limitBody(): MiddlewareHandler<Environment> {
  const limit = bodyLimit({
    maxSize: largestBody,
    onError: () => {
      throw new OctavoError('request_too_large')
    },
  })
  return (context, next) => (files.test(`${context.req.method} ${context.req.path}`) ? next() : limit(context, next))
}
