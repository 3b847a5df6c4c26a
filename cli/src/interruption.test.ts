import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulatedProvider } from '@octavo/models/testing'
import { expect, onTestFinished, test } from 'vitest'
import { makeWorkbench } from './run-octavo.fixture.ts'

test('Ctrl-C pauses, kill -9 loses nothing, and the same command ends the book', async () => {
  const bench = await makeWorkbench()
  onTestFinished(() => bench.remove())
  const provider = await startSimulatedProvider({ firstTokenMs: 50, tokensPerSecond: 1_000 })
  onTestFinished(() => provider.stop())
  await bench.write('notes.md', '# Tides\n\nA tide is the rise of the sea. It comes an hour later each day.')
  await bench.write('brief.md', '---\ntitle: Tides\nchapters: 6\nwords: 3000\nsources: [notes.md]\n---\n')
  const command = ['write', '--out', 'tides', '--yes', '--model', 'anthropic/claude-sonnet-5']
  const environment = { ANTHROPIC_API_KEY: 'simulated', ANTHROPIC_BASE_URL: `${provider.url}/v1` }

  const first = bench.start(command, environment)
  await first.until('section 1 of')
  first.process.kill('SIGINT')
  // npm sends the same signal a second time; that is no second wish.
  first.process.kill('SIGINT')
  const paused = await first.ended
  expect(paused.code).toBe(130)
  expect(paused.out).toContain('the same command goes on')

  const second = bench.start(command, environment)
  await second.until('Written chapter')
  second.process.kill('SIGKILL')
  expect((await second.ended).code).toBe('SIGKILL')

  const third = await bench.run(command, environment)
  expect(third).toMatchObject({ code: 0, err: '' })
  expect(third.out).toContain('Going on where it stopped.')
  expect(third.out).toContain('6 chapters')

  const jobs = await bench.run(['jobs', '--json'])
  const job = jobs.events.find(({ kind }) => kind === 'write')!
  expect(job.state).toBe('completed')
  const calls = (await bench.run(['jobs', 'calls', String(job.id), '--json'])).events
  const answered = calls.filter(({ state }) => state === 'completed')
  const sent = provider.journal.filter(entry => entry.completed !== undefined)
  expect(answered.length).toBeGreaterThan(6)
  // Besides the outline, which is another job's, only the four calls the kill may have caught between answer and record.
  expect(sent.length - 1 - answered.length).toBeLessThanOrEqual(4)
}, 150_000)

/** Ends with 7 by itself, 5 s after it was asked to stop; for two of them it is busy, as with a query. */
const busy = `
  import { catchInterruption } from ${JSON.stringify(new URL('./interruption.ts', import.meta.url).href)}
  catchInterruption().signal.addEventListener('abort', () => {
    const end = Date.now() + 2_000
    while (Date.now() < end);
    setTimeout(() => process.exit(7), 3_000)
  })
  setInterval(() => {}, 1000)
  console.log('ready')`

test.each([
  ['while it is busy with the first, is the same wish', 200, 7],
  ['when it has had time to come, leaves at once', 3_000, 130],
])('a second Ctrl-C %s', async (_, after, code) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', busy], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  await sleep(after)
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([code, null])
})
