import { problemOf } from '@octavo/server/client'
import { Unreachable } from '../api/client.ts'

/** Asks the sign-in library: its routes are not part of the typed client. Throws ApiProblem, Unreachable. */
export async function askAuth<Body>(path: string, body: object = {}): Promise<Body> {
  const response = await fetch(`/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(cause => {
    throw new Unreachable({ cause })
  })
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as Body
}
