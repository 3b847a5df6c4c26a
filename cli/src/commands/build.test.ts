import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'

const square = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

let bench: Workbench
beforeAll(async () => {
  bench = await makeWorkbench()
  await bench.write(
    'book/myst.yml',
    'version: 1\nproject:\n  title: Leases\n  authors: [Ada Lovelace]\n  toc:\n    - file: index.md\n    - file: one.md\n    - title: Appendices\n      children:\n        - file: tables.md\n',
  )
  await bench.write('book/index.md', '# Leases\n\nSee [](one.md).\n')
  await bench.write('book/one.md', '# One\n\n:::{note}\nA lease **ends**.\n:::\n\n$$a^2 = b$$\n')
  await bench.write('book/tables.md', '# Tables\n\n| a | b |\n|---|---|\n| 1 | 2 |\n')
})
afterAll(() => bench?.remove())

test('a folder of MyST is printed in every form, and again only where it changed', async () => {
  const first = await bench.run(['build', 'book', '--format', 'all', '--out', 'press', '--json'])
  expect(first.code, first.err).toBe(0)
  const printed = first.events.filter(({ event }) => event === 'printed')
  expect(printed.map(({ format }) => format).toSorted()).toEqual([
    'docx',
    'epub',
    'html',
    'json',
    'markdown',
    'pdf',
    'site',
  ])
  expect(first.events.at(-1)).toMatchObject({ event: 'built', problems: 0 })
  const out = join(bench.folder, 'press')
  for (const ending of ['pdf', 'epub', 'docx', 'html', 'json'])
    expect(existsSync(join(out, `leases.${ending}`)), ending).toBe(true)
  expect(await readdir(join(out, 'site'))).toContain('one.html')
  expect(await readFile(join(out, 'markdown', 'one.md'), 'utf8')).toContain('A lease **ends**.')
  const again = await bench.run(['build', 'book', '--format', 'site,epub', '--out', 'press', '--json'])
  expect(again.events.filter(({ event }) => event === 'printed')).toMatchObject([{ changed: 0 }, { changed: 0 }])
}, 120_000)

test('what readers would miss is told with its line; what is no book, format or folder of ours is refused', async () => {
  await bench.write('broken/index.md', '# A\n\n![Gone](gone.png)\n')
  const strict = await bench.run(['build', 'broken', '--format', 'json', '--strict'])
  expect(strict).toMatchObject({ code: 1 })
  expect(strict.out).toContain('index.md:3  missing-image')
  await bench.write('unspoken/index.md', '# A\n\n![](a.png)\n')
  await bench.write('unspoken/a.png', square)
  const unspoken = await bench.run(['build', 'unspoken', '--format', 'pdf', '--standard', 'pdf/ua'])
  expect(unspoken).toMatchObject({ code: 1, err: expect.stringMatching(/^octavo: PDF\/UA needs .* index\.md:3\.$/m) })
  expect(unspoken.err).not.toContain('report')
  await bench.write('remote/index.md', '# A\n\n![Here](http://127.0.0.1:9/a.png)\n')
  const refused = await bench.run(['build', 'remote', '--format', 'json'])
  expect(refused).toMatchObject({ code: 0 })
  expect(refused.out).toMatch(/index\.md:3 {2}remote-image .* 127\.0\.0\.1 is not on the public internet/)
  const offline = await bench.run(['build', 'remote', '--format', 'json', '--offline'])
  expect(offline.out).toMatch(/index\.md:3 {2}remote-image .* not fetched before/)
  expect(await bench.run(['build', 'broken', '--format', 'papyrus'])).toMatchObject({ code: 2 })
  expect(await bench.run(['build', 'nowhere'])).toMatchObject({ code: 2 })
  await bench.write('mine/site/keep.txt', 'mine')
  const foreign = await bench.run(['build', 'book', '--format', 'site', '--out', 'mine'])
  expect(foreign.code).toBe(2)
  expect(await readFile(join(bench.folder, 'mine/site/keep.txt'), 'utf8')).toBe('mine')
  await writeFile(join(bench.folder, 'broken/myst.yml'), 'project: [')
  const damaged = await bench.run(['build', 'broken', '--format', 'json'])
  expect(damaged.code).toBe(2)
  expect(damaged.err).toContain('myst.yml')
}, 120_000)
