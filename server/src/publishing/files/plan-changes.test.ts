import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blobName } from '../git/blob-name.ts'
import { isInside, type Manifest, readManifest, writeManifest } from './manifest.ts'
import { nextManifest, planChanges, type Standing, sha256 } from './plan-changes.ts'

const bookId = '2b3c0a4e-0d0c-4c38-9f1a-0123456789ab'
type Texts = Record<string, string>
const bytes = (texts: Texts) => new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]))
const marks = (texts: Texts) => new Map([...bytes(texts)].map(([path, content]) => [path, blobName(content)]))
const manifestOf = (texts: Texts): Manifest => ({
  octavo: 1,
  book: bookId,
  base: null,
  files: Object.fromEntries(
    [...bytes(texts)].map(([path, content]) => [path, { sha256: sha256(content), mark: blobName(content) }]),
  ),
})
const standing = (there: Texts, ours: Texts, seen?: Standing['seen']): Standing => ({
  present: marks(there),
  manifest: manifestOf(ours),
  markOf: blobName,
  ...(seen && { seen }),
})

describe('planChanges', () => {
  test('adds, modifies and deletes what is ours', () => {
    const ours = { 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' }
    expect(planChanges(bytes({ 'a.md': 'a', 'b.md': 'B', 'd.md': 'd' }), standing(ours, ours))).toEqual({
      changes: [
        { path: 'b.md', change: 'modified' },
        { path: 'c.md', change: 'deleted' },
        { path: 'd.md', change: 'added' },
      ],
      kept: [],
    })
  })

  test('touches nothing of anybody else', () => {
    const ours = { 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' }
    const there = { 'a.md': 'theirs', 'c.md': 'theirs', 'README.md': 'theirs', 'new.md': 'theirs', 'same.md': 's' }
    const files = bytes({ 'a.md': 'A', 'b.md': 'b', 'new.md': 'ours', 'same.md': 's' })
    expect(planChanges(files, standing(there, ours))).toEqual({
      changes: [],
      kept: [
        { path: 'a.md', reason: 'edited' },
        { path: 'b.md', reason: 'deleted' },
        { path: 'c.md', reason: 'edited' },
        { path: 'new.md', reason: 'foreign' },
      ],
    })
  })

  test('what the book has taken notice of may be written over', () => {
    const there = { 'a.md': 'theirs' }
    const seen = new Map([
      ['a.md', blobName(Buffer.from('theirs'))],
      ['b.md', null],
    ])
    const { changes, kept } = planChanges(
      bytes({ 'a.md': 'merged', 'b.md': 'b' }),
      standing(there, { 'a.md': 'a', 'b.md': 'b' }, seen),
    )
    expect(kept).toEqual([])
    expect(changes.map(({ change }) => change)).toEqual(['modified', 'added'])
  })

  test('an edit the book has seen and wants undone is written over', () => {
    const seen = new Map([['a.md', blobName(Buffer.from('theirs'))]])
    const plan = planChanges(bytes({ 'a.md': 'a' }), standing({ 'a.md': 'theirs' }, { 'a.md': 'a' }, seen))
    expect(plan).toEqual({ changes: [{ path: 'a.md', change: 'modified' }], kept: [] })
  })

  const texts = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('1', '2', '3'), {
    noNullPrototype: true,
  })
  test('for any files: nothing foreign or edited is lost, and publishing twice changes nothing', () => {
    fc.assert(
      fc.property(texts, texts, texts, (ours, there, book) => {
        const files = bytes(book)
        const before = standing(there, ours)
        const plan = planChanges(files, before)
        const after = { ...there }
        for (const { path, change } of plan.changes) {
          if (change !== 'added') expect(there[path]).toBe(ours[path])
          else expect(there[path]).toBeUndefined()
          if (change === 'deleted') delete after[path]
          else after[path] = book[path]!
        }
        const next = nextManifest({ id: bookId, chapters: new Map() }, files, plan, before, marks(after), null)
        const again = planChanges(files, { present: marks(after), manifest: next, markOf: blobName })
        expect(again).toEqual({ changes: [], kept: plan.kept })
        expect(readManifest(writeManifest(next))).toEqual(next)
      }),
    )
  })
})

test.each(['../a', 'a/../b', '/a', 'a//b', 'a\\b', 'c:/a', '.git/config', 'a/.GIT/x', '', 'a\0', '.'])(
  'a manifest cannot name %j',
  path => {
    expect(isInside(path)).toBe(false)
    const bad = { ...manifestOf({}), files: { [path]: { sha256: '0'.repeat(64), mark: 'm' } } }
    expect(() => readManifest(Buffer.from(JSON.stringify(bad)))).toThrow('cannot be read')
  },
)
