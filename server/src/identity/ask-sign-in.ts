import type { Context } from 'hono'
import { addressOf } from '../http/address.ts'
import type { Environment } from '../http/environment.ts'
import { fromSignIn } from './sign-in-errors.ts'
import { addressHeader } from './sign-in-options.ts'

/** A request's headers for the sign-in library, with the address it really came from. */
export function headersForSignIn(context: Context<Environment>, given: Headers = context.req.raw.headers): Headers {
  const headers = new Headers(given)
  headers.delete(addressHeader)
  const address = addressOf(context, context.get('octavo').config.proxies)
  if (address) headers.set(addressHeader, address)
  return headers
}

/** Hands a request on to the sign-in library and throws its refusals as ours. */
export async function askSignIn(context: Context<Environment>, request: Request): Promise<Response> {
  const headers = headersForSignIn(context, request.headers)
  const answer = await context.get('octavo').signIn.handle(new Request(request, { headers }))
  if (answer.status < 400) return answer
  const { code, message } = (await answer.json().catch(() => ({}))) as { code?: string; message?: string }
  throw fromSignIn(answer.status, code, message)
}
