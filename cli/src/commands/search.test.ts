import { styleText } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await makeWorkbench({ served: true })
  await bench.write(
    'notes/light.md',
    '# Light\n\nA *lighthouse* is a tower with a lamp. The keeper trims the wick each evening.\n',
  )
  await bench.run([
    'write',
    'notes',
    '--title',
    'Towers',
    '--out',
    'towers',
    '--yes',
    '--chapters',
    '1',
    '--words',
    '200',
  ])
}, 240_000)
afterAll(() => bench?.remove())

test('search shows what was found and where, marked when colours are wanted', async () => {
  const plain = await bench.run(['search', 'wicks', '--kind', 'source'])
  expect(plain.code, plain.err).toBe(0)
  expect(plain.out).toContain('source of Towers, line 1')
  expect(plain.out).toContain('trims the wick each evening')
  const coloured = await bench.run(['search', 'wicks', '--kind', 'source'], { FORCE_COLOR: '1' })
  expect(coloured.out).toContain(styleText(['bold', 'yellow'], 'wick', { validateStream: false }))
}, 240_000)

test('search gives one JSON object for each thing found', async () => {
  const { events } = await bench.run(['search', '"trims the wick"', '--book', 'towers', '--json'])
  expect(events.at(-1)).toMatchObject({ event: 'searched' })
  const found = events.filter(event => event.event === 'found')
  expect(found.length).toBeGreaterThan(0)
  expect(found[0]).toMatchObject({ bookTitle: 'Towers', snippet: { matches: [{}, {}] } })
}, 240_000)

test('nothing found, nothing to look for, and no such book are told apart', async () => {
  expect((await bench.run(['search', '"zygote mitosis"'])).out).toContain('Nothing found')
  const empty = await bench.run(['search', '--', '--'])
  expect(empty).toMatchObject({ code: 1 })
  expect(empty.err).toContain('at least one word')
  expect((await bench.run(['search', 'wick', '--book', 'none'])).err).toContain('There is no book "none"')
}, 240_000)

test('reindex makes what is missing and says by whom the book is searched', async () => {
  const { code, err, out } = await bench.run(['reindex', 'towers'])
  expect(code, err).toBe(0)
  expect(out).toContain('Searched by octavo/embedder-1')
}, 240_000)
