import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPatch } from './apply-patch.ts'
import { choose } from './choose.ts'
import { confine } from './confine.ts'
import { unified } from './line-hunks.ts'
import type { Hunk, Patch } from './patch.ts'
import { patchBetween } from './patch-between.ts'
import type { PatchError } from './patch-error.ts'
import { rebase } from './rebase.ts'
import { anyText, edited } from './texts.fixture.ts'
import { wordDiff } from './word-diff.ts'

const hunk = (start: number, before: string, after: string): Hunk => ({
  start,
  end: start + before.length,
  before,
  after,
  reason: 'test',
})

function refusal(run: () => unknown): PatchError {
  try {
    run()
  } catch (error) {
    return error as PatchError
  }
  throw new Error('was not refused')
}

describe('applyPatch', () => {
  it.each<[string, string, Patch]>([
    ['stale', 'abc', [hunk(0, 'x', 'y')]],
    ['stale', 'abc', [{ ...hunk(0, 'a', 'y'), end: 2 }]],
    ['overlap', 'abc', [hunk(0, 'ab', 'x'), hunk(1, 'b', 'y')]],
    ['overlap', 'abc', [hunk(2, 'c', 'x'), hunk(0, 'a', 'y')]],
    ['out-of-range', 'abc', [hunk(3, 'd', 'x')]],
    ['out-of-range', 'abc', [{ ...hunk(0, 'a', 'x'), start: -1 }]],
    ['out-of-range', 'abc', [{ ...hunk(0, 'a', 'x'), end: Number.NaN }]],
    ['splits-character', 'a😀b', [hunk(2, '\uDE00', 'x')]],
    ['splits-character', 'a\r\nb', [hunk(1, '\r', '')]],
    ['splits-character', 'a\rb', [hunk(2, 'b', '\n')]],
    ['splits-character', 'a\uD83Db', [hunk(2, 'b', '\uDE00')]],
  ])('refuses %s', (code, text, patch) => {
    expect(refusal(() => applyPatch(text, patch)).code).toBe(code)
  })

  it('says where the text has changed, and what to do', () => {
    expect(refusal(() => applyPatch('one\ntwo', [hunk(4, 'six', '')]))).toMatchObject({
      name: 'PatchError',
      hunk: 0,
      place: { line: 2, column: 1 },
      message: 'line 2, column 1 reads "two", not "six". The text has changed: make the patch again from this text',
    })
  })

  it('applies insertions at one place in their order', () => {
    expect(applyPatch('ad', [hunk(1, '', 'b'), hunk(1, '', 'c')])).toBe('abcd')
  })
})

describe('patchBetween', () => {
  it('finds words, in any script', () => {
    const changes = (before: string, after: string) =>
      patchBetween(before, after, 'r').map(({ before, after }) => [before, after])
    expect(changes('The quick fox.\nSame.\n', 'The slow fox.\nSame.\n')).toEqual([['quick', 'slow']])
    expect(changes('我喜欢红色的花。', '我喜欢蓝色的花。')).toEqual([['红色', '蓝色']])
    expect(changes('a\r\nb\r\n', 'a\r\nb\n')).toEqual([['\r\n', '\n']])
    expect(changes('👩‍🚀 flies', '👨‍🚀 flies')).toEqual([['👩‍🚀', '👨‍🚀']])
    expect(changes('a\n\nb\n', 'a\n\nc\n\nb\n')).toEqual([['', 'c\n\n']])
    expect(patchBetween('same', 'same')).toEqual([])
  })

  it('gives back what it was made from, for any two texts', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        expect(applyPatch(before, patchBetween(before, after))).toBe(after)
      }),
      { numRuns: 1_000 },
    )
  })

  it('leaves everything outside of its hunks, for any edit', () => {
    fc.assert(
      fc.property(edited, ({ before, after }) => {
        const patch = patchBetween(before, after, 'why')
        expect(applyPatch(before, patch)).toBe(after)
        for (const [index, { start, end, before: was, after: is, reason }] of patch.entries()) {
          expect(before.slice(start, end)).toBe(was)
          expect(reason).toBe('why')
          expect(was).not.toBe(is)
          expect(start).toBeGreaterThan(patch[index - 1]?.end ?? -1)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is bounded where nothing is alike, and where everything is', () => {
    const numbers = (from: number) =>
      Array.from({ length: 60_000 }, (_, index) => `${index * 7 + from} line`).join('\n')
    for (const [before, after] of [
      [numbers(0), numbers(3)],
      ['\n'.repeat(500_000), '\n'.repeat(400_000)],
      ['a '.repeat(300_000), 'b a '.repeat(200_000)],
      ['a\nb\n'.repeat(100_000), 'b\nb\na\n'.repeat(60_000)],
    ] as const) {
      expect(applyPatch(before, patchBetween(before, after))).toBe(after)
    }
  })
})

it('wordDiff gives both texts back', () => {
  fc.assert(
    fc.property(edited, ({ before, after }) => {
      const segments = wordDiff(before, after)
      const without = (kind: string) =>
        segments.flatMap(segment => (segment.kind === kind ? [] : segment.text)).join('')
      expect(without('added')).toBe(before)
      expect(without('removed')).toBe(after)
    }),
    { numRuns: 500 },
  )
})

describe('choose', () => {
  it('takes some hunks now and the rest later, for any choice', () => {
    fc.assert(
      fc.property(edited, fc.array(fc.nat()), ({ before, after }, picks) => {
        const patch = patchBetween(before, after)
        const accepted = patch.length === 0 ? [] : picks.map(pick => pick % patch.length)
        const { chosen, rest } = choose(patch, accepted)
        expect(chosen).toHaveLength(new Set(accepted).size)
        expect(applyPatch(applyPatch(before, chosen), rest)).toBe(after)
      }),
      { numRuns: 500 },
    )
  })

  it('refuses a hunk that is not there', () => {
    expect(refusal(() => choose([hunk(0, 'a', 'b')], [1])).code).toBe('out-of-range')
  })
})

describe('rebase', () => {
  it('moves what fits and names what does not', () => {
    const text = 'one two three four'
    const over = [hunk(0, 'one', 'eleven'), hunk(8, 'three', '3')]
    const patch = [hunk(0, 'one', 'eleven'), hunk(4, 'two', '2'), hunk(8, 'three', 'drei'), hunk(18, '', '!')]
    const moved = rebase(patch, over)
    expect(moved).toMatchObject({ done: [0], lost: [2] })
    expect(applyPatch(applyPatch(text, over), moved.patch)).toBe('eleven 2 3 four!')
  })

  it('gives the same as the other way round, when both fit', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd e f'), { minLength: 8, maxLength: 20 })
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(), (words, first, second) => {
        const marked = words.map((word, index) => `${index} ${word}`)
        const change = (at: number, to: string) =>
          marked.map((line, index) => (index === at % words.length ? to : line)).join('\n')
        const text = marked.join('\n')
        const mine = patchBetween(text, change(first, 'mine'))
        const theirs = patchBetween(text, change(second, 'theirs'))
        const moved = rebase(mine, theirs)
        if (first % words.length === second % words.length) expect(moved.patch.length).toBeLessThan(mine.length)
        else {
          const both = applyPatch(applyPatch(text, theirs), moved.patch)
          expect(both).toBe(applyPatch(applyPatch(text, mine), rebase(theirs, mine).patch))
        }
      }),
    )
  })
})

