import { z } from '@hono/zod-openapi'

/** The `content` of a JSON answer, to spread into a response beside its description. */
export function json<Schema extends z.ZodType>(schema: Schema) {
  return { content: { 'application/json': { schema } } } as const
}

/** A response in JSON, with its description. */
export function jsonAnswer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, ...json(schema) } as const
}

/** The `body` of a request that must be JSON. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, ...json(schema) } as const
}

/** An object of any JSON. Described by hand, because the generator follows the recursion of `z.json()` for ever. */
export const jsonObject = z.record(z.string(), z.json()).openapi({ type: 'object', additionalProperties: true })
