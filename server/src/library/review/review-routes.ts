import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { json } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { readReview, reviewView } from './review-overview.ts'

export function reviewRoutes() {
  return routes().openapi(
    createRoute({
      method: 'get',
      path: '/books/{id}/review',
      tags: ['chapters'],
      summary: 'How far each chapter is, with its open comments and suggestions counted',
      request: { params: z.object({ id: z.uuid() }) },
      responses: { 200: { description: 'The review', ...json(reviewView) }, ...problemResponses },
    }),
    async context =>
      context.json(await readReview(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
  )
}
