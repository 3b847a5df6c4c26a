import { Output } from 'ai'
import { z } from 'zod'

/** A parsed answer, or what is wrong with it. */
export type Parsed<T> = { ok: true; object: T } | { ok: false; problem: string }

/** How much of a malformed answer is shown to the model that is to mend it. */
const shownCharacters = 20_000

/** Reads a model's JSON. Some models put it in a code fence although asked not to; that is forgiven. */
export function parseAnswer<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  let json: unknown
  try {
    json = JSON.parse(text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, '$1'))
  } catch (error) {
    return { ok: false, problem: `It is not valid JSON: ${(error as Error).message}` }
  }
  const result = schema.safeParse(json)
  return result.success ? { ok: true, object: result.data } : { ok: false, problem: z.prettifyError(result.error) }
}

/** What to say after an answer that could not be used. */
export function repairPrompt(problem: string, schema: z.ZodType | undefined): string {
  if (!schema) return `${problem} Answer the request again.`
  const shape = JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any' }))
  return `This answer cannot be used. ${problem.slice(0, 4_000)}\n\nAnswer the request again, with nothing but one JSON value that follows this JSON Schema:\n${shape}`
}

/** A malformed answer as the model is shown it again. */
export function shown(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text || '(nothing)'
}

/**
 * Tells the SDK which JSON to ask for. Parsing is ours (`parseAnswer`), at the end only: at every delta the SDK would
 * parse the whole text so far, which is quadratic in the length of an outline. It passes text on only when the partial
 * result has changed, hence the counter.
 */
export function jsonOutput(schema: z.ZodType, name: string | undefined) {
  let deltas = 0
  return { ...Output.object({ schema, name }), parsePartialOutput: async () => ({ partial: ++deltas }) }
}
