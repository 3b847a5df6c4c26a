import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { auditFolder } from './audit-folder.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function makeFolder(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'octavo-audit-'))
  folders.push(folder)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

async function audit(files: Record<string, string | Uint8Array>) {
  const { audit, passedOver } = await auditFolder(await makeFolder(files), {})
  const findings = [audit, ...audit.pages].flatMap(one => one.findings)
  return {
    pages: audit.pages.map(({ file }) => file),
    found: findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`),
    messages: findings.map(({ message }) => message),
    passedOver,
  }
}

const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])

test('reads the pages that myst.yml names, in its order, and its settings', async () => {
  const { pages, found, passedOver } = await audit({
    'myst.yml': `version: 1
project:
  github: https://github.com/ann/book
  bibliography: [works.bib]
  abbreviations:
    QCB: Queen Cell Builder
  toc:
    - file: index.md
    - title: Part
      children:
        - file: chapters/two.md
        - file: chapters/one
        - file: lab.ipynb
        - file: gone.md
`,
    'works.bib': '@book{knuth,\n title={x}}\n@comment{no}\n',
    'index.md': '# Index\n\n{cite}`knuth`, {cite}`nobody`. A QCB, the QCB and one QCB.',
    'chapters/one.md': '# One\n\n![A bee](../a.png) ![A wasp](../b.png) [data](../data.csv)',
    'chapters/two.md':
      '# Two\n\n[](one.md) <https://github.com/ann/book/blob/main/lab.ipynb> <https://github.com/ann/book/blob/main/no.md>',
    'lab.ipynb': '{}',
    'data.csv': '1',
    'a.png': jpeg,
    'notes.md': 'TODO: not in the book',
  })
  expect(pages).toEqual(['index.md', 'chapters/two.md', 'chapters/one.md'])
  expect(found).toEqual([
    'myst.yml:14 broken-link',
    'index.md:3 broken-citation',
    'chapters/two.md:3 broken-link',
    'chapters/one.md:3 misnamed-image',
    'chapters/one.md:3 missing-image',
  ])
  expect(passedOver).toEqual(['lab.ipynb'])
})

test('reads the pages a Jupyter Book names', async () => {
  const { pages, found } = await audit({
    '_toc.yml':
      'format: jb-book\nroot: intro\nparts:\n  - chapters:\n    - file: b\n      sections:\n      - file: sub/a\n',
    '_config.yml': 'bibtex_bibfiles:\n  - references.bib\n',
    'references.bib': '@article{a, x}',
    'intro.md': '# Intro\n\n{cite}`a` and {cite}`b`',
    'b.md': '# B\n\ntext',
    'sub/a.md': '# A\n\ntext',
  })
  expect(pages).toEqual(['intro.md', 'b.md', 'sub/a.md'])
  expect(found).toEqual(['intro.md:3 broken-citation'])
})

test('reads all Markdown of a folder without settings, the index first, and no more', async () => {
  const { pages } = await audit({
    '10.md': '# Ten\n\nx',
    '9.md': '# Nine\n\nx',
    'part/b.md': '# B\n\nx',
    'part/index.md': '# Part\n\nx',
    'README.md': '# Book\n\nx',
    '_build/site/x.md': 'x',
    'node_modules/y/README.md': 'x',
    '.hidden/z.md': 'x',
  })
  expect(pages).toEqual(['README.md', '9.md', '10.md', 'part/index.md', 'part/b.md'])
})

test('goes on when pages cannot be read, and says why', async () => {
  const folder = await makeFolder({
    'a.md': '# A\n\nx',
    'binary.md': Uint8Array.from([35, 32, 0, 1, 2]),
    'empty.md': '',
    'huge.md': 'a '.repeat(2_500_000),
    'large.md': 'A word and more.\n\n'.repeat(10_000),
    'latin.md': Uint8Array.from([0x63, 0x61, 0x66, 0xe9]),
  })
  // A folder that holds itself.
  await symlink('.', join(folder, 'round'))
  await writeFile(join(folder, 'locked.md'), 'x')
  await chmod(join(folder, 'locked.md'), 0)
  const { audit } = await auditFolder(folder, {})
  expect(audit.pages.map(({ file }) => file).filter(file => file !== 'locked.md')).toEqual([
    'a.md',
    'empty.md',
    'large.md',
  ])
  const said = new Map(audit.findings.map(({ file, message }) => [file, message]))
  expect(said.get('binary.md')).toContain('is no text')
  expect(said.get('huge.md')).toContain('has 5.0 MB; at most 4.0 MB are read. Part it')
  expect(said.get('latin.md')).toContain('is no UTF-8')
  // The superuser reads what is locked.
  if (process.getuid?.() !== 0) expect(said.get('locked.md')).toContain('may not be read')
})

test('follows no link out of the book, nor one that leads round', async () => {
  const elsewhere = await makeFolder({ 'secret.md': 'TODO' })
  const pages = ['a', 'inside', 'outside', 'loop'].map(page => `    - file: ${page}.md\n`).join('')
  const folder = await makeFolder({ 'myst.yml': `project:\n  toc:\n${pages}`, 'a.md': '![A bee](loop.md)' })
  await symlink('a.md', join(folder, 'inside.md'))
  await symlink(join(elsewhere, 'secret.md'), join(folder, 'outside.md'))
  await symlink('loop.md', join(folder, 'loop.md'))
  const { audit } = await auditFolder(folder, {})
  expect(audit.pages.map(({ file }) => file)).toEqual(['a.md', 'inside.md'])
  expect(audit.findings.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
    'outside.md:1 this page leads out of the book. Put the file itself here',
    'myst.yml:6 the table of contents names "loop.md", which is not there. Add the page, or take it out',
  ])
  expect(audit.pages[0]!.findings.map(({ rule }) => rule)).toEqual(['missing-image'])
})

test('takes settings that cannot be read for a finding, not for an end', async () => {
  const { pages, found, messages } = await audit({
    'myst.yml': 'project:\n  title: Bees: a primer\n',
    'a.md': '# A\n\nx',
  })
  expect([pages, found]).toEqual([['a.md'], ['myst.yml:2 front-matter']])
  expect(messages[0]).toContain('not valid YAML')
  const bomb = Array.from(
    { length: 9 },
    (_, index) => `a${index}: &a${index} [${Array(9).fill(index ? `*a${index - 1}` : 'x')}]`,
  )
  const { found: none } = await audit({ 'myst.yml': `${bomb.join('\n')}\nproject:\n  toc: *a8\n`, 'a.md': '# A\n\nx' })
  expect(none).toEqual([])
})

test('refuses a folder with nothing to audit', async () => {
  await expect(auditFolder(await makeFolder({ 'a.txt': 'x' }), {})).rejects.toMatchObject({
    name: 'Failure',
    exitCode: 2,
    message: expect.stringContaining('no Markdown'),
  })
})
