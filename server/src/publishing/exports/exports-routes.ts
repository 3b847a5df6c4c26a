import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { jsonAnswer, jsonBody } from '../../http/json.ts'
import { pageOf } from '../../http/pagination.ts'
import { problemResponses } from '../../http/problem.ts'
import { sendContent } from '../../library/files/send-file.ts'
import { exportView } from './export-view.ts'
import {
  cancelExport,
  deleteExport,
  exportQuery,
  findExported,
  listExports,
  newExport,
  readExport,
  requestExport,
} from './exports.ts'
import { showExport, shownExport } from './show-export.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['exports']
const bytes = { 'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } }

/** Books in other forms: asked for, watched, downloaded. */
export function exportsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/exports',
        tags,
        summary: 'Make a book in another form',
        description:
          'Queues a job, which counts as one export of the plan if something comes of it. Watch it at /v1/jobs/{jobId}/events, then download it within 30 days.',
        request: { params: byId, body: jsonBody(newExport) },
        responses: { 201: jsonAnswer(exportView, 'The export'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await requestExport(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/exports',
        tags,
        summary: 'What was made of a book, newest first',
        request: { params: byId, query: exportQuery },
        responses: { 200: jsonAnswer(pageOf(exportView), 'A page of exports'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listExports(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/exports/{id}',
        tags,
        summary: 'An export: how far it is, what it says, what came of it',
        request: { params: byId },
        responses: { 200: jsonAnswer(exportView, 'The export'), ...problemResponses },
      }),
      async context =>
        context.json(await readExport(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/exports/{id}/content',
        tags,
        summary: 'Download an export',
        description: 'With ETag and, by a Range header, in parts.',
        request: { params: byId },
        responses: { 200: { description: 'The file', content: bytes }, ...problemResponses },
      }),
      async context => {
        const octavo = context.get('octavo')
        const file = await findExported(octavo, callerOf(context), context.req.valid('param').id)
        return sendContent(context, octavo, file)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/exports/{id}/shown',
        tags,
        summary: 'What is inside an export, and where to look at it',
        description: 'A site, an EPUB and an HTML page can be looked at, each in an origin of its own.',
        request: { params: byId },
        responses: { 200: jsonAnswer(shownExport, 'Its files'), ...problemResponses },
      }),
      async context =>
        context.json(await showExport(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/exports/{id}/cancel',
        tags,
        summary: 'Cancel an export that is not finished',
        request: { params: byId },
        responses: { 200: jsonAnswer(exportView, 'The export'), ...problemResponses },
      }),
      async context =>
        context.json(await cancelExport(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/exports/{id}',
        tags,
        summary: 'Delete an export with its file',
        request: { params: byId },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        await deleteExport(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}
