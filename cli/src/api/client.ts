import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '@octavo/server'
import { hc } from 'hono/client'

/** The API as typed calls. The types come from the routes; nothing of the server is loaded for it. */
export type Client = ReturnType<typeof hc<App>>

/** Carries a request to the application: over the network, or by a call in this process. */
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
      await sleep(wait * 1000)
    }
  }
  return hc<App>(base, { fetch: patient })
}
