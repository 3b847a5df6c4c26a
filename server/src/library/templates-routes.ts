import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { etagOf } from '../http/etag.ts'
import { json, jsonBody } from '../http/json.ts'
import { pageOf } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { bookView } from './book-view.ts'
import {
  bookFromTemplate,
  changeTemplate,
  createTemplate,
  deleteTemplate,
  listTemplates,
  newTemplate,
  readTemplate,
  saveAsTemplate,
  startFromTemplate,
  templateChanges,
  templateFilter,
  templateOfBook,
  templateView,
} from './templates.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['templates']
const theTemplate = { description: 'The template', ...json(templateView) }

export function templatesRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/templates',
        tags,
        summary: 'Your organizations’ templates and the public ones',
        request: { query: templateFilter },
        responses: { 200: { description: 'A page of templates', ...json(pageOf(templateView)) }, ...problemResponses },
      }),
      async context =>
        context.json(await listTemplates(context.get('octavo'), callerOf(context), context.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/templates',
        tags,
        summary: 'Make a template',
        request: { body: jsonBody(newTemplate) },
        responses: { 201: theTemplate, ...problemResponses },
      }),
      async context =>
        context.json(await createTemplate(context.get('octavo'), callerOf(context), context.req.valid('json')), 201),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/template',
        tags,
        summary: 'Save how a book is made as a template: prompts, features and outline, no text',
        request: { params: byId, body: jsonBody(templateOfBook) },
        responses: { 201: theTemplate, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await saveAsTemplate(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/templates/{id}',
        tags,
        summary: 'One template',
        request: { params: byId },
        responses: { 200: theTemplate, ...problemResponses },
      }),
      async context =>
        context.json(await readTemplate(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/templates/{id}',
        tags,
        summary: 'Change or share a template',
        request: { params: byId, body: jsonBody(templateChanges) },
        responses: { 200: theTemplate, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await changeTemplate(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/templates/{id}',
        tags,
        summary: 'Delete a template; books made from it stay',
        request: { params: byId },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        await deleteTemplate(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/templates/{id}/books',
        tags,
        summary: 'Begin a book from a template',
        request: { params: byId, body: jsonBody(bookFromTemplate) },
        responses: { 201: { description: 'The book', ...json(bookView) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const book = await startFromTemplate(context.get('octavo'), callerOf(context), id, context.req.valid('json'))
        context.header('ETag', etagOf(book.version))
        return context.json(book, 201)
      },
    )
}
