import type { JobEvent } from '../api/follow-events.ts'

/** Enough for what is said while an answer is on its way. */
const most = 2_000
const heard = new Map<string, JobEvent[]>()

/** Remembers events, so that an answer that was made before them can catch up. */
export function remember(jobId: string, events: readonly JobEvent[]): void {
  heard.set(jobId, [...(heard.get(jobId) ?? []), ...events].slice(-most))
}

/** The remembered events of a job after the one numbered `after`. */
export function heardSince(jobId: string, after: number): JobEvent[] {
  return heard.get(jobId)?.filter(event => event.number > after) ?? []
}

/** Nobody watches the job any more. */
export function forget(jobId: string): void {
  heard.delete(jobId)
}
