import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { followEvents, type Job, type JobEvent } from '../api/job-events.ts'
import { toFailure } from '../failure.ts'
import { LiveRegion } from '../terminal/live-region.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { drawProgress } from './draw-progress.ts'
import { advance, type JobProgress } from './job-progress.ts'
import { tellEvent } from './tell-progress.ts'

/** How often what is drawn is drawn again, so that the clock runs. Milliseconds. */
const frame = 200
/** How often it is checked that there is room for what is written. Milliseconds. */
const diskInterval = 1_000

/**
 * Shows a job until it comes to rest, and gives it back. When `stop` aborts, the job is paused first — or, with
 * `leave`, left running. With `erase` a drawing does not stay on the screen. What happened before this call counts but is not told again, except on a drawing.
 */
export async function followJob(
  { api, checkDisk }: Connection,
  terminal: Terminal,
  job: Job,
  progress: JobProgress,
  { stop, leave = false, erase = false }: { stop: AbortSignal; leave?: boolean; erase?: boolean },
): Promise<Job> {
  const jobId = job.id
  const began = Date.now()
  const show = terminal.live ? drawn(terminal, progress, began, erase) : told(terminal, progress, job.lastEvent)
  const stopped = Promise.withResolvers<'stopped'>()
  const onStop = () => {
    if (leave) return stopped.resolve('stopped')
    // A job that ended meanwhile needs no pause; whatever else goes wrong ends the wait for it.
    ask(api.v1.jobs[':jobId'].pause.$post({ param: { jobId } })).catch(error => {
      if (toFailure(error)?.code !== 'job_finished') stopped.reject(error)
    })
  }
  if (stop.aborted) onStop()
  else stop.addEventListener('abort', onStop, { once: true })
  const watch = async () => {
    let percentBefore: number | undefined
    for await (const event of followEvents(api, jobId)) {
      const isNew = event.number > job.lastEvent
      if (isNew) percentBefore ??= progress.percent
      advance(progress, event)
      // The job's own estimate counts the hours it was paused; the speed since we watch does not.
      const gained = progress.percent - (percentBefore ?? progress.percent)
      if (event.kind === 'progress' && gained > 0)
        progress.secondsLeft = (((Date.now() - began) / 1000) * (100 - progress.percent)) / gained
      show.event(event)
    }
  }
  const diskTimer = setInterval(() => void checkDisk().catch(stopped.reject), diskInterval)
  try {
    await Promise.race([watch(), stopped.promise])
  } finally {
    clearInterval(diskTimer)
    stop.removeEventListener('abort', onStop)
    show.end()
  }
  return ask(api.v1.jobs[':jobId'].$get({ param: { jobId } }))
}

interface Show {
  event(event: JobEvent): void
  end(): void
}

function drawn(terminal: Terminal, progress: JobProgress, began: number, erase: boolean): Show {
  const region = new LiveRegion(terminal)
  const lines = () => drawProgress(terminal, progress, (Date.now() - began) / 1000)
  const timer = setInterval(() => region.draw(lines()), frame)
  return {
    event: () => {},
    end() {
      clearInterval(timer)
      region.end(erase ? [] : lines())
    },
  }
}

function told(terminal: Terminal, progress: JobProgress, known: number): Show {
  return {
    event(event) {
      if (event.number <= known) return
      terminal.emit(event.kind, { number: event.number, ...event.data, at: event.createdAt })
      const line = tellEvent(event, progress)
      if (line) terminal.say(line)
    },
    end() {},
  }
}