describe('confine', () => {
  const text = 'one two  three\nfour\n'
  const range = { start: 4, end: 7 }

  it.each([
    ['one TWO, twice  three\nfour\n', 'one TWO, twice  three\nfour\n'],
    ['one   three\nfour\n', 'one   three\nfour\n'],
  ])('lets through what stays inside', (answer, result) => {
    expect(applyPatch(text, confine(text, answer, [range]))).toBe(result)
  })

  it.each([
    ['one TWO three\nfour\n', 1],
    ['one two  three\nfour', 2],
    ['One two  three\nfour\n', 1],
    ['one TWO  three\r\nfour\n', 1],
    ['', 1],
  ])('refuses %j, and says where', (answer, line) => {
    const error = refusal(() => confine(text, answer, [range]))
    expect(error).toMatchObject({ code: 'outside', place: { line } })
    expect(error.message).toContain('nothing was to be changed')
  })

  it('refuses hunks outside, and any change without a range', () => {
    expect(refusal(() => confine(text, [hunk(0, 'one', 'two')], [range])).code).toBe('outside')
    expect(confine(text, [hunk(4, 'two', '2')], [range])).toHaveLength(1)
    expect(refusal(() => confine(text, `${text} `, [])).code).toBe('outside')
    expect(confine(text, text, [])).toEqual([])
  })

  it('lets everything inside of ranges through and nothing else, for any text', () => {
    const piece = fc.array(fc.constantFrom('a', 'b', ' ', '\n', 'ab', '語'), { maxLength: 6 }).map(all => all.join(''))
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, piece, piece), { minLength: 1, maxLength: 4 }), piece, (parts, last) => {
        const ranges: { start: number; end: number }[] = []
        let before = ''
        let after = ''
        for (const [kept, old, fresh] of parts) {
          before += kept
          after += kept + fresh
          ranges.push({ start: before.length, end: before.length + old.length })
          before += old
        }
        expect(applyPatch(before + last, confine(before + last, after + last, ranges))).toBe(after + last)
        expect(refusal(() => confine(`${before}${last}!`, `${after}${last}?`, ranges)).code).toBe('outside')
      }),
      { numRuns: 500 },
    )
  })
})

describe('unified', () => {
  it('shows lines with their surroundings', () => {
    const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n'
    expect(unified(before, patchBetween(before, before.replace('5', 'five')), { file: 'a.md', context: 1 })).toBe(
      '--- a/a.md\n+++ b/a.md\n@@ -4,3 +4,3 @@\n 4\n-5\n+five\n 6\n',
    )
    expect(unified('', patchBetween('', 'a\n'))).toContain('@@ -0,0 +1,1 @@\n+a\n')
    expect(unified('a', patchBetween('a', 'b'))).toContain('-a\n\\ No newline at end of file\n+b\n\\ No newline')
    expect(unified('a', [])).toBe('')
  })

  it('is read by git, for any edit', () => {
    const folder = mkdtempSync(join(tmpdir(), 'octavo-unified-'))
    try {
      fc.assert(
        fc.property(edited, fc.nat(3), ({ before, after }, context) => {
          const diff = unified(before, patchBetween(before, after), { context })
          if (before === after) expect(diff).toBe('')
          // Git knows no empty files in such a diff.
          if (before === after || before === '' || after === '') return
          writeFileSync(join(folder, 'text'), before)
          const options = ['apply', '--unidiff-zero', '--whitespace=nowarn', '-']
          const { stderr, status } = spawnSync('git', options, { cwd: folder, input: diff, encoding: 'utf8' })
          expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
          expect(readFileSync(join(folder, 'text'), 'utf8')).toBe(after)
        }),
        { numRuns: 60 },
      )
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
