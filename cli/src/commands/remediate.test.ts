import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench

beforeAll(async () => {
  bench = await makeWorkbench({ served: true })
  await bench.write(
    'notes/brief.md',
    `---
title: Queues
chapters: 1
features: [warning, figure]
---
`,
  )
  await bench.write(
    'notes/notes.md',
    `# Queues

A queue holds work until a worker is free to take it. Workers take the oldest job first.

A *lease* is a promise that nobody else takes the job before a set time. When a worker dies, its lease runs out.

Never delete a job before its worker has reported, or a crash loses it for good.
`,
  )
  const written = await bench.run(['write', 'notes', '--out', 'book', '--yes'])
  expect(written.code, written.err).toBe(0)
}, 180_000)
afterAll(() => bench?.remove())

test('a stored book is audited as a folder is, and remediated hunk by hunk', async () => {
  const before = await bench.run(['audit', 'queues', '--json', '--fail-on', 'never'])
  expect(before.code, before.err).toBe(0)
  const missing = (events: Record<string, unknown>[]) =>
    events.filter(event => event.rule === 'missing-feature').map(event => String(event.message))
  expect(missing(before.events)).toEqual(expect.arrayContaining([expect.stringContaining('"figure"')]))

  const refused = await bench.run(['remediate', 'queues', '1'])
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('--yes') })
  const remediated = await bench.run([
    'remediate',
    'queues',
    '1',
    '--feature',
    'warning',
    '--feature',
    'figure',
    '--yes',
  ])
  expect(remediated.code, remediated.err).toBe(0)
  expect(remediated.out).toContain('+:::{warning}')
  expect(remediated.out).toMatch(/figure {2}impossible: .*picture/)
  expect(remediated.out).toMatch(/1 change made, free\. Score \d+ of 100\./)
  const after = await bench.run(['audit', 'queues', '--json', '--fail-on', 'never'])
  expect(missing(after.events)).toEqual([expect.stringContaining('"figure"')])
}, 180_000)

test('features are listed, and one is shown with its example', async () => {
  const list = await bench.run(['features', '--category', 'admonitions', '--json'])
  expect(list.events.map(event => event.id)).toEqual(expect.arrayContaining(['note', 'warning']))
  const one = await bench.run(['features', 'List table'])
  expect(one.out).toContain('```{list-table}'.slice(3))
}, 60_000)
