import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { editedVersion, etagOf, versionIfSaid } from '../../http/etag.ts'
import { jsonAnswer, jsonBody } from '../../http/json.ts'
import { pageOf, pageQuery } from '../../http/pagination.ts'
import { problemResponses } from '../../http/problem.ts'
import { beginImport, importAddress, importFrom, importQuery } from './begin-import.ts'
import { confirmation, confirmStructure, importedView } from './confirm-structure.ts'
import { structureEdits, structureSummary, structureView } from './structure-view.ts'
import {
  blocksQuery,
  blocksView,
  deleteStructure,
  editProposed,
  listStructures,
  readBlocks,
  readStructure,
} from './structures.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['imports']
const bytes = { 'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } }
const read =
  'The body is the file; what it is, its content says: MyST, Jupyter Book or Markdown (a folder as zip), EPUB, DOCX, PDF, HTML, plain text. Watch the job at /v1/jobs/{jobId}/events; then the structure proposes chapters, and none exists before it is confirmed.'

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Manuscripts that come in: read, divided, corrected, confirmed. */
export function importsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'post',
        path: '/imports',
        tags,
        summary: 'Import a file as a new book',
        description: read,
        request: { query: importQuery, body: { required: true, content: bytes } },
        responses: { 201: jsonAnswer(structureView, 'What is being read'), ...problemResponses },
      }),
      async context => {
        const input = { ...context.req.valid('query'), content: context.req.raw.body ?? nothing() }
        return context.json(await beginImport(context.get('octavo'), callerOf(context), input), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/imports/address',
        tags,
        summary: 'Import what is at an address as a new book',
        request: { body: jsonBody(importAddress) },
        responses: { 201: jsonAnswer(structureView, 'What is being read'), ...problemResponses },
      }),
      async context =>
        context.json(await importFrom(context.get('octavo'), callerOf(context), context.req.valid('json')), 201),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/imports',
        tags,
        summary: 'Import a file into a book, or import it again',
        description: `${read} Into a book that was imported before, confirming updates its chapters.`,
        request: { params: byId, query: importQuery.pick({ name: true }), body: { required: true, content: bytes } },
        responses: { 201: jsonAnswer(structureView, 'What is being read'), ...problemResponses },
      }),
      async context => {
        const input = {
          ...context.req.valid('query'),
          bookId: context.req.valid('param').id,
          content: context.req.raw.body ?? nothing(),
        }
        return context.json(await beginImport(context.get('octavo'), callerOf(context), input), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/imports/address',
        tags,
        summary: 'Import what is at an address into a book',
        request: { params: byId, body: jsonBody(importAddress.pick({ url: true })) },
        responses: { 201: jsonAnswer(structureView, 'What is being read'), ...problemResponses },
      }),
      async context => {
        const input = { ...context.req.valid('json'), bookId: context.req.valid('param').id }
        return context.json(await importFrom(context.get('octavo'), callerOf(context), input), 201)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/structures',
        tags,
        summary: 'What was imported into a book, newest first',
        request: { params: byId, query: pageQuery },
        responses: { 200: jsonAnswer(pageOf(structureSummary), 'A page of structures'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listStructures(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/structures/{id}',
        tags,
        summary: 'A proposed structure: its chapters, how they were found, where every character is',
        request: { params: byId },
        responses: { 200: jsonAnswer(structureView, 'The structure'), ...problemResponses },
      }),
      async context => {
        const view = await readStructure(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        context.header('etag', etagOf(view.version))
        return context.json(view, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/structures/{id}/blocks',
        tags,
        summary: 'The words of an upload by blocks, to see where a chapter begins',
        request: { params: byId, query: blocksQuery },
        responses: { 200: jsonAnswer(blocksView, 'Some of its blocks'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await readBlocks(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/structures/{id}',
        tags,
        summary: 'Correct a proposed structure',
        description: 'All operations or none. Send the ETag you read as If-Match.',
        request: { params: byId, body: jsonBody(structureEdits) },
        responses: { 200: jsonAnswer(structureView, 'The structure'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const octavo = context.get('octavo')
        const edits = context.req.valid('json')
        const view = await editProposed(octavo, callerOf(context), id, edits, editedVersion(context))
        context.header('etag', etagOf(view.version))
        return context.json(view, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/structures/{id}/confirm',
        tags,
        summary: 'Make chapters of a proposed structure',
        description:
          'Into a book that was imported before, chapters are found again and updated; what was edited meanwhile is merged, and nothing is deleted. If-Match refuses when somebody has changed the structure.',
        request: { params: byId, body: jsonBody(confirmation) },
        responses: { 200: jsonAnswer(importedView, 'What became of each chapter'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const expected = versionIfSaid(context) ?? null
        return context.json(
          await confirmStructure(context.get('octavo'), callerOf(context), id, context.req.valid('json'), expected),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/structures/{id}',
        tags,
        summary: 'Forget a structure; its chapters and its original stay',
        request: { params: byId },
        responses: { 204: { description: 'Forgotten' }, ...problemResponses },
      }),
      async context => {
        await deleteStructure(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}
