import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { json, jsonAnswer, jsonBody } from '../../http/json.ts'
import { pageOf, pageQuery } from '../../http/pagination.ts'
import { problemResponses } from '../../http/problem.ts'
import { CoverPictures, coverPictureWidth } from './cover-picture.ts'
import { coverView } from './cover-view.ts'
import { chooseCover, deleteCover, listCovers } from './covers.ts'
import {
  drawForBook,
  newCover,
  previewCover,
  previewQuery,
  proposalQuery,
  proposedCovers,
  proposeForBook,
} from './draw.ts'
import { giveCover, givenCover } from './give-cover.ts'
import { wrapCover, wrapFormats, wrapQuery } from './wrap.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['covers']
const binary = { schema: z.any().openapi({ type: 'string', format: 'binary' }) }
const theCover = { description: 'The cover', ...json(coverView) }

export function coversRoutes() {
  const pictures = new CoverPictures()
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/cover',
        tags,
        summary: 'The cover of a book as a small picture: the chosen one, else one drawn from title and authors',
        description: `${coverPictureWidth} pixels wide. Ask with any query that changes with the book, such as its version, to see a change at once.`,
        request: { params: byId },
        responses: {
          200: { description: 'A JPEG', content: { 'image/jpeg': binary } },
          304: { description: 'The picture is still the one of If-None-Match' },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const picture = await pictures.find(context.get('octavo'), callerOf(context), id)
        const headers = {
          etag: picture.etag,
          // Of one person: somebody else who signs in on this machine asks again.
          'cache-control': 'private, max-age=300',
          vary: 'Cookie',
        }
        if (context.req.header('if-none-match') === picture.etag) return context.body(null, 304, headers)
        return context.body(Uint8Array.from(await picture.bytes()), 200, { ...headers, 'content-type': 'image/jpeg' })
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/covers',
        tags,
        summary: 'The covers of a book, the newest first',
        request: { params: byId, query: pageQuery },
        responses: { 200: jsonAnswer(pageOf(coverView), 'A page of covers'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listCovers(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/covers/proposals',
        tags,
        summary: 'Designs for a book',
        description: 'The same for the same title and authors, no two alike; a wish holds for all. Nothing is kept.',
        request: { params: byId, query: proposalQuery },
        responses: { 200: jsonAnswer(proposedCovers, 'The designs'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await proposeForBook(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/covers/preview',
        tags,
        summary: 'What a design looks like',
        request: { params: byId, query: previewQuery },
        responses: { 200: { description: 'A JPEG', content: { 'image/jpeg': binary } }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const bytes = await previewCover(context.get('octavo'), callerOf(context), id, context.req.valid('query'))
        return context.body(Uint8Array.from(bytes), 200, { 'content-type': 'image/jpeg', 'cache-control': 'private' })
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/covers',
        tags,
        summary: 'Draw a cover and keep it',
        description: 'With the words the book has now, as a JPEG of 1600 × 2560. The first cover of a book is chosen.',
        request: { params: byId, body: jsonBody(newCover) },
        responses: { 201: theCover, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await drawForBook(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          201,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/books/{id}/covers',
        tags,
        summary: 'Give a cover of your own',
        description:
          'The body is a picture of at most 64 MB: upright, at least 625 × 1000 pixels, best 1600 × 2560. It is kept as JPEG in sRGB.',
        request: {
          params: byId,
          query: givenCover,
          body: { required: true, content: { 'application/octet-stream': binary } },
        },
        responses: { 200: theCover, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const { body } = context.req.raw
        return context.json(
          await giveCover(context.get('octavo'), callerOf(context), id, context.req.valid('query'), body ?? nothing()),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/covers/{id}/choose',
        tags,
        summary: 'Make a cover the one of its book',
        request: { params: byId },
        responses: { 200: theCover, ...problemResponses },
      }),
      async context =>
        context.json(await chooseCover(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/covers/{id}/wrap',
        tags,
        summary: 'Back, spine and front for print as one sheet',
        description:
          'Of a cover that was drawn here, around a picture or a motif, at its exact size with 3.175 mm to cut off. What could not be done as it should is in the header Octavo-Warnings, a JSON list, percent-encoded.',
        request: { params: byId, query: wrapQuery },
        responses: {
          200: {
            description: 'The sheet',
            content: { [wrapFormats.pdf]: binary, [wrapFormats.svg]: binary, [wrapFormats.png]: binary },
          },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const query = context.req.valid('query')
        const wrap = await wrapCover(context.get('octavo'), callerOf(context), id, query)
        return context.body(Uint8Array.from(wrap.bytes), 200, {
          'content-type': wrap.mediaType,
          'content-disposition': `attachment; filename="cover.${query.format}"`,
          // Headers are ASCII.
          'octavo-warnings': encodeURIComponent(JSON.stringify(wrap.warnings)),
        })
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/covers/{id}',
        tags,
        summary: 'Delete a cover with its picture',
        request: { params: byId },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        await deleteCover(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
