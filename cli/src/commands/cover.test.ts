import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type SimulatedProvider, startSimulatedProvider } from '@octavo/models/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench
let provider: SimulatedProvider

beforeAll(async () => {
  provider = await startSimulatedProvider()
  bench = await makeWorkbench({ served: true, environment: { OPENAI_COMPATIBLE_URL: `${provider.url}/v1` } })
  await bench.write('notes/light.md', '# Light\n\nA *lighthouse* is a tower with a lamp.\n')
  // Planning makes the book; nothing is written.
  await bench.run(['outline', 'notes', '--title', 'Towers', '--out', 'towers'])
}, 240_000)
afterAll(async () => {
  await bench?.remove()
  await provider?.stop()
})

test('covers are proposed with pictures, one is chosen, listed, and laid around the book', async () => {
  const proposed = await bench.run(['cover', 'towers', '--count', '2', '--palette', 'bone', '--out', 'previews'])
  expect(proposed.code, proposed.err).toBe(0)
  expect(proposed.out).toMatch(/NO +LAYOUT +PALETTE +MOTIF\n +1 +technical +bone/)
  const pictures = await readdir(join(bench.folder, 'previews'))
  expect(pictures.toSorted()).toEqual([
    expect.stringMatching(/^1-technical-bone-\w+\.jpg$/),
    expect.stringMatching(/^2-technical-bone-\w+\.jpg$/),
  ])

  const chosen = await bench.run(['cover', 'towers', '--palette', 'bone', '--choose', '2', '--json'])
  expect(chosen.events).toMatchObject([{ event: 'chosen', chosen: true, design: { palette: 'bone', title: 'Towers' } }])
  expect((await bench.run(['cover', 'towers', '--kept'])).out).toMatch(/chosen +technical, bone, \w+ +1600 × 2560/)

  const wrapped = await bench.run(['cover', 'towers', '--wrap', '60', '--trim', 'a5', '--out', 'print/wrap.svg'])
  expect(wrapped.code, wrapped.err).toBe(0)
  expect(wrapped.out).toContain('The spine is left without text')
  expect(await readFile(join(bench.folder, 'print/wrap.svg'), 'utf8')).toMatch(/^<svg /)
}, 240_000)

test('what cannot be a cover says why', async () => {
  await bench.write('broken.png', 'GIF')
  const { code, err } = await bench.run(['cover', 'towers', '--own', 'broken.png'])
  expect([code, err]).toEqual([1, expect.stringContaining('This picture cannot be a cover')])
  const wrong = await bench.run(['cover', 'towers', '--wrap', '200', '--isbn', '978-0-306-40615-8'])
  expect(wrong.err).toMatch(/This is no ISBN.*ask for 7/s)
}, 240_000)

test('a model draws a picture, and the cost is said before and after', async () => {
  const none = await bench.run(['cover', 'towers', '--picture'])
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('No image model is set up')])
  const { code, out, err } = await bench.run([
    ...['cover', 'towers', '--picture', '--model', 'openai-compatible/painter'],
    ...['--layout', 'literary', '--palette', 'plum', '--prompt', 'A tower at night'],
  ])
  expect(code, err).toBe(0)
  expect(out).toContain('openai-compatible/painter is asked for a picture; it costs at most $0.00.')
  expect(out).toContain('The cover of the book: literary, plum, with a picture of a model')
  expect((await bench.run(['cover', 'towers', '--kept'])).out).toMatch(/chosen +literary, plum, with a picture/)
  expect(provider.journal[0]!.prompt).toContain('A tower at night')

  provider.fail({ status: 401 })
  const failed = await bench.run(['cover', 'towers', '--picture', '--model', 'openai-compatible/painter'])
  expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('does not accept the key')])
}, 240_000)
