import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await makeWorkbench({ served: true })
  await bench.write(
    'notes.md',
    '# Notes\n\nA *meter* measures. What is measured can be trusted by whoever pays for it.\n',
  )
})
afterAll(() => bench.remove())

test('what was written with a budget is on the record, divided, and in a spreadsheet', {
  timeout: 120_000,
}, async () => {
  const write = ['write', '--source', 'notes.md', '--title', 'Meters', '--chapters', '1', '--budget', '2.50', '--yes']
  expect(await bench.run([...write, '--out', 'book'])).toMatchObject({ code: 0, err: '' })
  const usage = await bench.run(['usage', '--json'])
  expect(usage.events).toEqual([expect.objectContaining({ event: 'usage', plan: 'free', binding: false })])
  expect((await bench.run(['usage'])).out).toMatch(/^books +1 +3 +2$/m)
  const shares = await bench.run(['usage', '--by', 'model', '--json'])
  expect(shares.events).toMatchObject([{ event: 'share', key: 'octavo/compositor-1', cost: 0 }])
  expect((await bench.run(['usage', '--csv', 'usage.csv'])).out).toContain('usage.csv')
  expect(await readFile(join(bench.folder, 'usage.csv'), 'utf8')).toMatch(/^time,act,operation,.*\r\n.*,used,/)
  const plans = await bench.run(['plans', '--json'])
  expect(plans.events.map(({ id }) => id)).toEqual(['free', 'starter', 'pro', 'business', 'enterprise'])
  expect((await bench.run(['write', '--budget', 'lots'])).err).toContain('US dollars')
})
