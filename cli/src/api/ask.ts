import { type Answer, ApiProblem, ask as askApi } from '@octavo/server/client'
import type { ClientResponse } from 'hono/client'
import { Failure } from '../failure.ts'

/** The body of a successful answer. Throws Failure with the API's own words otherwise; its `code` says which error. */
export async function ask<R extends ClientResponse<unknown, number, 'json'>>(pending: Promise<R>): Promise<Answer<R>> {
  const response = await pending
  try {
    return await askApi(Promise.resolve(response))
  } catch (error) {
    throw error instanceof ApiProblem ? failureOf(error, response.url) : error
  }
}

/** What a command line mends in another way than the API recommends. */
const askForToken = new Set(['not_signed_in', 'token_invalid'])

/** An error of the API as a failure. */
export function failureOf({ status, details }: ApiProblem, url: string): Failure {
  if (!details) {
    return new Failure(
      `${new URL(url || 'http://localhost').origin} answers, but not as Octavo (status ${status}).`,
      'Check OCTAVO_URL.',
    )
  }
  const { title, detail, code, requestId, problems = [] } = details
  const lines = problems.map(({ path, message }) => `${path.replace(/^(json|query|param)\./, '')}: ${message}`)
  const request =
    code === 'internal'
      ? [`Request ${requestId}; the cause is in the server's log, or in errors.log in the data directory.`]
      : []
  const advice = askForToken.has(code) ? 'Set OCTAVO_TOKEN to a token of yours; POST /v1/me/tokens makes one.' : detail
  return new Failure(`${title}.`, [advice, ...lines, ...request].join('\n'), { code })
}
