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
    const server = serve(
      {
        fetch: app.fetch,
        hostname,
        port,
        // The quicker Response it would put in place of the platform's lacks `bytes`, and breaks libraries that call it.
        overrideGlobalObjects: false,
      },
      address => resolve({ server, port: address.port }),
    ) as Server
    server.once('error', reject)
  })
}
