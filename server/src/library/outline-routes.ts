import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { itemEvidence, readItemEvidence } from './item-evidence.ts'
import { addItem, changeItem, deleteItem, itemChanges, newItem, outlineView, readOutline } from './outline.ts'
import { replaceOutline, wholeOutline } from './replace-outline.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['outline']
const theOutline = { description: 'The outline as it is now', ...json(outlineView) }

export function outlineRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/outline',
        tags,
        summary: 'The outline as a tree, with what is written',
        request: { params: byId },
        responses: { 200: theOutline, ...problemResponses },
      }),
      async context =>
        context.json(await readOutline(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/books/{id}/outline',
        tags,
        summary: 'Replace the outline, or reorder all of it in one save',
        description:
          'Items with an id are kept and moved, items without one are new, items left out are deleted. Refused when text would be lost, or approved items changed without overwriteApproved.',
        request: { params: byId, body: jsonBody(wholeOutline) },
        responses: { 200: theOutline, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await replaceOutline(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/outline/items',
        tags,
        summary: 'Add an item',
        request: { params: byId, body: jsonBody(newItem) },
        responses: {
          201: {
            description: 'Its id, and the outline as it is now',
            ...json(z.object({ id: z.uuid(), outline: outlineView })),
          },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await addItem(context.get('octavo'), callerOf(context), id, context.req.valid('json')), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/outline-items/{id}',
        tags,
        summary: 'Change or move an item',
        description:
          'parentId moves it to the end there or to position; position alone reorders it among its siblings.',
        request: { params: byId, body: jsonBody(itemChanges) },
        responses: { 200: theOutline, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await changeItem(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/outline-items/{id}',
        tags,
        summary: 'Delete an item with everything below it; refused when there is text',
        request: { params: byId },
        responses: { 200: theOutline, ...problemResponses },
      }),
      async context =>
        context.json(await deleteItem(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/outline-items/{id}/passages',
        tags,
        summary: 'The passages an item stands on, section by section, each with its source',
        request: { params: byId },
        responses: { 200: { description: 'Its evidence', ...json(itemEvidence) }, ...problemResponses },
      }),
      async context =>
        context.json(
          await readItemEvidence(context.get('octavo'), callerOf(context), context.req.valid('param').id),
          200,
        ),
    )
}
