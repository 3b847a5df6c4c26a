import { createRoute, z } from '@hono/zod-openapi'
import { OctavoError } from '../../errors.ts'
import { callerOf, routes } from '../../http/environment.ts'
import { jsonAnswer, jsonBody } from '../../http/json.ts'
import { problemResponses } from '../../http/problem.ts'
import { previewChapter, previewRequest, previewView } from './preview.ts'
import { previewFont, previewStyle, previewThemes } from './preview-style.ts'

const tags = ['preview']
const forEver = 'public, max-age=31536000, immutable'

/** Chapters as their readers will see them, while they are written. */
export function previewRoutes() {
  return routes()
    .openapi(
      createRoute({
        method: 'post',
        path: '/chapters/{id}/preview',
        tags,
        summary: 'A chapter as the site would show it, with this text',
        description: 'Nothing is saved. Numbers and references are those of the whole book. Answers block by block.',
        request: { params: z.object({ id: z.uuid() }), body: jsonBody(previewRequest) },
        responses: { 200: jsonAnswer(previewView, 'The chapter'), ...problemResponses },
      }),
      async context => {
        const { id } = context.req.valid('param')
        const asked = context.req.valid('json')
        const { signal } = context.req.raw
        return context.json(await previewChapter(context.get('octavo'), callerOf(context), id, asked, signal), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/preview.css',
        tags,
        summary: 'The style sheet of a preview: that of the site',
        request: {
          query: z.object({ theme: z.enum(previewThemes).default('technical'), hash: z.string().optional() }),
        },
        responses: {
          200: { description: 'The style sheet', content: { 'text/css': { schema: z.string() } } },
          ...problemResponses,
        },
      }),
      async context => {
        const { theme, hash } = context.req.valid('query')
        const style = await previewStyle(theme)
        return context.body(style.css, 200, {
          'Content-Type': 'text/css; charset=utf-8',
          'Cache-Control': hash === style.hash ? forEver : 'no-cache',
        })
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/preview/fonts/{name}',
        tags,
        summary: 'A font the style sheet of a preview names',
        request: { params: z.object({ name: z.string().max(100) }) },
        responses: {
          200: {
            description: 'The font',
            content: { 'font/woff2': { schema: z.any().openapi({ type: 'string', format: 'binary' }) } },
          },
          ...problemResponses,
        },
      }),
      async context => {
        const font = await previewFont(context.req.valid('param').name)
        if (!font) throw new OctavoError('not_found')
        return context.body(new Uint8Array(font), 200, { 'Content-Type': 'font/woff2', 'Cache-Control': forEver })
      },
    )
}
