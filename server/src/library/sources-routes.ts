import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { addedSource, addFiles, addSource, newSource, sourceFiles } from './add-source.ts'
import { listPassages, passageView } from './passages.ts'
import {
  deleteSource,
  listSources,
  orderSources,
  readSource,
  renameSource,
  sourceChanges,
  sourceDetail,
  sourceOrder,
  sourceView,
} from './sources.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['sources']
const theSources = { description: 'In the author’s order', ...json(z.object({ items: z.array(sourceView) })) }

export function sourcesRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/sources',
        tags,
        summary: 'What a book stands on',
        request: { params: byId },
        responses: { 200: theSources, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json({ items: await listSources(context.get('octavo'), callerOf(context), id) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/sources',
        tags,
        summary: 'Add a text or a web page',
        description:
          'What comes from the same origin again replaces its text; passages that stay the same keep their ids. A page may be on any port of a public address; it is read as the Markdown of its article.',
        request: { params: byId, body: jsonBody(newSource) },
        responses: { 201: { description: 'What was added', ...json(addedSource) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await addSource(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/sources/files',
        tags,
        summary: 'Add files, all or none',
        description:
          'Field "files", 10 MB each: Markdown and text, in UTF-8 or UTF-16 with a mark, as they are; EPUB, DOCX, PDF and HTML as the Markdown of their text.',
        request: {
          params: byId,
          body: { required: true, content: { 'multipart/form-data': { schema: sourceFiles } } },
        },
        responses: {
          201: { description: 'What was added', ...json(z.object({ items: z.array(addedSource) })) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const files = [context.req.valid('form').files].flat()
        return context.json({ items: await addFiles(context.get('octavo'), callerOf(context), id, files) }, 201)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/books/{id}/sources/order',
        tags,
        summary: 'Put all sources into an order',
        request: { params: byId, body: jsonBody(sourceOrder) },
        responses: { 200: theSources, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const order = context.req.valid('json')
        return context.json({ items: await orderSources(context.get('octavo'), callerOf(context), id, order) }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/sources/{id}',
        tags,
        summary: 'A source with its text',
        request: { params: byId },
        responses: { 200: { description: 'The source', ...json(sourceDetail) }, ...problemResponses },
      }),
      async context =>
        context.json(await readSource(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/sources/{id}/passages',
        tags,
        summary: 'A source in passages, each with its exact place',
        request: { params: byId, query: pageQuery },
        responses: { 200: { description: 'A page of passages', ...json(pageOf(passageView)) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listPassages(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/sources/{id}',
        tags,
        summary: 'Rename a source',
        request: { params: byId, body: jsonBody(sourceChanges) },
        responses: { 200: { description: 'The source', ...json(sourceView) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await renameSource(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/sources/{id}',
        tags,
        summary: 'Delete a source with its passages',
        request: { params: byId },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        await deleteSource(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}
