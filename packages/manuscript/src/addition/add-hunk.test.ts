import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPatch } from '../patch/apply-patch.ts'
import type { Hunk } from '../patch/patch.ts'
import { addHunk } from './add-hunk.ts'

const hunk = (text: string, start: number, end: number, after: string, reason = 'x'): Hunk => ({
  start,
  end,
  before: text.slice(start, end),
  after,
  reason,
})

test('a change beside the others keeps them as they are', () => {
  const text = 'one two three'
  const first = hunk(text, 0, 3, 'eins')
  expect(addHunk(text, [first], hunk('eins two three', 9, 14, 'drei'))).toEqual([first, hunk(text, 8, 13, 'drei')])
})

test('a change of what a hunk wrote becomes one with it', () => {
  const text = 'one two three'
  const patch = [hunk(text, 4, 7, 'zwei', 'a')]
  expect(addHunk(text, patch, hunk('one zwei three', 4, 14, 'ZWEI DREI', 'b'))).toEqual([
    hunk(text, 4, 13, 'ZWEI DREI', 'a, b'),
  ])
})

test('whatever is added, the text is the same as if it were applied after the patch', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 4 })
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('x', 'y', '\n'), maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(16), fc.nat(4), word), { maxLength: 6 }),
      (text, changes) => {
        let patch: Hunk[] = []
        for (const [at, length, after] of changes) {
          const now = applyPatch(text, patch)
          const start = Math.min(at, now.length)
          const added = hunk(now, start, Math.min(start + length, now.length), after)
          const expected = applyPatch(now, [added])
          patch = addHunk(text, patch, added)
          expect(applyPatch(text, patch)).toBe(expected)
          for (const [index, { start, end, before }] of patch.entries()) {
            expect(before).toBe(text.slice(start, end))
            expect(start).toBeGreaterThanOrEqual(patch[index - 1]?.end ?? 0)
          }
        }
      },
    ),
    { numRuns: 2000 },
  )
})
