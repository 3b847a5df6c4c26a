import type { Context } from 'hono'
import { addressOf } from '../http/address.ts'
import type { Environment } from '../http/environment.ts'
import { fromSignIn } from './sign-in-errors.ts'
import { addressHeader } from './sign-in-options.ts'

/** Hands a request on to the sign-in library, with the address it came from, and throws its refusals as ours. */
export async function askSignIn(context: Context<Environment>, request: Request): Promise<Response> {
  const octavo = context.get('octavo')
  const headers = new Headers(request.headers)
  headers.delete(addressHeader)
  const address = addressOf(context, octavo.config.proxies)
  if (address) headers.set(addressHeader, address)
  const answer = await octavo.signIn.handle(new Request(request, { headers }))
  if (answer.status < 400) return answer
  const { code, message } = (await answer.json().catch(() => ({}))) as { code?: string; message?: string }
  throw fromSignIn(answer.status, code, message)
}
