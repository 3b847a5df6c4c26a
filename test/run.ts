/**
 * Runs the tests, or those whose paths contain one of the arguments. On CI, files that fail are run a second time, from
 * their beginning: machines that others use as well stand still at times, for longer than any test waits. What is wrong
 * fails again, and what passed only then is said.
 */
import { relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startVitest } from 'vitest/node'

const first = await startVitest(process.argv.slice(2), { watch: false })
const failed = [...new Set(first.state.getFailedFilepaths())].map(path => relative('', path))

if (process.env.CI && failed.length > 0 && first.state.getUnhandledErrors().length === 0) {
  console.log(`\nOnce more, after half a minute: ${failed.join(', ')}\n`)
  await setTimeout(30_000)
  process.exitCode = 0
  await startVitest(failed, { watch: false })
  if (!process.exitCode) console.log(`\nPassed on the second run only: ${failed.join(', ')}`)
}
