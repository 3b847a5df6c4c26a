import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench

beforeAll(async () => {
  bench = await makeWorkbench({ served: true })
  await bench.write('notes/light.md', '# Light\n\nA *lighthouse* is a tower with a lamp.\n')
  // Planning makes the book; nothing is written.
  await bench.run(['outline', 'notes', '--title', 'Towers', '--out', 'towers'])
}, 240_000)
afterAll(() => bench?.remove())

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
