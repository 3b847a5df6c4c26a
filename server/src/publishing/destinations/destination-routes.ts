import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { jsonAnswer, jsonBody } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { previewPublish, previewView } from '../preview.ts'
import {
  changeDestination,
  destinationChanges,
  destinationView,
  listDestinations,
  makeDestination,
  newDestination,
  removeDestination,
} from './destinations.ts'

const tags = ['publishing']
const byBook = z.object({ id: z.uuid() })
const byId = byBook.extend({ destinationId: z.uuid() })
const path = '/books/{id}/publishing/destinations'

export function destinationRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path,
        tags,
        summary: 'Where a book goes',
        request: { params: byBook },
        responses: {
          200: jsonAnswer(z.object({ items: z.array(destinationView) }), 'Destinations'),
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json({ items: await listDestinations(context.get('octavo'), callerOf(context), id) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path,
        tags,
        summary: 'Choose where a book goes; on request its repository is created',
        description: 'The same place again is the same destination.',
        request: { params: byBook, body: jsonBody(newDestination) },
        responses: { 201: jsonAnswer(destinationView, 'The destination'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await makeDestination(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: `${path}/{destinationId}`,
        tags,
        summary: 'Change whether it has a site, and whether changes come back by themselves',
        request: { params: byId, body: jsonBody(destinationChanges) },
        responses: { 200: jsonAnswer(destinationView, 'The destination'), ...problemResponses },
      }),
      async context => {
        const { id, destinationId } = context.req.valid('param')
        const changes = context.req.valid('json')
        return context.json(
          await changeDestination(context.get('octavo'), callerOf(context), id, destinationId, changes),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: `${path}/{destinationId}`,
        tags,
        summary: 'Publish there no more; what is there stays',
        request: { params: byId },
        responses: { 204: { description: 'Removed' }, ...problemResponses },
      }),
      async context => {
        const { id, destinationId } = context.req.valid('param')
        await removeDestination(context.get('octavo'), callerOf(context), id, destinationId)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: `${path}/{destinationId}/preview`,
        tags,
        summary: 'What publishing would change there',
        description: 'Nothing is changed. Publish with its "base", and it is refused if somebody pushed meanwhile.',
        request: { params: byId },
        responses: { 200: jsonAnswer(previewView, 'The preview'), ...problemResponses },
      }),
      async context => {
        const { id, destinationId } = context.req.valid('param')
        return context.json(await previewPublish(context.get('octavo'), callerOf(context), id, destinationId), 200)
      },
    )
}
