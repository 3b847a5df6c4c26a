import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { jsonAnswer } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { readReferences, referencesView } from './references.ts'

export function referencesRoutes() {
  return routes().openapi(
    createRoute({
      method: 'get',
      path: '/books/{id}/references',
      tags: ['books'],
      summary: 'What its chapters can refer to: labels and citation keys',
      request: { params: z.object({ id: z.uuid() }) },
      responses: { 200: jsonAnswer(referencesView, 'Labels and keys'), ...problemResponses },
    }),
    async context =>
      context.json(await readReferences(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
  )
}
