import type { AuthContext, BetterAuthOptions } from '@better-auth/core'
import { queueAfterTransactionHook } from '@better-auth/core/context'
import type { Database } from '@octavo/database'
import { APIError, createAuthEndpoint, createAuthMiddleware } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Mail } from './mail.ts'
import { alreadySignedUpMail, changeAddressMail, resetMail, verificationMail } from './mail-texts.ts'
import { makeLinkToken } from './one-time-links.ts'

export const shortestPassword = 10
const hour = 3600
const sessionSeconds = 30 * 24 * hour
const verificationSeconds = 24 * hour
/** Carries the peer's address to the library, which only reads headers. Whatever a client sends under it is replaced. */
export const addressHeader = 'x-octavo-address'

export interface SignInParts {
  config: Config
  database: Database
  log: Logger
  /** Signs cookies and verification tokens. */
  secret: string
  /** Where links in mails lead, without a slash at the end. */
  publicUrl: () => string
  /** Sends without being waited for: how long a mail server takes must not tell whether an address has an account. */
  send: (mail: Mail) => void
  /** The library's own context, which does not exist before its options do. */
  context: () => Promise<Pick<AuthContext, 'internalAdapter'>>
}

const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
const columns = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map(name => [name, snake(name)]))

/** Opens a session for somebody who has proved himself in a way of ours; no HTTP request reaches it. */
const openSession = createAuthEndpoint.serverOnly(
  { method: 'POST', body: z.object({ userId: z.string() }) },
  async context => {
    const { internalAdapter } = context.context
    const session = await internalAdapter.createSession(context.body.userId)
    const user = await internalAdapter.findUserById(context.body.userId)
    if (!session || !user) throw new APIError('INTERNAL_SERVER_ERROR', { message: 'no session' })
    await setSessionCookie(context, { session, user })
    return context.json({ sessionId: session.id })
  },
)

/** The sign-in library mapped onto our tables. It never migrates; a test compares the schema it expects with ours. */
export function signInOptions(parts: SignInParts) {
  const { config, database, log, publicUrl } = parts
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: database.loginPool }) })
  const internal = async () => (await parts.context()).internalAdapter

  /** After the commit: a mail about a row that was rolled back would be a lie. */
  const send = (mail: Mail) => queueAfterTransactionHook(async () => parts.send(mail))

  /** The library's own token could be used until it expires; ours, in front of it, once. */
  const verificationLink = async (token: string): Promise<string> =>
    `${publicUrl()}/verify-email?token=${await makeLinkToken(await internal(), 'verify-email', token, verificationSeconds)}`

  return {
    appName: 'Octavo',
    secret: parts.secret,
    baseURL: config.publicUrl ?? `http://localhost:${config.port}`,
    basePath: '/v1/auth',
    trustedOrigins: request => (request && !config.publicUrl ? [new URL(request.url).origin] : []),
    database: { db, type: 'postgres', schemaName: 'auth', transaction: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false }, // ours counts, over all paths
    logger: {
      // Below "warn" so that its router leaves the console alone; what it says there names people, so we drop it.
      level: 'info',
      log: (level, message, error) => {
        if (level !== 'warn' && level !== 'error') return
        log[level](error instanceof Error ? { err: error } : {}, `sign-in: ${message}`)
      },
    },
    advanced: {
      cookiePrefix: 'octavo',
      useSecureCookies: config.publicUrl?.startsWith('https:') ?? false,
      ipAddress: { ipAddressHeaders: [addressHeader], ipv6Subnet: 128 },
      // Checked by a test instead of by every process.
      database: { generateId: 'uuid', validateSchema: false },
      // Said in full because the library leaves both checks out when it finds itself in a test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    user: {
      modelName: 'users',
      fields: columns('emailVerified', 'createdAt', 'updatedAt'),
      additionalFields: {
        username: { type: 'string', required: false, input: false },
        status: { type: 'string', required: false, input: false },
        lastSignInAt: { type: 'date', required: false, input: false, fieldName: 'last_sign_in_at' },
      },
      changeEmail: {
        enabled: true,
        sendChangeEmailConfirmation: async ({ user, newEmail, token }) =>
          send(changeAddressMail(user.email, user.name, newEmail, await verificationLink(token))),
      },
    },
    session: {
      modelName: 'sessions',
      fields: columns('userId', 'expiresAt', 'ipAddress', 'userAgent', 'createdAt', 'updatedAt'),
      expiresIn: sessionSeconds,
      updateAge: 24 * hour,
    },
    account: {
      modelName: 'accounts',
      fields: columns(
        ...['accountId', 'providerId', 'userId', 'accessToken', 'refreshToken', 'idToken'],
        ...['accessTokenExpiresAt', 'refreshTokenExpiresAt', 'createdAt', 'updatedAt'],
      ),
      additionalFields: { isPrimary: { type: 'boolean', required: false, input: false, fieldName: 'is_primary' } },
      encryptOAuthTokens: true,
      // Only when both sides have proved the address.
      accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: true },
    },
    verification: {
      modelName: 'verifications',
      fields: columns('expiresAt', 'createdAt', 'updatedAt'),
      storeIdentifier: 'hashed',
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: 200,
      requireEmailVerification: true,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: hour,
      sendResetPassword: ({ user, token }) =>
        send(resetMail(user.email, user.name, `${publicUrl()}/reset-password?token=${token}`)),
      onExistingUserSignUp: ({ user }) => send(alreadySignedUpMail(user.email, user.name, `${publicUrl()}/sign-in`)),
    },
    emailVerification: {
      sendOnSignUp: true,
      autoSignInAfterVerification: false,
      expiresIn: verificationSeconds,
      sendVerificationEmail: async ({ user, token }) =>
        send(verificationMail(user.email, user.name, await verificationLink(token))),
    },
    // An invitation is to an address, which a provider names only after the row is being made: whoever is invited while
    // signing up is closed signs up by e-mail first and links the provider afterwards.
    socialProviders: Object.fromEntries(
      Object.entries(config.signInProviders).map(([name, keys]) => [name, { ...keys, disableSignUp: !config.signUp }]),
    ),
    databaseHooks: {
      account: {
        create: {
          before: async account => {
            const isPrimary = (await (await internal()).findAccounts(account.userId)).length === 0
            return { data: { ...account, isPrimary } }
          },
        },
      },
      session: {
        create: {
          before: async session => {
            const user = await (await internal()).findUserById(session.userId)
            if (user && 'status' in user && user.status === 'active') return
            throw new APIError('FORBIDDEN', { code: 'ACCOUNT_SUSPENDED', message: 'This account is not active.' })
          },
          after: async session => {
            await (await internal()).updateUser(session.userId, { lastSignInAt: new Date() })
          },
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async ({ path, body }) => {
        if (path !== '/sign-up/email' || config.signUp || (await isInvited(database, String(body?.email ?? '')))) return
        throw new APIError('FORBIDDEN', { code: 'SIGN_UP_CLOSED', message: 'Signing up needs an invitation.' })
      }),
    },
    plugins: [{ id: 'octavo', endpoints: { openSession } }],
  } as const satisfies BetterAuthOptions
}

function isInvited(database: Database, email: string): Promise<boolean> {
  return database.asService('whoever signs up is nobody yet', async tx => {
    const invitation = await tx
      .selectFrom('identity.invitations')
      .select('id')
      .where(sql`lower(email)`, '=', email.toLowerCase())
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<Date>`now()`)
      .limit(1)
      .executeTakeFirst()
    return invitation !== undefined
  })
}
