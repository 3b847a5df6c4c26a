/** Why a command was asked to stop, with the exit code the shell expects (128 + signal). */
export interface Interruption {
  reason: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'closed'
  exitCode: number
}

/**
 * Signals nearer to each other than this are one: npm and npx pass on the Ctrl-C that the terminal has already sent to
 * every process of the group. Milliseconds.
 */
const echo = 300
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, closed: 141 } as const

/**
 * Catches the first request to stop (Ctrl-C, a closed terminal or pipe, a stopping system) so that the command can put
 * things in order; the second leaves at once. `dispose` gives the signals back.
 */
export function catchInterruption(): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController()
  let echoed = false
  const stop = (reason: Interruption['reason']) => {
    const exitCode = exitCodes[reason]
    if (!controller.signal.aborted) {
      // A query of the embedded database may hold the echo up for longer than it took to come: what has come by the time is
      // looked at before an immediate.
      setTimeout(() => {
        setImmediate(() => {
          echoed = true
        })
      }, echo).unref()
      controller.abort({ reason, exitCode } satisfies Interruption)
    } else if (reason !== 'closed' && echoed) process.exit(exitCode)
  }
  const onSignal = (name: NodeJS.Signals) => stop(name as Interruption['reason'])
  const onClosed = () => stop('closed')
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal)
  process.stdout.on('error', onClosed)
  return {
    signal: controller.signal,
    dispose() {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, onSignal)
      process.stdout.off('error', onClosed)
    },
  }
}

/** What `signal` was aborted with; undefined while it is not. */
export function interruptionOf(signal: AbortSignal): Interruption | undefined {
  return signal.aborted ? (signal.reason as Interruption) : undefined
}

/** The interruption an error comes from; rethrows every other error. */
export function endedBy(error: unknown, signal: AbortSignal): Interruption {
  const interruption = interruptionOf(signal)
  const isAbort = error instanceof Error && error.name === 'AbortError'
  if (interruption && (error === interruption || isAbort)) return interruption
  throw error
}
