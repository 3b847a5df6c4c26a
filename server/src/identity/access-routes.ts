import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { listAccounts, markPrimary, unlinkAccount } from './accounts.ts'
import { endSession, listSessions } from './sessions.ts'
import { createToken, deleteToken, listTokens } from './tokens.ts'

const session = z
  .object({
    id: z.uuid(),
    device: z.string().nullable(),
    address: z.string().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    current: z.boolean(),
  })
  .openapi('Session')

const account = z
  .object({ id: z.uuid(), provider: z.string(), primary: z.boolean(), createdAt: z.iso.datetime() })
  .openapi('Account')

const scope = z.enum(['read', 'write'])
const token = z
  .object({
    id: z.uuid(),
    name: z.string(),
    lastFour: z.string(),
    scopes: z.array(scope),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Token')
const newToken = token.extend({ token: z.string() }).openapi('NewToken')
const tokenInput = z.object({
  name: z.string().min(1).max(200),
  scopes: z.array(scope).min(1).default(['read', 'write']),
  expiresAt: z.iso
    .datetime({ offset: true })
    .refine(text => Date.parse(text) > Date.now(), 'lies in the past')
    .optional(),
})

const byId = z.object({ id: z.uuid() })
const list = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) })

/** What lets the caller in: sessions, ways of signing in, tokens. */
export function accessRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/me/sessions',
        tags: ['me'],
        summary: 'Where I am signed in',
        responses: { 200: { description: 'Sessions, newest first', ...json(list(session)) }, ...problemResponses },
      }),
      async context => context.json({ items: await listSessions(context.get('octavo'), callerOf(context)) }, 200),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/me/sessions/{id}',
        tags: ['me'],
        summary: 'End a session',
        request: { params: byId },
        responses: { 204: { description: 'Ended' }, ...problemResponses },
      }),
      async context => {
        await endSession(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/me/accounts',
        tags: ['me'],
        summary: 'How I sign in',
        responses: { 200: { description: 'Ways of signing in', ...json(list(account)) }, ...problemResponses },
      }),
      async context => context.json({ items: await listAccounts(context.get('octavo'), callerOf(context)) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/me/accounts/{id}/primary',
        tags: ['me'],
        summary: 'Make this way of signing in the primary one',
        request: { params: byId },
        responses: { 200: { description: 'Ways of signing in', ...json(list(account)) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json({ items: await markPrimary(context.get('octavo'), callerOf(context), id) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/me/accounts/{id}',
        tags: ['me'],
        summary: 'Unlink a way of signing in; the last one stays',
        request: { params: byId },
        responses: { 204: { description: 'Unlinked' }, ...problemResponses },
      }),
      async context => {
        await unlinkAccount(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/me/tokens',
        tags: ['me'],
        summary: 'My API tokens',
        responses: { 200: { description: 'Tokens, newest first', ...json(list(token)) }, ...problemResponses },
      }),
      async context => context.json({ items: await listTokens(context.get('octavo'), callerOf(context)) }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/me/tokens',
        tags: ['me'],
        summary: 'Make an API token; its text is shown this once',
        request: { body: jsonBody(tokenInput) },
        responses: { 201: { description: 'The token', ...json(newToken) }, ...problemResponses },
      }),
      async context => {
        const input = context.req.valid('json')
        return context.json(await createToken(context.get('octavo'), callerOf(context), input), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/me/tokens/{id}',
        tags: ['me'],
        summary: 'Revoke a token',
        request: { params: byId },
        responses: { 204: { description: 'Revoked' }, ...problemResponses },
      }),
      async context => {
        await deleteToken(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}
