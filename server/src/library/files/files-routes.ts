import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../../http/environment.ts'
import { json, jsonAnswer, jsonBody } from '../../http/json.ts'
import { pageOf } from '../../http/pagination.ts'
import { problemResponses } from '../../http/problem.ts'
import { addedFile, addFile, newFile } from './add-file.ts'
import { altText, fileName, fileView, givenKinds } from './file-view.ts'
import { changeFile, deleteFile, fileChanges, fileQuery, listFiles, readFile } from './files.ts'
import { keepRemoteImages, keptImages } from './keep-remote-images.ts'
import { sendFile } from './send-file.ts'

const byId = z.object({ id: z.uuid() })
const tags = ['files']
const bytes = { 'application/octet-stream': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } }

export const uploadedFiles = z
  .object({
    files: z
      .union([z.instanceof(File), z.array(z.instanceof(File)).min(1).max(200)])
      .openapi({ type: 'array', items: { type: 'string', format: 'binary' } }),
    kind: z.enum(givenKinds).default('image'),
    folder: fileName.optional().openapi({ description: 'What their names are put behind', example: 'images' }),
    alt: altText.optional(),
  })
  .openapi('UploadedFiles')

export function filesRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'get',
        path: '/books/{id}/files',
        tags,
        summary: 'The files of a book by kind and name',
        request: { params: byId, query: fileQuery },
        responses: { 200: jsonAnswer(pageOf(fileView), 'A page of files'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await listFiles(context.get('octavo'), callerOf(context), id, context.req.valid('query')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/books/{id}/files',
        tags,
        summary: 'Add a file, or replace the one of this kind and name',
        description:
          'The body is the file, of at most 100 MB. What it is is told by its content: a picture whose name says another kind gets the extension of what it is.',
        request: { params: byId, query: newFile, body: { required: true, content: bytes } },
        responses: { 200: jsonAnswer(addedFile, 'The file'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const { body } = context.req.raw
        return context.json(
          await addFile(context.get('octavo'), callerOf(context), id, context.req.valid('query'), body ?? nothing()),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/files',
        tags,
        summary: 'Add files from a form',
        description:
          'Field "files", 12 MB in all; one after the other, each kept by itself. Larger ones: PUT one at a time.',
        request: {
          params: byId,
          body: { required: true, content: { 'multipart/form-data': { schema: uploadedFiles } } },
        },
        responses: {
          201: { description: 'What was added', ...json(z.object({ items: z.array(addedFile) })) },
          ...problemResponses,
        },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const { files, kind, folder, alt } = context.req.valid('form')
        const items: z.infer<typeof addedFile>[] = []
        for (const file of [files].flat()) {
          const { name } = newFile.parse({ name: folder ? `${folder}/${file.name}` : file.name })
          items.push(await addFile(context.get('octavo'), callerOf(context), id, { name, kind, alt }, file.stream()))
        }
        return context.json({ items }, 201)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/books/{id}/files/remote-images',
        tags,
        summary: 'Fetch the pictures a book shows from the web, and show them from the book',
        description:
          'Each address is fetched once; each chapter that shows one gets a version that names the file instead. What cannot be had stays as it is and is told.',
        request: { params: byId },
        responses: { 200: jsonAnswer(keptImages, 'What became of each address'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(await keepRemoteImages(context.get('octavo'), callerOf(context), id), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/files/{id}',
        tags,
        summary: 'What is known of a file',
        request: { params: byId },
        responses: { 200: jsonAnswer(fileView, 'The file'), ...problemResponses },
      }),
      async context =>
        context.json(await readFile(context.get('octavo'), callerOf(context), context.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/files/{id}/content',
        tags,
        summary: 'The bytes of a file',
        description:
          'With ETag and, by a Range header, in parts. Only pictures that cannot hold scripts are shown inline.',
        request: { params: byId },
        responses: { 200: { description: 'The bytes', content: bytes }, ...problemResponses },
      }),
      context => sendFile(context, context.get('octavo'), callerOf(context), context.req.valid('param').id),
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/files/{id}',
        tags,
        summary: 'Rename a file, or say what it shows',
        request: { params: byId, body: jsonBody(fileChanges) },
        responses: { 200: jsonAnswer(fileView, 'The file'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        return context.json(
          await changeFile(context.get('octavo'), callerOf(context), id, context.req.valid('json')),
          200,
        )
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/files/{id}',
        tags,
        summary: 'Delete a file',
        request: { params: byId },
        responses: { 204: { description: 'Deleted' }, ...problemResponses },
      }),
      async context => {
        await deleteFile(context.get('octavo'), callerOf(context), context.req.valid('param').id)
        return context.body(null, 204)
      },
    )
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
