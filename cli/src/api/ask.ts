import type { ClientResponse } from 'hono/client'
import { Failure } from '../failure.ts'

type Success = 200 | 201 | 202 | 204

/** What a call answers when it succeeds. Problem details stand in the type under every status, so they do not match. */
export type Answer<R> =
  R extends ClientResponse<infer Body, infer Status, infer _Format>
    ? [Status] extends [Success]
      ? Body
      : never
    : never

/** The body of a successful answer. Throws Failure with the API's own words otherwise; its `code` says which error. */
export async function ask<R extends ClientResponse<unknown, number, 'json'>>(pending: Promise<R>): Promise<Answer<R>> {
  const response = await pending
  if (!response.ok) throw await problemOf(response)
  const text = await response.text()
  // What the route promises for this status is what the client's type says.
  return (text ? JSON.parse(text) : undefined) as Answer<R>
}

interface ProblemDetails {
  title: string
  detail: string
  code: string
  requestId: string
  problems?: { path: string; message: string }[]
}

/** What a command line mends in another way than the API recommends. */
const askForToken = new Set(['not_signed_in', 'token_invalid'])

/** An error of the API (problem details, RFC 9457) as a failure. */
export async function problemOf(
  response: Pick<Response, 'status' | 'url'> & { text(): Promise<string> },
): Promise<Failure> {
  const text = await response.text()
  const problem = parse(text)
  if (!problem?.code) {
    return new Failure(
      `${new URL(response.url || 'http://localhost').origin} answers, but not as Octavo (status ${response.status}).`,
      'Check OCTAVO_URL.',
    )
  }
  const { title, detail, code, requestId, problems = [] } = problem
  const lines = problems.map(({ path, message }) => `${path.replace(/^(json|query|param)\./, '')}: ${message}`)
  const request =
    code === 'internal'
      ? [`Request ${requestId}; the cause is in the server's log, or in errors.log in the data directory.`]
      : []
  const advice = askForToken.has(code) ? 'Set OCTAVO_TOKEN to a token of yours; POST /v1/me/tokens makes one.' : detail
  return new Failure(`${title}.`, [advice, ...lines, ...request].join('\n'), { code })
}

function parse(text: string): (Partial<ProblemDetails> & Omit<ProblemDetails, 'code'>) | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // a proxy's page, or another program's answer
  }
}

/** Every item of a list that comes in pages. */
export async function askAll<Item>(
  page: (cursor: string | undefined) => Promise<{ items: Item[]; next: string | null }>,
): Promise<Item[]> {
  const all: Item[] = []
  let cursor: string | undefined
  do {
    const { items, next } = await page(cursor)
    all.push(...items)
    cursor = next ?? undefined
  } while (cursor !== undefined)
  return all
}
