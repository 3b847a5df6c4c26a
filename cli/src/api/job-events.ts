import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Client } from '@octavo/server/client'
import { problemOf } from '@octavo/server/client'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { Failure } from '../failure.ts'
import { ask, failureOf } from './ask.ts'

type JobRoute = Client['v1']['jobs'][':jobId']
export type Job = Answer<Awaited<ReturnType<JobRoute['$get']>>>

/** One thing that happened to a job. `data` depends on `kind`. */
export interface JobEvent {
  number: number
  kind: string
  data: Record<string, unknown>
  createdAt: string
}

const resting = new Set<Job['state']>(['completed', 'partial', 'failed', 'canceled', 'paused'])

/** Whether nothing more happens to a job until somebody resumes it. */
export function isResting(job: Pick<Job, 'state'>): boolean {
  return resting.has(job.state)
}

/** Pauses between attempts to reach a server that went away, in milliseconds: about two minutes in all. */
const waits = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000]

/**
 * The events of a job after the one numbered `after`, until it comes to rest. A lost connection is taken up again at the
 * last event seen. Throws Failure when the server stays away.
 */
export async function* followEvents(api: Client, jobId: string, after = 0): AsyncGenerator<JobEvent> {
  let last = after
  let failures = 0
  for (;;) {
    try {
      const response = await api.v1.jobs[':jobId'].events.$get({ param: { jobId }, query: { after: String(last) } })
      if (!response.ok) throw failureOf(await problemOf(response), response.url)
      for await (const event of readEvents(response)) {
        failures = 0
        last = event.number
        yield event
      }
      const job = await ask(api.v1.jobs[':jobId'].$get({ param: { jobId } }))
      if (isResting(job) && job.lastEvent <= last) return
      // The server ended the stream early, most likely because it stops.
      await sleep(waits[0]!)
    } catch (error) {
      // Refusals are final; a server that restarts, or a connection cut in the middle, is not.
      if (error instanceof Failure && error.code !== 'unreachable') throw error
      const wait = waits[failures++]
      if (wait === undefined) throw error
      await sleep(wait)
    }
  }
}

async function* readEvents(response: { body: ReadableStream | null }): AsyncGenerator<JobEvent> {
  if (!response.body) return
  const messages = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
  for await (const message of messages) yield JSON.parse(message.data) as JobEvent
}
