import type { Server } from 'node:http'
import { serve } from '@hono/node-server'

/** A server that listens, and the port it has. */
export interface Listening {
  server: Server
  port: number
}

/** Serves this app at a host and port, 0 for a free one. Rejects with the system's error when it cannot. */
export function listen(app: { fetch: Parameters<typeof serve>[0]['fetch'] }, hostname: string, port: number) {
  return new Promise<Listening>((resolve, reject) => {
    const { Response } = globalThis
    const server = serve({ fetch: app.fetch, hostname, port }, address =>
      resolve({ server, port: address.port }),
    ) as Server
    // It puts a quicker Response in place of the platform's, without `bytes`: libraries that call it would break.
    Object.defineProperty(globalThis, 'Response', { value: Response })
    server.once('error', reject)
  })
}
