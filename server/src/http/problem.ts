import { z } from '@hono/zod-openapi'
import type { ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type ErrorCode, OctavoError, type Problem } from '../errors.ts'
import '../mistakes.ts'
import { fromPostgres } from '../postgres-errors.ts'
import type { Environment } from './environment.ts'
import { etagOf } from './etag.ts'

/** An error as RFC 9457 problem details, plus our `code` to branch on. */
export const problemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    problems: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    currentVersion: z.number().int().optional(),
  })
  .openapi('Problem')

/** The `responses` entry every route spreads in: any error is problem details. */
export const problemResponses = {
  default: { description: 'A problem', content: { 'application/problem+json': { schema: problemDetails } } },
} as const

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** Zod's issues as problems: where and what. */
export function problemsOf(error: { issues: readonly Issue[] }, target: string): Problem[] {
  return error.issues.map(issue => ({ path: [target, ...issue.path.map(String)].join('.'), message: issue.message }))
}

const statusCodes: Partial<Record<number, ErrorCode>> = {
  400: 'request_malformed',
  403: 'forbidden',
  404: 'not_found',
  413: 'request_too_large',
  415: 'media_type_unsupported',
}

function toOctavoError(error: unknown): OctavoError {
  if (error instanceof OctavoError) return error
  if (error instanceof HTTPException) {
    return new OctavoError(statusCodes[error.status] ?? 'internal', undefined, { cause: error })
  }
  return fromPostgres(error) ?? new OctavoError('internal', undefined, { cause: error })
}

/** Answers every thrown error as problem details; what is our fault is logged with its cause, what is the caller's is not. */
export const answerProblem: ErrorHandler<Environment> = (error, context) => {
  const known = toOctavoError(error)
  const requestId = context.get('requestId')
  if (known.status >= 500) context.get('log')?.error({ err: error, code: known.code }, 'request failed')
  if (known.retryAfter !== undefined) context.header('Retry-After', String(Math.ceil(known.retryAfter)))
  if (known.currentVersion !== undefined) context.header('ETag', etagOf(known.currentVersion))
  context.header('Content-Type', 'application/problem+json')
  return context.body(
    JSON.stringify({
      ...known.extension,
      type: `/docs/errors#${known.code}`,
      title: known.title,
      status: known.status,
      detail: known.message,
      code: known.code,
      requestId,
      ...(known.problems.length > 0 && { problems: known.problems }),
      ...(known.currentVersion !== undefined && { currentVersion: known.currentVersion }),
    }),
    known.status,
  )
}
