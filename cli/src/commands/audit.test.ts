import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await makeWorkbench({ served: true })
  await bench.write('good/a.md', '# Bees\n\nThey fly.\n')
  await bench.write('bad/index.md', '# Bees\n\n### Wax\n\nWe utilize [](honey.md). TODO\n')
  await bench.write('bad/b.md', '# B\n\n```js\nlost\n')
  await bench.write('style.txt', '# our guide\nutilize -> use\n/(/\n')
  await bench.write('empty/readme.txt', 'x')
})
afterAll(() => bench.remove())

test('reports by page, with places to click and a summary', async () => {
  const { code, out, err } = await bench.run(['audit', 'bad', '--style', 'style.txt'])
  expect([code, err]).toEqual([1, ''])
  expect(out).toContain('bad/index.md:3:1  warning  a heading of level 3')
  expect(out).toContain('bad/index.md:5:4  warning  the style guide avoids "utilize". Write "use"  style-word')
  expect(out).toContain('bad/b.md:3:1  error  "```js" is never closed')
  expect(out).toMatch(/2 pages, \d+ words: 2 errors, 4 warnings\.\nScore \d+ of 100\n$/)
})

test('ends as severely as it is asked to', async () => {
  const codeOf = async (...options: string[]) => (await bench.run(['audit', ...options])).code
  expect(await codeOf('good')).toBe(0)
  expect(await codeOf('bad', '--fail-on', 'never')).toBe(0)
  expect(await codeOf('bad', '--rule', 'heading-jump')).toBe(0)
  expect(await codeOf('bad', '--rule', 'heading-jump', '--fail-on', 'warning')).toBe(1)
  expect(await codeOf('bad', '--silence', 'unclosed-fence,broken-link')).toBe(0)
})

test('says what is wrong with the way it was called', async () => {
  for (const [command, said] of [
    [['nowhere'], 'There is no folder nowhere.'],
    [['empty'], 'There is no Markdown in'],
    [['bad', '--rule', 'nope'], 'There is no rule "nope".'],
    [['bad', '--fail-on', 'sometimes'], 'Allowed choices are'],
    [['bad', '--json', '--sarif', '-'], 'both want standard output'],
  ] as const) {
    const { code, out, err } = await bench.run(['audit', ...command])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(said)
  }
})

test('speaks JSON, an object a line', async () => {
  const { code, events } = await bench.run(['audit', 'bad', '--json', '--silence', 'placeholder-text'])
  expect(code).toBe(1)
  expect(events.map(({ event }) => event)).toEqual(['finding', 'finding', 'finding', 'page', 'page', 'audit'])
  expect(events[0]).toMatchObject({ rule: 'heading-jump', severity: 'warning', file: 'index.md', line: 3, column: 1 })
  expect(events.at(-1)).toMatchObject({ pages: 2, silenced: { 'placeholder-text': 1 }, counts: { error: 2 } })
})

test('writes SARIF with paths from where it ran', async () => {
  const file = await bench.run(['audit', 'bad', '--sarif', 'out.sarif', '--fail-on', 'never'])
  expect(file.out).toContain('Score')
  const output = await bench.run(['audit', 'bad', '--sarif', '-'])
  expect(output.code).toBe(1)
  const log = JSON.parse(output.out)
  expect(log).toEqual(JSON.parse(await readFile(join(bench.folder, 'out.sarif'), 'utf8')))
  expect(log.runs[0].results[0].locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: 'bad/index.md' },
    region: { startLine: 3, startColumn: 1 },
  })
})
