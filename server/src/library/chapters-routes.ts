import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { editedVersion, etagOf } from '../http/etag.ts'
import { json, jsonBody } from '../http/json.ts'
import { pageOf, pageQuery } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import {
  changeChapter,
  chapterChanges,
  chapterText,
  chapterView,
  createChapter,
  deleteChapter,
  newChapter,
  readChapter,
  writeChapter,
} from './chapters.ts'
import { listVersions, readVersion, restoreVersion, versionDetail, versionView } from './versions.ts'

const byId = z.object({ id: z.uuid() })
const byNumber = z.object({ id: z.uuid(), number: z.coerce.number().int().min(1).max(2_147_483_647) })
const tags = ['chapters']
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
        description: 'Unchanged text makes no version. 412 carries the current version as ETag and currentVersion.',
        request: { params: byId, body: jsonBody(chapterText) },
        responses: { 200: theChapter, ...problemResponses },
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
        summary: 'Change status, summary or notes; makes no version',
        request: { params: byId, body: jsonBody(chapterChanges) },
        responses: { 200: theChapter, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const chapter = await changeChapter(context.get('octavo'), callerOf(context), id, context.req.valid('json'))
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
    .openapi(
      createRoute({
        method: 'get',
        path: '/chapters/{id}/versions',
        tags,
        summary: 'The versions of a chapter, newest first',
        request: { params: byId, query: pageQuery },
        responses: { 200: { description: 'A page of versions', ...json(pageOf(versionView)) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listVersions(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/chapters/{id}/versions/{number}',
        tags,
        summary: 'One version with its text',
        request: { params: byNumber },
        responses: { 200: { description: 'The version', ...json(versionDetail) }, ...problemResponses },
      }),
      async context => {
        const { id, number } = context.req.valid('param')
        return context.json(await readVersion(context.get('octavo'), callerOf(context), id, number), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/chapters/{id}/versions/{number}/restore',
        tags,
        summary: 'Make an earlier version the newest again',
        request: { params: byNumber },
        responses: { 200: theChapter, ...problemResponses },
      }),
      async context => {
        const { id, number } = context.req.valid('param')
        const chapter = await restoreVersion(context.get('octavo'), callerOf(context), id, number)
        context.header('ETag', etagOf(chapter.version))
        return context.json(chapter, 200)
      },
    )
}
