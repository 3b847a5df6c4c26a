import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { deleteProviderKey, listProviderKeys, putProviderKey } from './provider-keys.ts'

const providerKey = z
  .object({
    provider: z.string(),
    lastFour: z.string(),
    baseUrl: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('ProviderKey')

const byId = z.object({ id: z.uuid() })
const byProvider = byId.extend({
  provider: z.string().regex(/^[a-z0-9-]{2,60}$/, 'is a name such as "anthropic" or "openai-compatible"'),
})
const input = z.object({
  apiKey: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .regex(/^[\x21-\x7e]+$/, 'must not hold spaces or line breaks'),
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
})
const tags = ['organizations']

export function providerKeysRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/organizations/{id}/provider-keys',
        tags,
        summary: 'Keys to model providers, masked',
        request: { params: byId },
        responses: {
          200: { description: 'Keys', ...json(z.object({ items: z.array(providerKey) })) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json({ items: await listProviderKeys(context.get('octavo'), callerOf(context), id) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/organizations/{id}/provider-keys/{provider}',
        tags,
        summary: 'Store or replace a key; it is never shown again',
        request: { params: byProvider, body: jsonBody(input) },
        responses: { 200: { description: 'The key, masked', ...json(providerKey) }, ...problemResponses },
      }),
      async context => {
        const { id: organizationId, provider } = context.req.valid('param')
        const key = { organizationId, provider, ...context.req.valid('json') }
        return context.json(await putProviderKey(context.get('octavo'), callerOf(context), key), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/organizations/{id}/provider-keys/{provider}',
        tags,
        summary: 'Delete a key',
        request: { params: byProvider },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        const { id: organizationId, provider } = context.req.valid('param')
        await deleteProviderKey(context.get('octavo'), callerOf(context), { organizationId, provider })
        return context.body(null, 204)
      },
    )
}
