import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { etagOf } from '../../http/etag.ts'
import { json, jsonBody } from '../../http/json.ts'
import { pageOf } from '../../http/pagination.ts'
import { problemResponses } from '../../http/problem.ts'
import { chapterView } from '../chapters.ts'
import { compareVersions, comparison, comparisonQuery } from './compare.ts'
import { labelVersion, unlabelVersion, versionLabel } from './labels.ts'
import { versionDetail, versionView } from './version-view.ts'
import { listVersions, readVersion, restoreVersion, versionQuery } from './versions.ts'

const byId = z.object({ id: z.uuid() })
const byNumber = z.object({ id: z.uuid(), number: z.coerce.number().int().min(1).max(2_147_483_647) })
const tags = ['chapters']

export function versionsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/chapters/{id}/versions',
        tags,
        summary: 'The versions of a chapter, newest first',
        request: { params: byId, query: versionQuery },
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
        path: '/chapters/{id}/versions/compare',
        tags,
        summary: 'What changed from one version to another, by words and by lines',
        request: { params: byId, query: comparisonQuery },
        responses: { 200: { description: 'The comparison', ...json(comparison) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await compareVersions(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
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
        responses: {
          200: { description: 'The chapter; its ETag is its version', ...json(chapterView) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id, number } = context.req.valid('param')
        const chapter = await restoreVersion(context.get('octavo'), callerOf(context), id, number)
        context.header('ETag', etagOf(chapter.version))
        return context.json(chapter, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/chapters/{id}/versions/{number}/label',
        tags,
        summary: 'Name a version, so that it is found and never dropped',
        request: { params: byNumber, body: jsonBody(versionLabel) },
        responses: { 200: { description: 'The version', ...json(versionView) }, ...problemResponses },
      }),
      async context => {
        const { id, number } = context.req.valid('param')
        const { name } = context.req.valid('json')
        return context.json(await labelVersion(context.get('octavo'), callerOf(context), id, number, name), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/chapters/{id}/versions/{number}/label',
        tags,
        summary: 'Take the name of a version away',
        request: { params: byNumber },
        responses: { 204: { description: 'The version has no label' }, ...problemResponses },
      }),
      async context => {
        const { id, number } = context.req.valid('param')
        await unlabelVersion(context.get('octavo'), callerOf(context), id, number)
        return context.body(null, 204)
      },
    )
}
