import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { json, jsonBody } from '../../http/json.ts'
import { pageOf } from '../../http/pagination.ts'
import { problemResponses } from '../../http/problem.ts'
import { acceptance, acceptSuggestion, rejectSuggestion } from './decide.ts'
import { suggestionView } from './suggestion-view.ts'
import {
  addSuggestion,
  listSuggestions,
  newSuggestion,
  readSuggestion,
  suggestionQuery,
  withdrawSuggestion,
} from './suggestions.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['suggestions']
const theSuggestion = { description: 'The suggestion, each hunk where it is now', ...json(suggestionView) }
const aPage = { description: 'A page of suggestions', ...json(pageOf(suggestionView)) }

export function suggestionsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/suggestions',
        tags,
        summary: 'The suggestions for a whole book, oldest first',
        request: { params: byId, query: suggestionQuery },
        responses: { 200: aPage, ...problemResponses },
      }),
      async context => {
        const of = { bookId: context.req.valid('param').id }
        return context.json(
          await listSuggestions(context.get('octavo'), callerOf(context), of, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/chapters/{id}/suggestions',
        tags,
        summary: 'The suggestions for a chapter, oldest first',
        request: { params: byId, query: suggestionQuery },
        responses: { 200: aPage, ...problemResponses },
      }),
      async context => {
        const of = { chapterId: context.req.valid('param').id }
        return context.json(
          await listSuggestions(context.get('octavo'), callerOf(context), of, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/chapters/{id}/suggestions',
        tags,
        summary: 'Suggest changes of the text',
        request: { params: byId, body: jsonBody(newSuggestion) },
        responses: { 201: theSuggestion, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await addSuggestion(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/suggestions/{id}',
        tags,
        summary: 'One suggestion',
        request: { params: byId },
        responses: { 200: theSuggestion, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await readSuggestion(context.get('octavo'), callerOf(context), id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/suggestions/{id}',
        tags,
        summary: 'Take your suggestion back while it is open',
        request: { params: byId },
        responses: { 204: { description: 'Taken back' }, ...problemResponses },
      }),
      async context => {
        await withdrawSuggestion(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/suggestions/{id}/accept',
        tags,
        summary: 'Accept all or some hunks, as a new version',
        description: 'What was edited since stays. 409 names the hunks that no longer fit; then nothing is changed.',
        request: { params: byId, body: jsonBody(acceptance) },
        responses: { 200: theSuggestion, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await acceptSuggestion(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/suggestions/{id}/reject',
        tags,
        summary: 'Reject a suggestion; the text stays',
        request: { params: byId },
        responses: { 200: theSuggestion, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await rejectSuggestion(context.get('octavo'), callerOf(context), id), 200)
      },
    )
}
