import { CommanderError } from 'commander'
import { keepCompiledCode, readEnvironment } from './environment.ts'
import { toFailure } from './failure.ts'
import { createProgram, start } from './program/program.ts'

/** How many lines of a mistake of ours are shown: where it happened, and not the whole of Node. */
const stackLines = 8

keepCompiledCode()

// A pipe whose reader has gone (octavo books | head -1) is no error of anyone's. Commands that have work under way put
// it in order first; they listen as well and end the process themselves.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE' && process.stdout.listenerCount('error') === 1) process.exit(141)
})
process.stderr.on('error', () => {})

let exitCode = 0
try {
  const program = createProgram(code => {
    exitCode = code
  })
  if (process.argv.length <= 2) process.stdout.write(`${start(readEnvironment().command)}\n`)
  else await program.parseAsync()
} catch (error) {
  exitCode = report(error)
}
// Idle connections and timers of libraries would keep the process for a while; what matters was awaited.
process.stdout.write('', () => process.exit(exitCode))

function report(error: unknown): number {
  // Commander has said what was wrong already. It calls every misuse 1.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const failure = toFailure(error)
  if (failure) {
    const remedy = failure.remedy?.replaceAll('\n', '\n  ')
    process.stderr.write(`octavo: ${failure.message}\n${remedy ? `  ${remedy}\n` : ''}`)
    return failure.exitCode
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `octavo: Something broke that should not. What was done so far is kept.\n  Please report it with these lines:\n${stack.split('\n').slice(0, stackLines).join('\n')}\n`,
  )
  return 1
}
