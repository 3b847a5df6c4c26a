import { OpenAPIHono } from '@hono/zod-openapi'
import type { Actor } from '@octavo/database'
import type { Logger } from 'pino'
import { OctavoError } from '../errors.ts'
import type { Octavo } from '../octavo.ts'
import { problemsOf } from './problem.ts'

/** Who asks, as the request proved it. */
export interface Caller extends Actor {
  /** A read-only token may not change anything. */
  readOnly: boolean
  /** Present when signed in by a browser session. */
  sessionId?: string
}

export interface Environment {
  /** `caller` is set by the in-process transport only (a command line beside its own data); no HTTP request can. */
  Bindings: { caller?: Caller }
  Variables: {
    octavo: Octavo
    caller: Caller | undefined
    requestId: string
    log: Logger
    /** Lets a script of our own run on the one page that has one. */
    secureHeadersNonce?: string
  }
}

/** A set of routes. Invalid input answers request_invalid with every mistake at once. */
export function routes(): OpenAPIHono<Environment> {
  return new OpenAPIHono<Environment>({
    defaultHook(result) {
      if (!result.success) {
        throw new OctavoError('request_invalid', undefined, { problems: problemsOf(result.error, result.target) })
      }
    },
  })
}

/** The signed-in person, or not_signed_in. */
export function callerOf(context: { get(key: 'caller'): Caller | undefined }): Caller {
  const caller = context.get('caller')
  if (!caller) throw new OctavoError('not_signed_in')
  return caller
}
