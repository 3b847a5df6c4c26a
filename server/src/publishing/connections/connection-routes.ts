import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { jsonAnswer, jsonBody } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { connect, connectionView, disconnect, listConnections, newConnection } from './connections.ts'
import { connectionKinds } from './kinds.ts'

const tags = ['publishing']
const kindView = z
  .object({ kind: z.string(), title: z.string(), howTo: z.string(), permissions: z.array(z.string()) })
  .openapi('ConnectionKind')

export function connectionRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/connection-kinds',
        tags,
        summary: 'Kinds of connections, and the least each must be allowed',
        responses: { 200: jsonAnswer(z.object({ items: z.array(kindView) }), 'Kinds'), ...problemResponses },
      }),
      context => {
        callerOf(context)
        return context.json({ items: [...connectionKinds] }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/connections',
        tags,
        summary: 'The connections of an organization, without their secrets',
        request: { query: z.object({ organization: z.uuid().optional() }) },
        responses: {
          200: jsonAnswer(z.object({ items: z.array(connectionView) }), 'Connections'),
          ...problemResponses,
        },
      }),
      async context => {
        const { organization } = context.req.valid('query')
        return context.json(
          { items: await listConnections(context.get('octavo'), callerOf(context), organization) },
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/connections',
        tags,
        summary: 'Connect to a place; its secret is never shown again',
        description: 'In place of an older connection of the same name. It is tried first.',
        request: { body: jsonBody(newConnection) },
        responses: { 201: jsonAnswer(connectionView, 'The connection'), ...problemResponses },
      }),
      async context =>
        context.json(await connect(context.get('octavo'), callerOf(context), context.req.valid('json')), 201),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/connections/{id}',
        tags,
        summary: 'Forget a connection and its secret',
        request: { params: z.object({ id: z.uuid() }) },
        responses: { 204: { description: 'Forgotten' }, ...problemResponses },
      }),
      async context => {
        await disconnect(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}
