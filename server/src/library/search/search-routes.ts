import { createRoute, z } from '@hono/zod-openapi'
import { job as jobView } from '../../generation/job-routes.ts'
import { callerOf, routes } from '../../http/environment.ts'
import { json, jsonBody } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { duplicatesAnswer, duplicatesIn, duplicatesQuery } from './duplicates.ts'
import { chooseEmbedder, embedderChoice, indexView, readIndex } from './embedder.ts'
import { search, searchAnswer, searchQuery } from './search.ts'
import { similarAnswer, similarQuery, similarToChapter, similarToPassage } from './similar.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['search']

export function searchRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/search',
        tags,
        summary: 'Find books, chapters and sources by words and meaning',
        request: { query: searchQuery },
        responses: { 200: { description: 'What was found, best first', ...json(searchAnswer) }, ...problemResponses },
      }),
      async context =>
        context.json(await search(context.get('octavo'), callerOf(context), context.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/passages/{id}/similar',
        tags,
        summary: 'What is about the same as a passage of a source',
        request: { params: byId, query: similarQuery },
        responses: { 200: { description: 'Most alike first', ...json(similarAnswer) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const wish = context.req.valid('query')
        return context.json(await similarToPassage(context.get('octavo'), callerOf(context), id, wish), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/chapters/{id}/similar',
        tags,
        summary: 'What is about the same as a chapter',
        request: { params: byId, query: similarQuery },
        responses: { 200: { description: 'Most alike first', ...json(similarAnswer) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const wish = context.req.valid('query')
        return context.json(await similarToChapter(context.get('octavo'), callerOf(context), id, wish), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/duplicates',
        tags,
        summary: 'Paragraphs that stand twice in a book and its sources',
        request: { params: byId, query: duplicatesQuery },
        responses: { 200: { description: 'Most alike first', ...json(duplicatesAnswer) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const wish = context.req.valid('query')
        return context.json(await duplicatesIn(context.get('octavo'), callerOf(context), id, wish), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/embeddings',
        tags,
        summary: 'By which model a book is searched, and how far search is with it',
        request: { params: byId },
        responses: { 200: { description: 'How far search is', ...json(indexView) }, ...problemResponses },
      }),
      async context =>
        context.json(await readIndex(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/embeddings',
        tags,
        summary: 'Index a book anew, by its model or another one',
        description: 'A job. Search goes on with the old vectors until all new ones are there.',
        request: { params: byId, body: jsonBody(embedderChoice) },
        responses: { 201: { description: 'The job, queued', ...json(jobView) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const job = await chooseEmbedder(context.get('octavo'), callerOf(context), id, context.req.valid('json'))
        return context.json(job, 201)
      },
    )
}
