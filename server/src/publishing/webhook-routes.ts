import { createRoute, z } from '@hono/zod-openapi'
import { routes } from '../http/environment.ts'
import { jsonAnswer } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { takeWebhook } from './webhook.ts'

const headers = z.object({
  'x-github-event': z.string().max(100),
  'x-github-delivery': z.string().min(1).max(100),
  'x-hub-signature-256': z.string().max(200).default(''),
})

export function webhookRoutes() {
  return routes().openapi(
    createRoute({
      method: 'post',
      path: '/webhooks/github',
      tags: ['publishing'],
      summary: 'What GitHub tells of a repository',
      description: 'Signed with the secret of the connection (X-Hub-Signature-256). A push brings its changes back.',
      security: [],
      request: { headers },
      responses: {
        202: jsonAnswer(z.object({ syncs: z.number().int() }), 'How many syncs it began'),
        ...problemResponses,
      },
    }),
    async context => {
      const given = context.req.valid('header')
      const delivery = {
        event: given['x-github-event'],
        id: given['x-github-delivery'],
        signature: given['x-hub-signature-256'],
        body: new Uint8Array(await context.req.arrayBuffer()),
      }
      return context.json(await takeWebhook(context.get('octavo'), delivery), 202)
    },
  )
}
