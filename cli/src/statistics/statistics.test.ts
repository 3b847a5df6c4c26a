import { mkdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

let bench: Workbench
beforeAll(async () => {
  bench = await makeWorkbench()
  await bench.write('book/index.md', '# Bees\n\nA book about bees.\n')
  await bench.write(
    'book/chapters/2-honey.md',
    `# Honey\n\n${'The bees dry the nectar with their wings. '.repeat(20)}\n`,
  )
  await bench.write('book/chapters/10-wax.md', '# Wax\n\n```js\nnot(prose)\n```\n')
  await bench.write('book/_build/copy.md', 'Not a page.')
})
afterAll(() => bench.remove())

test('a folder is counted without a database', async () => {
  const { code, out, err } = await bench.run(['statistics', 'book'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const titles = out.split('\n').map(line => line.split('  ')[0])
  expect(titles.slice(0, 5)).toEqual(['CHAPTER', 'Bees', 'Honey', 'Wax', 'ALL'])
  expect(out).toMatch(/^ALL +167 /m)
  expect(out).toMatch(/^SMOG +– {2}needs 30 sentences$/m)
  await expect(mkdir(join(bench.folder, 'data'))).resolves.toBeUndefined() // it was not there
  await rm(join(bench.folder, 'data'), { recursive: true })
})

test('programs get a line a page and one for all', async () => {
  const { events } = await bench.run(['statistics', 'book', '--language', 'de', '--json'])
  expect(events.map(({ event }) => event)).toEqual(['page', 'page', 'page', 'statistics'])
  expect(events[1]).toMatchObject({
    path: 'chapters/2-honey.md',
    sentences: 20,
    words: 161,
    indices: { fleschReadingEase: { formula: 'Amstad 1978' } },
    longestSentences: [{ line: 3, column: 1 }, {}, {}, {}, {}],
  })
  expect(events[3]).toMatchObject({ folder: 'book', pages: 3, words: 167, language: 'de', sentiment: null })
})

test('a folder without Markdown is named', async () => {
  await mkdir(join(bench.folder, 'empty'))
  expect(await bench.run(['statistics', 'empty'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('no Markdown'),
  })
})

test('links that lead out of a folder are not followed', async () => {
  await bench.write('secret.md', 'Twelve words that nobody who counts the book next door may see.')
  await symlink(join(bench.folder, 'secret.md'), join(bench.folder, 'book/link.md'))
  const { events } = await bench.run(['statistics', 'book', '--json'])
  expect(events.at(-1)).toMatchObject({ words: 167 })
})

test('a book of the installation is counted by it, and one that is not there is named', async () => {
  const server = bench.start(['serve', '--port', '0'])
  await server.until('Ctrl-C stops it.')
  await bench.write('notes/hive.md', '# The hive\n\nA hive is the house of a colony. The colony fills it with honey.\n')
  const written = await bench.run(['write', 'notes', '--title', 'Hives', '--chapters', '1', '--out', 'hives', '--yes'])
  expect(written).toMatchObject({ code: 0, err: '' })
  const missing = await bench.run(['statistics', 'hives-none', '--json'])
  expect(missing).toMatchObject({ code: 1, events: [], err: expect.stringContaining('There is no book "hives-none"') })
  await rm(join(bench.folder, 'hives'), { recursive: true }) // else the folder is meant
  const counted = await bench.run(['statistics', 'hives', '--json'])
  expect(counted.events.at(-1)).toMatchObject({ event: 'statistics', language: 'en', book: expect.any(String) })
  expect(counted.events.at(-1)!.words).toBeGreaterThan(10)
  const shown = await bench.run(['statistics', 'hives'])
  expect(shown.out).toContain('About: ')
  server.process.kill()
  await server.ended
}, 120_000)
