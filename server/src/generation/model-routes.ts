import { createRoute, z } from '@hono/zod-openapi'
import { capabilities, tiers } from '@octavo/models'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { changeModel, changeProvider, listMetrics, listModels, listProviders, putModel } from './models.ts'
import { testKey } from './test-key.ts'

const tags = ['models']
const price = z.number().min(0).describe('US dollars per million tokens')
const model = z
  .object({
    id: z.string(),
    providerId: z.string(),
    name: z.string(),
    version: z.string().nullable(),
    contextWindow: z.number().int(),
    maxOutput: z.number().int(),
    inputPrice: price,
    outputPrice: price,
    cachedInputPrice: price.nullable(),
    capabilities: z.array(z.string()),
    tier: z.string(),
    status: z.string(),
    replacedBy: z.string().nullable(),
    customized: z.boolean(),
    available: z.boolean().describe('Whether the organization, or the operator, has what its provider needs'),
  })
  .openapi('Model')

const provider = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.string(),
    baseUrl: z.string().nullable(),
    requestsPerMinute: z.number().int().nullable(),
    status: z.enum(['active', 'inactive', 'maintenance']),
  })
  .openapi('Provider')

const metric = z
  .object({
    model: z.string(),
    day: z.string(),
    requests: z.number().int(),
    successes: z.number().int(),
    failures: z.number().int(),
    meanLatency: z.number().nullable().describe('Milliseconds'),
    meanCost: z.number().nullable().describe('US dollars'),
    cost: z.number().describe('US dollars'),
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
  })
  .openapi('ModelMetric')

export const modelInput = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+\/\S{1,200}$/, 'must be provider/model'),
    name: z.string().min(1).max(200),
    version: z.string().max(100).nullable().default(null),
    contextWindow: z.number().int().min(1),
    maxOutput: z.number().int().min(1),
    inputPrice: price,
    outputPrice: price,
    cachedInputPrice: price.nullable().default(null),
    capabilities: z.array(z.enum(capabilities)).min(1).default(['text']),
    tier: z.enum(tiers).default('standard'),
    status: z.enum(['active', 'retired']).default('active'),
    replacedBy: z.string().nullable().default(null),
  })
  .openapi('ModelInput')

/** Every field may be left out; what is left out stays. No defaults here, or they would overwrite. */
export const modelChange = z
  .object({
    name: z.string().min(1).max(200),
    contextWindow: z.number().int().min(1),
    maxOutput: z.number().int().min(1),
    inputPrice: price,
    outputPrice: price,
    cachedInputPrice: price.nullable(),
    tier: z.enum(tiers),
    status: z.enum(['active', 'retired']),
    replacedBy: z.string().nullable(),
  })
  .partial()
  .openapi('ModelChange')

export const providerChange = z
  .object({
    baseUrl: z.url().nullable(),
    requestsPerMinute: z.number().int().min(1).nullable(),
    status: z.enum(['active', 'inactive', 'maintenance']),
  })
  .partial()
  .openapi('ProviderChange')

const ofOrganization = z.object({ organizationId: z.uuid().optional().describe('Default: your personal organization') })

const modelsRoute = createRoute({
  method: 'get',
  path: '/models',
  tags,
  summary: 'Models, with limits, prices and whether they can be called',
  request: { query: ofOrganization },
  responses: { 200: jsonAnswer(z.object({ items: z.array(model) }), 'The models'), ...problemResponses },
})
const providersRoute = createRoute({
  method: 'get',
  path: '/providers',
  tags,
  summary: 'Providers',
  responses: { 200: jsonAnswer(z.object({ items: z.array(provider) }), 'The providers'), ...problemResponses },
})
const metricsRoute = createRoute({
  method: 'get',
  path: '/models/metrics',
  tags,
  summary: 'Requests, failures, latency and cost per model and day',
  request: { query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }) },
  responses: { 200: jsonAnswer(z.object({ items: z.array(metric) }), 'The metrics'), ...problemResponses },
})
const putModelRoute = createRoute({
  method: 'post',
  path: '/operator/models',
  tags: ['operator'],
  summary: 'Add a model',
  request: { body: jsonBody(modelInput) },
  responses: { 201: jsonAnswer(model, 'The model'), ...problemResponses },
})
const changeModelRoute = createRoute({
  method: 'patch',
  path: '/operator/models',
  tags: ['operator'],
  summary: 'Change a model: prices, limits, tier, retirement',
  request: { query: z.object({ id: z.string() }), body: jsonBody(modelChange) },
  responses: { 200: jsonAnswer(model, 'The model'), ...problemResponses },
})
const changeProviderRoute = createRoute({
  method: 'patch',
  path: '/operator/providers/{providerId}',
  tags: ['operator'],
  summary: 'Change a provider: address, rate, state',
  request: { params: z.object({ providerId: z.string() }), body: jsonBody(providerChange) },
  responses: { 200: jsonAnswer(provider, 'The provider'), ...problemResponses },
})

const testKeyRoute = createRoute({
  method: 'post',
  path: '/organizations/{organizationId}/provider-keys/{provider}/test',
  tags,
  summary: 'Try a provider key with one short call to its cheapest model',
  request: { params: z.object({ organizationId: z.uuid(), provider: z.string().regex(/^[a-z0-9-]{2,60}$/) }) },
  responses: {
    200: jsonAnswer(
      z
        .object({
          works: z.boolean(),
          model: z.string(),
          latency: z.number().int().describe('Milliseconds'),
          cost: z.number().describe('US dollars'),
          problem: z.string().nullable(),
        })
        .openapi('KeyTest'),
      'What trying it showed',
    ),
    ...problemResponses,
  },
})

/** Which models there are, and the operator's hand on them. */
export function modelRoutes() {
  return routes()
    .openapi(modelsRoute, async c =>
      c.json({ items: await listModels(c.var.octavo, callerOf(c), c.req.valid('query').organizationId) }, 200),
    )
    .openapi(providersRoute, async c => c.json({ items: await listProviders(c.var.octavo, callerOf(c)) }, 200))
    .openapi(metricsRoute, async c =>
      c.json({ items: await listMetrics(c.var.octavo, callerOf(c), c.req.valid('query').days) }, 200),
    )
    .openapi(putModelRoute, async c => c.json(await putModel(c.var.octavo, callerOf(c), c.req.valid('json')), 201))
    .openapi(changeModelRoute, async c =>
      c.json(await changeModel(c.var.octavo, callerOf(c), c.req.valid('query').id, c.req.valid('json')), 200),
    )
    .openapi(testKeyRoute, async c => {
      const { organizationId, provider } = c.req.valid('param')
      return c.json(await testKey(c.var.octavo, callerOf(c), organizationId, provider), 200)
    })
    .openapi(changeProviderRoute, async c =>
      c.json(
        await changeProvider(c.var.octavo, callerOf(c), c.req.valid('param').providerId, c.req.valid('json')),
        200,
      ),
    )
}
