import { type ClientResponse, hc } from 'hono/client'
import type { App } from './app.ts'

export { personHeader } from './http/person-header.ts'

/** The API as typed calls. The types come from the routes; nothing of the server is loaded for it. */
export type Client = ReturnType<typeof hc<App>>

/** Carries a request to the application: over the network, or by a call in the same process. */
export type Transport = (request: Request) => Response | Promise<Response>

/** The longest the API may ask to wait before it is given up. Seconds. */
const longestWait = 90
const tries = 4

/** A client over a transport. What is answered with "too many requests" is asked again after the time it names. */
export function createClient(base: string, transport: Transport): Client {
  const patient = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    for (let attempt = 1; ; attempt++) {
      const response = await transport(request.clone())
      const wait = Number(response.headers.get('retry-after'))
      if (response.status !== 429 || attempt === tries || !(wait > 0 && wait <= longestWait)) return response
      await response.body?.cancel()
      await new Promise(resolve => setTimeout(resolve, wait * 1000))
    }
  }
  return hc<App>(base, { fetch: patient })
}

type Success = 200 | 201 | 202 | 204

/** What a call answers when it succeeds. Problem details stand in the type under every status, so they do not match. */
export type Answer<R> =
  R extends ClientResponse<infer Body, infer Status, infer _Format>
    ? [Status] extends [Success]
      ? Body
      : never
    : never

/** What problem details say (RFC 9457, with our `code`). */
export interface ProblemDetails {
  title: string
  /** What happened and what to do. */
  detail: string
  code: string
  requestId: string
  /** Every mistake of the request: where (`json.title`) and what. */
  problems?: { path: string; message: string }[]
  /** Where somebody was quicker: the version that is there now. */
  currentVersion?: number
}

/** An error the API answered with; `details` is undefined when something else than Octavo answered. */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly status: number
  readonly details: ProblemDetails | undefined

  constructor(status: number, details: ProblemDetails | undefined) {
    super(details ? `${details.title}. ${details.detail}` : `An answer that is not Octavo's (status ${status})`)
    this.status = status
    this.details = details
  }
}

/** The body of a successful answer. Throws ApiProblem otherwise. */
export async function ask<R extends ClientResponse<unknown, number, 'json'>>(pending: Promise<R>): Promise<Answer<R>> {
  const response = await pending
  if (!response.ok) throw await problemOf(response)
  const text = await response.text()
  // What the route promises for this status is what the client's type says.
  return (text ? JSON.parse(text) : undefined) as Answer<R>
}

/** An answer that is an error, as an error. */
export async function problemOf(response: Pick<Response, 'status'> & { text(): Promise<string> }): Promise<ApiProblem> {
  return new ApiProblem(response.status, parse(await response.text()))
}

function parse(text: string): ProblemDetails | undefined {
  try {
    const problem = JSON.parse(text) as Partial<ProblemDetails> | null
    return problem?.code ? (problem as ProblemDetails) : undefined
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
