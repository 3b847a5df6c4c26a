import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FolderRecord, openBookFolder, saveRecord } from './folder-record.ts'
import { writeFolder } from './write-folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octavo-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

const empty: FolderRecord = { octavo: 1, installation: 'here', bookId: 'b', files: {} }
const book = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
const read = (path: string) => readFile(join(folder, path), 'utf8')

async function export_(files: Record<string, string>) {
  return writeFolder(folder, (await openBookFolder(folder)) ?? empty, book(files))
}

test('writes a book, and again where nothing was touched', async () => {
  await export_({ 'myst.yml': 'a', 'chapters/01-one.md': 'one' })
  const result = await export_({ 'myst.yml': 'b', 'chapters/01-one.md': 'one' })
  expect(result).toEqual({ files: 2, kept: [], beside: [] })
  expect([await read('myst.yml'), await read('chapters/01-one.md')]).toEqual(['b', 'one'])
})

test('never overwrites what was edited', async () => {
  await export_({ 'one.md': 'one', 'two.md': 'two' })
  await writeFile(join(folder, 'one.md'), 'mine')
  await writeFile(join(folder, 'two.md'), 'mine too')
  expect(await export_({ 'one.md': 'one', 'two.md': 'new' })).toEqual({
    files: 2,
    kept: ['one.md'],
    beside: ['two.md'],
  })
  expect([await read('one.md'), await read('two.md'), await read('two.md.new')]).toEqual(['mine', 'mine too', 'new'])
  // The book has not changed since: the edit is simply kept.
  expect(await export_({ 'one.md': 'one', 'two.md': 'new' })).toMatchObject({ kept: ['one.md', 'two.md'], beside: [] })
})

test('removes what the book no longer has, unless it was edited', async () => {
  await export_({ 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' })
  await writeFile(join(folder, 'b.md'), 'mine')
  expect(await export_({ 'c.md': 'c' })).toMatchObject({ kept: ['b.md'] })
  await expect(stat(join(folder, 'a.md'))).rejects.toThrow('ENOENT')
  expect(await read('b.md')).toBe('mine')
})

test('a crash before the record is written counts as no edit', async () => {
  await export_({ 'a.md': 'old' })
  await writeFile(join(folder, 'a.md'), 'new')
  expect(await export_({ 'a.md': 'new' })).toEqual({ files: 1, kept: [], beside: [] })
})

test('refuses a folder that is not ours, a broken record, and a path that leads out', async () => {
  await writeFile(join(folder, 'letter.txt'), 'dear')
  await expect(openBookFolder(folder)).rejects.toThrow('is not empty')
  await writeFile(join(folder, '.octavo.json'), '{"octavo": 1')
  await expect(openBookFolder(folder)).rejects.toThrow('cannot be read')
  await saveRecord(folder, empty)
  await expect(export_({ '../out.md': 'x' })).rejects.toThrow('outside of the book')
})
