import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findSources } from './find-sources.ts'

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'octavo-sources-'))
  folder = join(root, 'book')
  await mkdir(join(folder, 'notes'), { recursive: true })
  await writeFile(join(folder, 'brief.md'), 'brief')
  await writeFile(join(root, 'outside.md'), 'outside')
  for (const name of ['10-last.md', '2-second.txt', '1-first.md']) await writeFile(join(folder, 'notes', name), name)
})
afterEach(() => rm(root, { recursive: true }))

const find = (...patterns: string[]) => findSources({ patterns, folder, except: [join(folder, 'brief.md')] })
const origins = async (...patterns: string[]) => (await find(...patterns)).files.map(file => file.origin)

/** What the person is told: the remedy lists every problem. */
async function refusal(...patterns: string[]): Promise<string> {
  const error = await find(...patterns).catch(error => error)
  return `${error.message}\n${error.remedy}`
}

test('takes globs, files, folders and URLs, each once, in the order a person counts', async () => {
  expect(await origins('notes/*')).toEqual(['notes/1-first.md', 'notes/2-second.txt', 'notes/10-last.md'])
  expect(await origins('notes/10-last.md', 'notes')).toEqual([
    'notes/10-last.md',
    'notes/1-first.md',
    'notes/2-second.txt',
  ])
  expect(await find('https://example.org/page', 'notes/1-first.md')).toEqual({
    urls: ['https://example.org/page'],
    files: [{ origin: 'notes/1-first.md', text: '1-first.md', format: 'markdown' }],
  })
})

test('without patterns takes all text but the brief and books written here', async () => {
  await mkdir(join(folder, 'out'))
  await writeFile(join(folder, 'out', '.octavo.json'), '{}')
  await writeFile(join(folder, 'out', 'index.md'), 'a book')
  expect(await origins()).toEqual(['notes/1-first.md', 'notes/2-second.txt', 'notes/10-last.md'])
  expect(await origins('**/*.md')).toEqual(['notes/1-first.md', 'notes/10-last.md'])
})

test('stays within the folder, unless a file is named in full', async () => {
  expect(await refusal('../*.md')).toContain('leads out of')
  expect(await refusal('notes/../../*.md')).toContain('leads out of')
  expect(await origins('../outside.md')).toEqual(['../outside.md'])
  await symlink(join(root, 'outside.md'), join(folder, 'notes', 'link.md'))
  await symlink(root, join(folder, 'up'))
  expect(await origins('notes/*.md')).toEqual(['notes/1-first.md', 'notes/10-last.md'])
  expect(await origins('notes/link.md')).toEqual(['notes/link.md'])
  expect(await refusal('up/*.md')).toContain('leads out of')
})

test('names every source that cannot be used, and how to mend it', async () => {
  await writeFile(join(folder, 'empty.md'), ' \n')
  await writeFile(join(folder, 'scan.md'), Buffer.from('%PDF-1.7\n\x00\xff', 'latin1'))
  const large = await open(join(folder, 'large.md'), 'w')
  await large.truncate(200_000_000)
  await large.close()
  const said = await refusal('*.md', 'missing/*.md')
  expect(said).toContain('4 sources cannot be used')
  expect(said).toContain('empty.md is empty')
  expect(said).toMatch(/scan\.md .*PDF/)
  expect(said).toContain('large.md has 200 MB')
  expect(said).toContain('"missing/*.md" matches no file')
})
