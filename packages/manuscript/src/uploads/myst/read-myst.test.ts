import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unaccounted } from '../accounted.fixture.ts'
import { imagePath, readUpload } from '../index.ts'
import { pixel, zipOf } from '../zip.fixture.ts'
import { pageBlocks } from './page-blocks.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const folder = (files: Record<string, string | Uint8Array>) =>
  new Map(
    Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? bytes(content) : content]),
  )

const one =
  '---\ntitle: The Ferry\nlabel: ferry\n---\n\nWe left at dawn.[^1]\n\n(boat)=\n## The boat\n\n![A boat](../images/boat.png)\n\n[^1]: At six.\n'
const two = '# The Inn\n\n```{note}\nBeds are few.\n```\n'

describe('a folder of MyST', () => {
  const files = {
    'myst.yml':
      'version: 1\nproject:\n  title: The Salt Road\n  subtitle: A Walk\n  authors:\n    - name: Mara Lind\n  license: CC-BY-4.0\n  keywords: [salt]\n  toc:\n    - file: index.md\n    - title: The Walk\n      children:\n        - file: walk/one.md\n        - pattern: walk/*.md\n    - file: gone.md\n',
    'index.md': '# The Salt Road\n',
    'walk/one.md': one,
    'walk/two.md': two,
    'notes.md': 'Private words.\n',
    'images/boat.png': pixel,
    'a.bib': '@book{a}\n',
    'b/c.bib': '@book{b}\n',
  }

  test('is read in the order of its table of contents, parts included', async () => {
    const upload = await readUpload(folder(files))
    expect(upload.format).toBe('myst')
    expect(
      upload.marks.map(({ block, depth, title, semantics, identity }) => [block, depth, title, semantics, identity]),
    ).toEqual([
      [0, 1, 'The Salt Road', undefined, 'index.md'],
      [1, 1, 'The Walk', 'part', 'part:The Walk'],
      [1, 2, 'The Ferry', undefined, 'walk/one.md'],
      [6, 2, 'The Inn', undefined, 'walk/two.md'],
    ])
    expect(upload.metadata).toEqual({
      title: 'The Salt Road',
      subtitle: 'A Walk',
      authors: ['Mara Lind'],
      rights: 'CC-BY-4.0',
      keywords: ['salt'],
    })
    expect(upload.bibliography).toBe('@book{a}\n\n@book{b}\n')
    expect(upload.warnings.join('\n')).toMatch(/gone\.md/)
  })

  test('lists pages that nothing names, with their words', async () => {
    const upload = await readUpload(folder(files))
    expect(upload.removed).toEqual([{ reason: 'unlisted', place: 'notes.md', text: 'Private words.' }])
  })

  test('keeps labels with what they name, and front matter and footnotes apart', async () => {
    const { blocks } = await readUpload(folder(files))
    expect(blocks.slice(1, 6).map(({ text }) => text)).toEqual([
      '---\ntitle: The Ferry\nlabel: ferry\n---',
      'We left at dawn.[^1]',
      '(boat)=\n## The boat',
      '![A boat](../images/boat.png)',
      '[^1]: At six.',
    ])
    expect(blocks[1]).toMatchObject({ plain: 'The Ferry', depth: 1, anchors: ['ferry'] })
    expect(blocks[3]).toMatchObject({ plain: 'The boat', depth: 2, anchors: ['boat'] })
    expect(blocks[5]!.plain).toBe('At six.')
  })

  test('finds the picture a page shows from where it stands', async () => {
    const upload = await readUpload(folder(files))
    expect(imagePath(upload, upload.blocks[4]!, '../images/boat.png')).toBe('images/boat.png')
    expect(imagePath(upload, upload.blocks[4]!, '../../etc/passwd')).toBeUndefined()
  })

  test('reads the same from a zip, within one folder or not', async () => {
    const given = await readUpload(folder(files))
    const inRoot = Object.fromEntries(Object.entries(files).map(([path, content]) => [`salt-main/${path}`, content]))
    const zipped = await readUpload({
      name: 'salt.zip',
      bytes: zipOf({ ...inRoot, '__MACOSX/salt-main/._x.md': 'litter' }),
    })
    expect(zipped.blocks).toEqual(given.blocks)
    expect(zipped.marks).toEqual(given.marks)
  })
})

