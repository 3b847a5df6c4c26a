import { ask } from '../api/ask.ts'
import type { Connection } from '../api/connect.ts'
import { followEvents } from '../api/job-events.ts'
import type { CommandContext, ExitWith } from '../command.ts'
import { Failure } from '../failure.ts'
import { catchInterruption, interruptionOf } from '../interruption.ts'
import { LiveRegion } from '../terminal/live-region.ts'
import type { CoverOptions } from './cover.ts'

type Order = Pick<CoverOptions, 'layout' | 'palette' | 'model' | 'prompt'>

/**
 * Has an image model draw the picture of a cover, and gives the id of the cover that was made of it and chosen; undefined
 * when it was interrupted, which cancels the job. Throws Failure when no picture came.
 */
export async function askForPicture(
  { environment, terminal }: CommandContext,
  { api, startWorker }: Connection,
  exitWith: ExitWith,
  bookId: string,
  { layout, palette, model, prompt }: Order,
): Promise<string | undefined> {
  const json = {
    ...{ choose: true },
    ...(layout && { layout }),
    ...(palette && { palette }),
    ...(model && { model }),
    ...(prompt && { prompt }),
  }
  const job = await ask(api.v1.books[':id'].covers.picture.$post({ param: { id: bookId }, json }))
  const param = { jobId: job.id }
  terminal.emit('asked', job)
  terminal.say(`${job.model} is asked for a picture; it costs at most $${(job.estimatedCost ?? 0).toFixed(2)}.`)
  const interruption = catchInterruption()
  const region = terminal.live ? new LiveRegion(terminal) : undefined
  // One that ended meanwhile is not to be canceled, and the events tell how it ended.
  const cancel = () => void ask(api.v1.jobs[':jobId'].cancel.$post({ param })).catch(() => {})
  interruption.signal.addEventListener('abort', cancel, { once: true })
  try {
    await startWorker()
    region?.draw(['The model draws'])
    for await (const { kind, data } of followEvents(api, job.id)) {
      if (kind === 'running' && data.stage === 'setting') region?.draw(['The title is set on it'])
    }
  } finally {
    region?.end([])
    interruption.dispose()
  }
  const ended = await ask(api.v1.jobs[':jobId'].$get({ param }))
  const stopped = interruptionOf(interruption.signal)
  if (stopped) {
    exitWith(stopped.exitCode)
    return undefined
  }
  if (ended.state !== 'completed') {
    throw new Failure(
      ended.error?.message ?? `The job is ${ended.state}.`,
      `Ask again, or go on with: ${environment.command} jobs resume ${job.id.slice(0, 8)}`,
    )
  }
  terminal.say(`It cost $${ended.cost.toFixed(2)}.`)
  return String(ended.result?.coverId)
}
