import { createRoute, z } from '@hono/zod-openapi'
import { callerOf, routes } from '../http/environment.ts'
import { jsonAnswer, jsonBody } from '../http/json.ts'
import { problemResponses } from '../http/problem.ts'
import { addPrompt, listPrompts, removePrompt, sharePrompt } from './prompt-library.ts'

const tags = ['prompts']
const name = z.string().regex(/^[a-z0-9-]{2,60}$/, 'must be 2 to 60 of a–z, 0–9 and -')
const variables = z.array(z.string().regex(/^[a-z_]{1,60}$/)).max(100)
const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const prompt = z
  .object({
    id: z.uuid(),
    organizationId: z.uuid().nullable().describe('Null: built in'),
    bookId: z.uuid().nullable(),
    name: z.string(),
    version: z.number().int(),
    title: z.string(),
    category: z.string(),
    genre: z.string().nullable(),
    system: z.string(),
    template: z.string(),
    variables: z.array(z.string()),
    defaultModel: z.string().nullable(),
    parameters,
    isPublic: z.boolean(),
    uses: z.number().int().describe('Completed calls that used it'),
    meanRating: z.number().nullable().describe('Of the rated jobs that used it'),
    createdAt: z.string(),
  })
  .openapi('Prompt')
const input = z
  .object({
    name,
    title: z.string().min(1).max(200),
    category: z.string().min(1).max(60).default('book'),
    genre: z.string().max(100).nullable().default(null),
    system: z.string().max(100_000).default(''),
    template: z.string().min(1).max(200_000),
    variables: variables.default([]),
    defaultModel: z.string().max(200).nullable().default(null),
    parameters: parameters.default({}),
    isPublic: z.boolean().default(false),
    bookId: z.uuid().nullable().default(null),
  })
  .openapi('PromptInput')
const ofPrompt = z.object({ promptId: z.uuid() })

const listRoute = createRoute({
  method: 'get',
  path: '/prompts',
  tags,
  summary: "Prompts: built in, shared, and your organizations'",
  request: { query: z.object({ name: name.optional() }) },
  responses: { 200: jsonAnswer(z.object({ items: z.array(prompt) }), 'The prompts'), ...problemResponses },
})
const addRoute = createRoute({
  method: 'post',
  path: '/organizations/{organizationId}/prompts',
  tags,
  summary: 'Add a prompt, or a new version of one',
  description:
    "The narrowest, newest prompt of a name is used: a book's, else its organization's, else the built-in one.",
  request: { params: z.object({ organizationId: z.uuid() }), body: jsonBody(input) },
  responses: { 201: jsonAnswer(prompt, 'The prompt'), ...problemResponses },
})
const shareRoute = createRoute({
  method: 'patch',
  path: '/prompts/{promptId}',
  tags,
  summary: 'Share a prompt, or take that back',
  request: { params: ofPrompt, body: jsonBody(z.object({ isPublic: z.boolean() })) },
  responses: { 200: jsonAnswer(prompt, 'The prompt'), ...problemResponses },
})
const removeRoute = createRoute({
  method: 'delete',
  path: '/prompts/{promptId}',
  tags,
  summary: 'Remove a version of a prompt',
  request: { params: ofPrompt },
  responses: { 204: { description: 'Removed' }, ...problemResponses },
})

/** What models are told, and how an organization or a book tells them something else. */
export function promptRoutes() {
  return routes()
    .openapi(listRoute, async c =>
      c.json({ items: await listPrompts(c.var.octavo, callerOf(c), c.req.valid('query').name) }, 200),
    )
    .openapi(addRoute, async c =>
      c.json(await addPrompt(c.var.octavo, callerOf(c), c.req.valid('param').organizationId, c.req.valid('json')), 201),
    )
    .openapi(shareRoute, async c =>
      c.json(
        await sharePrompt(c.var.octavo, callerOf(c), c.req.valid('param').promptId, c.req.valid('json').isPublic),
        200,
      ),
    )
    .openapi(removeRoute, async c => {
      await removePrompt(c.var.octavo, callerOf(c), c.req.valid('param').promptId)
      return c.body(null, 204)
    })
}