test('a Jupyter Book is read by its _toc.yml, with parts, chapters and sections', async () => {
  const upload = await readUpload(
    folder({
      '_config.yml': 'title: Salt\nauthor: Mara Lind and Tom Ro\nsphinx:\n  config:\n    language: de\n',
      '_toc.yml':
        'format: jb-book\nroot: intro\nparts:\n  - caption: Walking\n    chapters:\n      - file: one\n        sections:\n          - file: two\n  - caption: Data\n    chapters:\n      - file: lab\n',
      'intro.md': '# Welcome',
      'one.md': one,
      'two.md': two,
      'lab.ipynb': notebook,
    }),
  )
  expect(upload.marks.map(({ depth, title }) => [depth, title])).toEqual([
    [1, 'Welcome'],
    [1, 'Walking'],
    [2, 'The Ferry'],
    [3, 'The Inn'],
    [1, 'Data'],
    [2, 'The lab'],
  ])
  expect(upload.metadata).toEqual({ title: 'Salt', authors: ['Mara Lind and Tom Ro'], language: 'de' })
})

const notebook = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'ir', language: 'R' } },
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# The lab\n', '\n', 'Run it.'] },
    {
      cell_type: 'code',
      metadata: { tags: ['hide-input'] },
      source: 'plot(1)\n"```"',
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['\u001b[31mred\u001b[0m words\n'] },
        {
          output_type: 'display_data',
          metadata: {},
          data: { 'image/png': Buffer.from(pixel).toString('base64'), 'text/plain': 'plot without title' },
        },
        { output_type: 'error', ename: 'ValueError', evalue: 'no such thing', traceback: [] },
      ],
    },
  ],
})

test('a notebook becomes a page: code cells, what they print, their pictures and errors', async () => {
  const upload = await readUpload({ name: 'lab.ipynb', bytes: bytes(notebook) })
  expect(upload.blocks.map(({ text }) => text)).toEqual([
    '# The lab',
    'Run it.',
    '```{code-cell} R\n:tags: [hide-input]\nplot(1)\n"```"\n```',
    '```text\nred words\n```',
    '![plot without title](lab-outputs/2-2.png)',
    '```text\nValueError: no such thing\n```',
  ])
  expect([...upload.images.keys()]).toEqual(['lab-outputs/2-2.png'])
})

test('without a table of contents pages come in natural order, an index first', async () => {
  const upload = await readUpload(
    folder({ 'ch10.md': '# Ten', 'ch2.md': '# Two', 'index.md': '# Start', 'a/b.md': '# Deep' }),
  )
  expect(upload.marks.map(({ title, from }) => [title, from])).toEqual([
    ['Start', 'spine'],
    ['Two', 'spine'],
    ['Ten', 'spine'],
    ['Deep', 'spine'],
  ])
})

const line = fc.constantFrom(
  '',
  '',
  'words here',
  '# Head',
  '(l)=',
  '- a',
  '  b',
  '> q',
  '```{note}',
  '```',
  ':::',
  '---',
  '+++',
  '[^1]: n',
  '    c',
  '| a |',
  '|--|',
  '% c',
  '[r]: http://x.y',
  '$$',
  '<div>',
  't\r',
  ': d',
)

test('the blocks of any page hold all of it, in order, with only space between', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 25 }), lines => {
      const text = lines.join('\n')
      let at = 0
      for (const block of pageBlocks(text).blocks) {
        const found = text.indexOf(block.text, at)
        expect(text.slice(at, found).trim()).toBe('')
        at = found + block.text.length
      }
      expect(text.slice(at).trim()).toBe('')
    }),
    { numRuns: 500 },
  )
})

const root = join(import.meta.dirname, '../../../../../../shared/books/applied-quantum-computing')

test.skipIf(!existsSync(root))('a real book: each page in its place, each picture, each word', async () => {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  const given = new Map(
    files
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [relative(root, path), new Uint8Array(readFileSync(path))]),
  )
  const upload = await readUpload(given)
  const pages = [...new Set(upload.blocks.map(block => block.file!))]
  expect(pages).toHaveLength(18)
  expect(upload.images.size).toBe(107)
  expect(upload.marks).toHaveLength(20)
  for (const page of pages) {
    const source = new TextDecoder().decode(given.get(page))
    const joined = upload.blocks.filter(block => block.file === page).map(block => block.text)
    expect(joined.join('').replace(/\s+/g, '')).toBe(source.replace(/\s+/g, ''))
    const prose = source
      .split('\n')
      .filter(text => /^[A-Z][\w ,]+\.$/.test(text))
      .join(' ')
    expect(unaccounted(prose, upload)).toEqual([])
  }
})
