import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { json } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { bookStatistics, chapterStatistics, readBookStatistics, readChapterStatistics } from './statistics.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['statistics']

export function statisticsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/chapters/{id}/statistics',
        tags,
        summary: 'What is counted in a chapter: words, sentences, readability, sentiment, topics',
        description: 'Calculated when asked for and kept until the text or the language changes.',
        request: { params: byId },
        responses: { 200: { description: 'Its statistics', ...json(chapterStatistics) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await readChapterStatistics(context.get('octavo'), callerOf(context), id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/statistics',
        tags,
        summary: 'What is counted in a book, and in each of its chapters',
        request: { params: byId },
        responses: { 200: { description: 'Its statistics', ...json(bookStatistics) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await readBookStatistics(context.get('octavo'), callerOf(context), id), 200)
      },
    )
}
