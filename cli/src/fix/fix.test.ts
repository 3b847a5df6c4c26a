import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { applyPatch, checkText } from '@octavo/manuscript'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeWorkbench, type Workbench } from '../run-octavo.fixture.ts'
import { fixPage } from './fix-page.ts'
import { contextOfPages } from './page-context.ts'
import { type MendedPage, writeFixes } from './write-fixes.ts'

let bench: Workbench
beforeEach(async () => {
  bench = await makeWorkbench()
})
afterEach(() => bench.remove())

const read = (path: string) => readFile(join(bench.folder, path), 'utf8')
const broken = '\uFEFF# A\r\n\r\n:::{note}\r\nText.\r\n\r\n### B\r\n\r\nMore.\r\n'
const mended = '\uFEFF# A\r\n\r\n:::{note}\r\nText.\r\n:::\r\n\r\n## B\r\n\r\nMore.\r\n'

describe('octavo fix', () => {
  test('shows what it would do, and does nothing', async () => {
    await bench.write('book/a.md', broken)
    const { code, out, err } = await bench.run(['fix', 'book', '--dry-run'])
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toContain('a.md:3  Close :::{note} on line 3 after line 4')
    expect(out).toContain('@@ -3,4 +3,5 @@\n :::{note}\n Text.\n+:::\n \n')
    expect(out).toContain('2 fixes to apply. Nothing is left.')
    expect(await read('book/a.md')).toBe(broken)
  })

  test('mends everything that was asked for and nothing else, and tells programs', async () => {
    await bench.write('book/a.md', broken)
    await bench.write('book/part/b.md', '# B\n\nText[^x].\n')
    await bench.write('book/_build/c.md', broken)
    await bench.write('book/d.md', Uint8Array.from([0x23, 0x20, 0xff]))
    const only = await bench.run(['fix', 'book', '--yes', '--rule', 'unclosed-fence'])
    expect(only.out).toContain('1 fix in 1 file. 2 findings are left.')
    expect(only.err).toContain('Left d.md alone')
    const { code, events } = await bench.run(['fix', 'book', '--yes', '--json'])
    expect(code).toBe(0)
    expect(events.map(({ event }) => event)).toEqual(['fix', 'left', 'fixed'])
    expect(events[0]).toMatchObject({ file: 'a.md', rule: 'heading-jump', applied: true, line: 7 })
    expect(events[1]).toMatchObject({ file: 'part/b.md', rule: 'undefined-footnote', line: 3 })
    expect(events[2]).toMatchObject({ fixes: 1, written: ['a.md'], left: 1 })
    expect(await read('book/a.md')).toBe(mended)
    expect(await read('book/_build/c.md')).toBe(broken)
    expect(await readdir(join(bench.folder, 'book'))).toEqual(['_build', 'a.md', 'd.md', 'part'])
  })

  test('changes nothing unasked, and knows its rules', async () => {
    await bench.write('book/a.md', broken)
    const unasked = await bench.run(['fix', 'book'])
    expect(unasked).toMatchObject({ code: 1, err: expect.stringContaining('--dry-run') })
    expect(await bench.run(['fix', 'book', '--rule', 'syntax'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be mended without'),
    })
    expect((await bench.run(['fix', 'nowhere', '--yes'])).code).toBe(1)
    expect(await read('book/a.md')).toBe(broken)
  })
})

test.each(['yes', 'all'] as const)('a fix that is refused is not made by the answer %s to the next', async answer => {
  const shown: string[] = []
  const decide = async (fix: { title: string }) => {
    shown.push(fix.title)
    return shown.length === 1 ? 'no' : answer
  }
  const mending = { context: { check: checkText }, rules: undefined, decide }
  const outcome = await fixPage('# A\n\n### B\n\n(x)=\n## C\n\n(x)=\n## D\n', 'yes', mending)
  expect(shown).toHaveLength(2)
  expect(outcome.text).toBe('# A\n\n### B\n\n(x)=\n## C\n\n(x-2)=\n## D\n')
  expect(outcome.left.map(({ rule }) => rule)).toEqual(['heading-jump'])
})

describe('writing', () => {
  const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
  const page = (name: string, text: string, after = text, renames: MendedPage['renames'] = []): MendedPage => {
    return { path: join(bench.folder, name), name, text, mended: after, renames }
  }

  test('a file gets its new name, and every page that shows it follows', async () => {
    await bench.write('img/a.png', jpeg)
    await bench.write('a.md', '![x](img/a.png)\n')
    await bench.write('part/b.md', '![y](../img/a.png) and img/a.png\n')
    const a = page('a.md', '![x](img/a.png)\n', '![x](img/a.jpg)\n', [{ from: 'img/a.png', to: 'img/a.jpg' }])
    const b = page('part/b.md', '![y](../img/a.png) and img/a.png\n')
    expect(contextOfPages([a, b], bench.folder)(a).imageExtension?.('img/a.png')).toBe('jpg')
    expect(await writeFixes([a, b], bench.folder)).toEqual(['a.md', 'part/b.md'])
    expect(await read('a.md')).toBe('![x](img/a.jpg)\n')
    expect(await read('part/b.md')).toBe('![y](../img/a.jpg) and img/a.png\n')
    expect(await readdir(join(bench.folder, 'img'))).toEqual(['a.jpg'])
  })

  test('nothing is written over what somebody else wrote', async () => {
    await bench.write('a.md', 'edited')
    await bench.write('b.md', 'b')
    const patched = applyPatch('b', [{ start: 0, end: 1, before: 'b', after: 'c', reason: '' }])
    const pages = [page('b.md', 'b', patched), page('a.md', 'read before', 'mended')]
    await expect(writeFixes(pages, bench.folder)).rejects.toThrow('a.md was edited in the meantime')
    expect([await read('a.md'), await read('b.md')]).toEqual(['edited', 'b'])
    await bench.write('x.png', jpeg)
    await bench.write('x.jpg', 'another')
    const renames = [{ from: 'x.png', to: 'x.jpg' }]
    await expect(writeFixes([page('b.md', 'b', 'c', renames)], bench.folder)).rejects.toThrow('EEXIST')
    expect([await read('b.md'), await read('x.jpg'), existsSync(join(bench.folder, 'x.png'))]).toEqual([
      'b',
      'another',
      true,
    ])
  })
})
