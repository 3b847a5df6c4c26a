import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { editedVersion, etagOf } from '../http/etag.ts'
import { json, jsonBody } from '../http/json.ts'
import { pageOf } from '../http/pagination.ts'
import { problemResponses } from '../http/problem.ts'
import { bookView } from './book-view.ts'
import {
  bookChanges,
  bookFilter,
  changeBook,
  countBooks,
  createBook,
  listBooks,
  newBook,
  readBook,
  restoreBook,
  shelfCounts,
  shelfFilter,
  trashBook,
} from './books.ts'
import { copyOfBook, duplicateBook } from './duplicate-book.ts'
import { exportBook, exportedBook, exportFormats } from './export.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['books']
const theBook = { description: 'The book', ...json(bookView) }

export function booksRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books',
        tags,
        summary: 'The books you may see',
        request: { query: bookFilter },
        responses: { 200: { description: 'A page of books', ...json(pageOf(bookView)) }, ...problemResponses },
      }),
      async context =>
        context.json(await listBooks(context.get('octavo'), callerOf(context), context.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books',
        tags,
        summary: 'Begin a book',
        description: 'Model, language, required features and words per chapter come from your settings where left out.',
        request: { body: jsonBody(newBook) },
        responses: { 201: theBook, ...problemResponses },
      }),
      async context => {
        const book = await createBook(context.get('octavo'), callerOf(context), context.req.valid('json'))
        context.header('ETag', etagOf(book.version))
        return context.json(book, 201)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/counts',
        tags,
        summary: 'How many books are at each stage, and in the trash',
        request: { query: shelfFilter },
        responses: { 200: { description: 'The counts', ...json(shelfCounts) }, ...problemResponses },
      }),
      async context =>
        context.json(await countBooks(context.get('octavo'), callerOf(context), context.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}',
        tags,
        summary: 'One book; also one in the trash',
        request: { params: byId },
        responses: { 200: theBook, ...problemResponses },
      }),
      async context => {
        const book = await readBook(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        context.header('ETag', etagOf(book.version))
        return context.json(book, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/books/{id}',
        tags,
        summary: 'Change a book; needs If-Match',
        request: { params: byId, body: jsonBody(bookChanges) },
        responses: { 200: theBook, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const changes = context.req.valid('json')
        const book = await changeBook(context.get('octavo'), callerOf(context), id, changes, editedVersion(context))
        context.header('ETag', etagOf(book.version))
        return context.json(book, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/books/{id}',
        tags,
        summary: 'Put a book into the trash',
        request: { params: byId },
        responses: { 204: { description: 'In the trash' }, ...problemResponses },
      }),
      async context => {
        await trashBook(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/restore',
        tags,
        summary: 'Take a book out of the trash',
        description: 'When another book took its slug meanwhile, it gets a new one.',
        request: { params: byId },
        responses: { 200: theBook, ...problemResponses },
      }),
      async context => {
        const book = await restoreBook(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        context.header('ETag', etagOf(book.version))
        return context.json(book, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/archive',
        tags,
        summary: 'Archive a book',
        request: { params: byId },
        responses: { 200: theBook, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const book = await changeBook(context.get('octavo'), callerOf(context), id, { status: 'archived' }, null)
        context.header('ETag', etagOf(book.version))
        return context.json(book, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/duplicate',
        tags,
        summary: 'Copy a book with its outline, chapters, sources and codex',
        request: { params: byId, body: jsonBody(copyOfBook) },
        responses: { 201: { description: 'The copy', ...json(bookView) }, ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const book = await duplicateBook(context.get('octavo'), callerOf(context), id, context.req.valid('json'))
        context.header('ETag', etagOf(book.version))
        return context.json(book, 201)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/export',
        tags,
        summary: 'A book as files',
        description: 'myst: a folder that mystmd builds as it is. Chapters without text are left out.',
        request: { params: byId, query: z.object({ format: z.enum(exportFormats).default('myst') }) },
        responses: { 200: { description: 'The files', ...json(exportedBook) }, ...problemResponses },
      }),
      async context =>
        context.json(await exportBook(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
}
