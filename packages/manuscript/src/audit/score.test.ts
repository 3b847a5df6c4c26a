import fc from 'fast-check'
import { expect, it } from 'vitest'
import { severities } from './finding.ts'
import { scoreOf } from './score.ts'

const judged = fc.record({
  words: fc.nat(200_000),
  counts: fc.record({ error: fc.nat(500), warning: fc.nat(500), info: fc.nat(500) }),
  features: fc.nat(30).chain(wanted => fc.record({ wanted: fc.constant(wanted), found: fc.nat(wanted) })),
})

it('never rises with a finding more, nor falls with a feature more', () => {
  fc.assert(
    fc.property(judged, fc.constantFrom(...severities), (before, severity) => {
      const score = scoreOf(before)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(100)
      const counts = { ...before.counts, [severity]: before.counts[severity] + 1 }
      expect(scoreOf({ ...before, counts })).toBeLessThanOrEqual(score)
      const { wanted, found } = before.features
      if (found < wanted)
        expect(scoreOf({ ...before, features: { wanted, found: found + 1 } })).toBeGreaterThanOrEqual(score)
    }),
  )
})

it('is what the documentation says', () => {
  const counts = { error: 1, warning: 3, info: 2 }
  const features = { wanted: 0, found: 0 }
  expect(scoreOf({ words: 1_000, counts, features })).toBe(50)
  expect(scoreOf({ words: 10_000, counts, features })).toBe(90)
  expect(scoreOf({ words: 10, counts, features })).toBe(33)
  expect(scoreOf({ words: 1_000, counts, features: { wanted: 4, found: 1 } })).toBe(45)
  expect(scoreOf({ words: 0, counts: { error: 0, warning: 0, info: 0 }, features })).toBe(100)
})
