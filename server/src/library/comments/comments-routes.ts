import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { json, jsonBody } from '../../http/json.ts'
import { pageOf } from '../../http/pagination.ts'
import { problemResponses } from '../../http/problem.ts'
import { commentView } from './comment-view.ts'
import {
  addComment,
  changeComment,
  commentChanges,
  commentQuery,
  deleteComment,
  listComments,
  newComment,
  readComment,
  resolveComment,
} from './comments.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['comments']
const theThread = { description: 'The comment with its answers', ...json(commentView) }
const aPage = { description: 'A page of comments with their answers', ...json(pageOf(commentView)) }

export function commentsRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/comments',
        tags,
        summary: 'The comments on a whole book, oldest first',
        request: { params: byId, query: commentQuery },
        responses: { 200: aPage, ...problemResponses },
      }),
      async context => {
        const of = { bookId: context.req.valid('param').id }
        return context.json(
          await listComments(context.get('octavo'), callerOf(context), of, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/chapters/{id}/comments',
        tags,
        summary: 'The comments on a chapter, oldest first, each where its passage is now',
        request: { params: byId, query: commentQuery },
        responses: { 200: aPage, ...problemResponses },
      }),
      async context => {
        const of = { chapterId: context.req.valid('param').id }
        return context.json(
          await listComments(context.get('octavo'), callerOf(context), of, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/chapters/{id}/comments',
        tags,
        summary: 'Comment on a chapter or a passage of it, or answer',
        request: { params: byId, body: jsonBody(newComment) },
        responses: { 201: theThread, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await addComment(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/comments/{id}',
        tags,
        summary: 'The thread a comment belongs to',
        request: { params: byId },
        responses: { 200: theThread, ...problemResponses },
      }),
      async context =>
        context.json(await readComment(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/comments/{id}',
        tags,
        summary: 'Change what your comment says',
        request: { params: byId, body: jsonBody(commentChanges) },
        responses: { 200: theThread, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await changeComment(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/comments/{id}',
        tags,
        summary: 'Delete your comment, or as an editor a whole thread',
        request: { params: byId },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        await deleteComment(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/comments/{id}/resolve',
        tags,
        summary: 'Resolve a thread',
        request: { params: byId },
        responses: { 200: theThread, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await resolveComment(context.get('octavo'), callerOf(context), id, true), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/comments/{id}/resolve',
        tags,
        summary: 'Open a resolved thread again',
        request: { params: byId },
        responses: { 200: theThread, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await resolveComment(context.get('octavo'), callerOf(context), id, false), 200)
      },
    )
}
