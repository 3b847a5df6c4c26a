import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { jsonAnswer, jsonBody } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { bePresent, presenceView, whereabouts } from './presence.ts'

export function presenceRoutes() {
  return routes().openapi(
    createRoute({
      method: 'put',
      path: '/chapters/{id}/presence',
      tags: ['chapters'],
      summary: 'Say that you have a chapter open, and see who else has',
      description: 'Said anew every few seconds; who is not heard of for 20 s is gone.',
      request: { params: z.object({ id: z.uuid() }), body: jsonBody(whereabouts) },
      responses: { 200: jsonAnswer(presenceView, 'Who else is there, and the version'), ...problemResponses },
    }),
    async context => {
      const { id } = context.req.valid('param')
      const answer = await bePresent(context.get('octavo'), callerOf(context), id, context.req.valid('json'))
      return context.json(answer, 200)
    },
  )
}
