import { setTimeout as wait } from 'node:timers/promises'
import type { CommandContext, ExitWith } from '../command.ts'
import { catchInterruption, interruptionOf } from '../interruption.ts'

/** How often it is asked how far something is. Milliseconds. */
const interval = 250

/**
 * Asks again and again until something has ended, and gives it back; undefined when somebody pressed Ctrl-C. The job stays
 * in the queue: it goes on as soon as a worker runs.
 */
export async function untilEnded<T>(
  { terminal }: CommandContext,
  exitWith: ExitWith,
  look: () => Promise<T>,
  hasEnded: (seen: T) => boolean,
): Promise<T | undefined> {
  const interruption = catchInterruption()
  try {
    for (;;) {
      const seen = await look()
      if (hasEnded(seen)) return seen
      const stopped = interruptionOf(interruption.signal)
      if (stopped) {
        terminal.say('It goes on when Octavo runs again: octavo jobs lists it.')
        exitWith(stopped.exitCode)
        return undefined
      }
      await wait(interval)
    }
  } finally {
    interruption.dispose()
  }
}
