import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { featureFilter, featureView, listFeatures, readFeature, switchFeature } from './feature-catalogue.ts'

const byName = z.object({ id: z.string().min(1).max(100) })
const tags = ['features']

const listRoute = createRoute({
  method: 'get',
  path: '/features',
  tags,
  summary: 'What MyST can do, by category and importance',
  request: { query: featureFilter },
  responses: { 200: jsonAnswer(z.object({ items: z.array(featureView) }), 'The catalogue'), ...problemResponses },
})
const getRoute = createRoute({
  method: 'get',
  path: '/features/{id}',
  tags,
  summary: 'A feature, by its id or another name of it',
  request: { params: byName },
  responses: { 200: jsonAnswer(featureView, 'The feature'), ...problemResponses },
})
const switchRoute = createRoute({
  method: 'patch',
  path: '/operator/features/{id}',
  tags: ['operator'],
  summary: 'Switch a feature on or off for the whole installation',
  description: 'Audits and remediations leave inactive features out, also where a book requires them.',
  request: { params: byName, body: jsonBody(z.object({ active: z.boolean() })) },
  responses: { 200: jsonAnswer(featureView, 'The feature'), ...problemResponses },
})

/** The catalogue of features, and the operator's switch. */
export function featureRoutes() {
  return routes()
    .openapi(listRoute, async c =>
      c.json({ items: await listFeatures(c.var.octavo, callerOf(c), c.req.valid('query')) }, 200),
    )
    .openapi(getRoute, async c => c.json(await readFeature(c.var.octavo, callerOf(c), c.req.valid('param').id), 200))
    .openapi(switchRoute, async c => {
      const { active } = c.req.valid('json')
      return c.json(await switchFeature(c.var.octavo, callerOf(c), c.req.valid('param').id, active), 200)
    })
}
