import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { editedVersion, etagOf, versionIfSaid } from '../http/etag.ts'
import { json, jsonBody } from '../http/json.ts'
import { problemDetails, problemResponses } from '../http/problem.ts'
import { chapterView, createChapter, deleteChapter, newChapter, readChapter } from './chapters.ts'
import { changeChapter, chapterChanges } from './review/change-chapter.ts'
import { possibleMove } from './review/moves.ts'
import { chapterText, mergeProblem, writeChapter } from './versions/write-text.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['chapters']
const moveProblem = problemDetails.extend({ moves: z.array(possibleMove) }).openapi('MoveProblem')
const problem = <Schema extends z.ZodType>(schema: Schema) => ({ content: { 'application/problem+json': { schema } } })
const theChapter = { description: 'The chapter; its ETag is its version', ...json(chapterView) }

export function chaptersRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/chapters',
        tags,
        summary: 'Add a chapter, in an outline item or a new one',
        request: { params: byId, body: jsonBody(newChapter) },
        responses: { 201: theChapter, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const chapter = await createChapter(context.get('octavo'), callerOf(context), id, context.req.valid('json'))
        context.header('ETag', etagOf(chapter.version))
        return context.json(chapter, 201)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/chapters/{id}',
        tags,
        summary: 'A chapter with its text',
        request: { params: byId },
        responses: { 200: theChapter, ...problemResponses },
      }),
      async context => {
        const chapter = await readChapter(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        context.header('ETag', etagOf(chapter.version))
        return context.json(chapter, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/chapters/{id}',
        tags,
        summary: 'Save the text as a new version; needs If-Match',
        description: `Unchanged text makes no version. 412 carries the current version as ETag and currentVersion; with
"merge", what was saved meanwhile is merged in, and 409 is answered only when both changed the same place. An autosave
takes the place in the history of the one you made up to five minutes before it.`,
        request: { params: byId, body: jsonBody(chapterText) },
        responses: {
          200: theChapter,
          409: { description: 'Both changed the same place; nothing was saved', ...problem(mergeProblem) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const text = context.req.valid('json')
        const chapter = await writeChapter(context.get('octavo'), callerOf(context), id, text, editedVersion(context))
        context.header('ETag', etagOf(chapter.version))
        return context.json(chapter, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/chapters/{id}',
        tags,
        summary: 'Move to another status, or change summary or notes; makes no version',
        description: `Where you may move it, "moves" of the chapter says; draft, generated and edited follow from the text.
To approve and to publish send the version you have read as If-Match; for the rest it may be left out.`,
        request: { params: byId, body: jsonBody(chapterChanges) },
        responses: {
          200: theChapter,
          403: { description: 'Somebody else may move it there', ...problem(moveProblem) },
          409: { description: 'There is no such move', ...problem(moveProblem) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const changes = context.req.valid('json')
        const read = versionIfSaid(context)
        const chapter = await changeChapter(context.get('octavo'), callerOf(context), id, changes, read)
        context.header('ETag', etagOf(chapter.version))
        return context.json(chapter, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/chapters/{id}',
        tags,
        summary: 'Delete a chapter with all its versions, for good',
        request: { params: byId },
        responses: { 204: { description: 'Deleted; its outline item stays' }, ...problemResponses },
      }),
      async context => {
        await deleteChapter(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}
