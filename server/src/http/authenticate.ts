import type { Context, MiddlewareHandler } from 'hono'
import { OctavoError } from '../errors.ts'
import { callerOfToken } from '../identity/tokens.ts'
import type { Octavo } from '../octavo.ts'
import { addressOf } from './address.ts'
import type { Caller, Environment } from './environment.ts'
import { RateLimiter } from './limit-rate.ts'
import { personHeader } from './person-header.ts'

/**
 * Finds out who asks: the in-process transport's caller, then a token, then a browser session. No proof is nobody, wrong
 * proof is refused: token_invalid, account_suspended, token_read_only; and so is person_changed, what was meant to be asked
 * by somebody else.
 */
export function authenticate(octavo: Octavo): MiddlewareHandler<Environment> {
  const wrongTokens = new RateLimiter()
  const { guessesPerMinute, proxies } = octavo.config

  const callerByToken = async (context: Context<Environment>, header: string): Promise<Caller> => {
    const from = addressOf(context, proxies) ?? 'in process'
    // Beyond that the tokens of this address are not even looked up.
    const retryAfter = wrongTokens.wait(from, guessesPerMinute, Date.now())
    if (retryAfter > 0) throw new OctavoError('too_many_requests', undefined, { retryAfter })
    try {
      const token = /^Bearer (oct_[\w-]{43})$/i.exec(header)?.[1]
      if (!token) throw new OctavoError('token_invalid')
      return await callerOfToken(octavo.database, token)
    } catch (error) {
      if (error instanceof OctavoError) wrongTokens.take(from, guessesPerMinute, Date.now())
      throw error
    }
  }

  const callerBySession = async (context: Context<Environment>): Promise<Caller | undefined> => {
    const session = await octavo.signIn.sessionOf(context.req.raw.headers)
    if (!session) return undefined
    // A session in use lives on: the browser is told of its new end.
    for (const cookie of session.cookies) context.header('Set-Cookie', cookie, { append: true })
    if (session.status !== 'active') throw new OctavoError('account_suspended')
    return { userId: session.userId, sessionId: session.sessionId, readOnly: false }
  }

  return async (context, next) => {
    const header = context.req.header('authorization')
    const caller = context.env?.caller ?? (await (header ? callerByToken(context, header) : callerBySession(context)))
    if (caller?.readOnly && context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      throw new OctavoError('token_read_only')
    }
    // A page that is still open when somebody else signs in, in the same browser, must not act in their name.
    const meant = context.req.header(personHeader)
    if (caller && meant && meant !== caller.userId) throw new OctavoError('person_changed')
    context.set('caller', caller)
    await next()
  }
}
