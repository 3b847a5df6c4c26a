import { createRoute, z } from '@hono/zod-openapi'
import { codexKinds } from '@octavo/manuscript'
import { callerOf, routes } from '../http/environment.ts'
import { json, jsonBody } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import {
  changeCodexEntry,
  codexChanges,
  codexDetail,
  codexView,
  createCodexEntry,
  deleteCodexEntry,
  listCodex,
  newCodexEntry,
  readCodexEntry,
} from './codex.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['codex']
const theEntry = { description: 'The entry with its evidence', ...json(codexDetail) }
const filter = pageQuery.extend({ kind: z.enum(codexKinds).optional(), q: z.string().max(500).optional() })

export function codexRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/codex',
        tags,
        summary: 'The people, places, terms, things and events of a book',
        request: { params: byId, query: filter },
        responses: { 200: { description: 'A page of entries', ...json(pageOf(codexView)) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listCodex(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/codex',
        tags,
        summary: 'Add an entry of your own',
        request: { params: byId, body: jsonBody(newCodexEntry) },
        responses: { 201: theEntry, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await createCodexEntry(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/codex/{id}',
        tags,
        summary: 'An entry with the passages it was read from',
        request: { params: byId },
        responses: { 200: theEntry, ...problemResponses },
      }),
      async context =>
        context.json(
          await readCodexEntry(context.get('octavo'), callerOf(context), context.req.valid('param').id),
          200,
        ),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/codex/{id}',
        tags,
        summary: 'Correct an entry; no job changes it from then on',
        request: { params: byId, body: jsonBody(codexChanges) },
        responses: { 200: theEntry, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await changeCodexEntry(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/codex/{id}',
        tags,
        summary: 'Delete an entry',
        request: { params: byId },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        await deleteCodexEntry(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}
