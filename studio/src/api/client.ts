import { ApiProblem, createClient, personHeader } from '@octavo/server/client'
import { noteAnswer } from './connection.ts'

let person: string | undefined

/** Says whose page this is, by their id. When somebody else has signed in meanwhile, it is loaded anew for them. */
export function speakFor(id: string): void {
  if (person !== undefined && person !== id) location.reload()
  person ??= id
}

/**
 * The API of the server this page came from, signed in by its cookie. The server refuses what the page of one person asks
 * with the cookie of another; who is signed in, everybody may ask.
 */
export const api = createClient(location.origin, async request => {
  if (person && !(request.method === 'GET' && new URL(request.url).pathname === '/v1/me'))
    request.headers.set(personHeader, person)
  try {
    const response = await fetch(request)
    noteAnswer(!response.headers.has('octavo-kept'))
    if (response.status === 403 && (await isOfAnother(response.clone()))) location.reload()
    return response
  } catch (cause) {
    if (request.signal.aborted) throw cause
    noteAnswer(false)
    throw new Unreachable({ cause })
  }
})

/** Whether the server refused because somebody else has signed in in this browser. What waits to be sent is kept for its author. */
async function isOfAnother(refusal: Response): Promise<boolean> {
  const { code } = (await refusal.json().catch(() => ({}))) as { code?: string }
  return code === 'person_changed'
}

/** No answer came: the server stopped, or this machine is offline. What was read before is still there. */
export class Unreachable extends Error {
  override name = 'Unreachable'

  constructor(options?: ErrorOptions) {
    super('The server does not answer.', options)
  }
}

/** An error in words for the person at the screen: what happened, and what to do. */
export interface Explanation {
  title: string
  detail: string
  /** Mistakes by field: `title` for `json.title`. */
  fields: Record<string, string>
  code: string | undefined
}

/** Any error in words. A mistake of ours says so, with the number it has in the log. */
export function explain(error: unknown): Explanation {
  if (error instanceof Unreachable) {
    const detail = navigator.onLine
      ? 'Start it again, or wait: this page goes on by itself.'
      : 'This machine is offline. What you wrote is kept here and saved when the connection is back.'
    return { title: 'The server does not answer', detail, fields: {}, code: 'unreachable' }
  }
  if (error instanceof ApiProblem && error.details) {
    const { title, detail, code, requestId, problems = [] } = error.details
    const fields = Object.fromEntries(
      problems.map(({ path, message }) => [path.replace(/^(json|query|param|form)\./, ''), message]),
    )
    const others = Object.entries(fields).map(([field, message]) => `${field} ${message}`)
    const said = code === 'internal' ? `${detail} The log has it as request ${requestId}.` : detail
    return { title, detail: [said, ...others].join(' '), fields, code }
  }
  if (error instanceof ApiProblem) {
    return { title: 'The answer is not Octavo’s', detail: error.message, fields: {}, code: undefined }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { title: 'This page made a mistake', detail: message, fields: {}, code: undefined }
}

/** Whether an error of the API has this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ApiProblem && error.details?.code === code
}
