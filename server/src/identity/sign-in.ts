import type { AuthContext } from '@better-auth/core'
import type { Database } from '@octavo/database'
import { betterAuth } from 'better-auth'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { OctavoError } from '../errors.ts'
import type { Mail, Mailer } from './mail.ts'
import { makeLinkToken, useLinkToken } from './one-time-links.ts'
import { toOctavoError } from './sign-in-errors.ts'
import { signInOptions } from './sign-in-options.ts'

/** A browser session that holds. */
export interface Session {
  userId: string
  sessionId: string
  status: string
  /** Set-Cookie values to pass on: a session in use lives on. */
  cookies: string[]
}

/** Proves who people are. The only place that knows the sign-in library. */
export interface SignIn {
  /** Answers a request under /v1/auth as the library does. */
  handle(request: Request): Promise<Response>
  /** The session a request's cookie proves; undefined without one, or when it ended. */
  sessionOf(headers: Headers): Promise<Session | undefined>
  /** Signs somebody in whom we already believe; gives the Set-Cookie values. Throws account_suspended. */
  openSession(userId: string, headers: Headers): Promise<string[]>
  /** The token of a sign-in link for this person: works once, for an hour. */
  makeSignInToken(userId: string): Promise<string>
  /** Whose sign-in link it is; the token is used up. Throws link_invalid. */
  useSignInToken(token: string): Promise<string>
  /** Confirms an address, or the next step of changing it; the token is used up. Throws link_invalid. */
  verifyEmail(token: string, headers: Headers): Promise<void>
  /** A new person with a confirmed address and no password. The database adds profile, settings, role and organization. */
  createPerson(person: { email: string; name: string }): Promise<string>
  /** Waits for mails on their way. */
  settled(): Promise<void>
}

const signInLinkSeconds = 3600

export function createSignIn(parts: {
  config: Config
  database: Database
  mail: Mailer
  log: Logger
  secret: string
  publicUrl: () => string
}): SignIn {
  const onTheirWay = new Set<Promise<void>>()
  const send = (mail: Mail): void => {
    const sending = parts.mail
      .send(mail)
      // The answer is long given; whoever misses the mail asks for another.
      .catch(error => parts.log.error({ err: error, subject: mail.subject }, 'a mail could not be sent'))
      .finally(() => onTheirWay.delete(sending))
    onTheirWay.add(sending)
  }
  const context = async (): Promise<Pick<AuthContext, 'internalAdapter'>> => auth.$context
  const auth = betterAuth(signInOptions({ ...parts, send, context }))
  const internal = async () => (await context()).internalAdapter

  return {
    handle: request => auth.handler(request),
    async sessionOf(headers) {
      if (!headers.get('cookie')?.includes('octavo.session_token')) return undefined
      const { response, headers: answer } = await auth.api.getSession({ headers, returnHeaders: true })
      if (!response) return undefined
      const { session, user } = response
      return {
        userId: user.id,
        sessionId: session.id,
        status: user.status ?? 'active',
        cookies: answer.getSetCookie(),
      }
    },
    async openSession(userId, headers) {
      try {
        const answer = await auth.api.openSession({ body: { userId }, headers, returnHeaders: true })
        return answer.headers.getSetCookie()
      } catch (error) {
        throw toOctavoError(error) ?? error
      }
    },
    makeSignInToken: async userId => makeLinkToken(await internal(), 'sign-in', userId, signInLinkSeconds),
    async useSignInToken(token) {
      const userId = await useLinkToken(await internal(), 'sign-in', token)
      if (!userId) throw new OctavoError('link_invalid')
      return userId
    },
    async verifyEmail(token, headers) {
      const inner = await useLinkToken(await internal(), 'verify-email', token)
      if (!inner) throw new OctavoError('link_invalid')
      try {
        await auth.api.verifyEmail({ query: { token: inner }, headers })
      } catch (error) {
        throw toOctavoError(error) ?? error
      }
    },
    async createPerson({ email, name }) {
      const user = await (await internal()).createUser(
        { email: email.toLowerCase(), name, emailVerified: true },
        { method: 'admin' },
      )
      return user.id
    },
    settled: async () => {
      await Promise.all(onTheirWay)
    },
  }
}
