import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delayAfter, maxRetryAfter, readRetryAfter } from './backoff.ts'

const now = Date.UTC(2026, 10, 21, 12, 0, 0)

test.each([
  [{ 'retry-after': '7' }, undefined, 7_000],
  [{ 'retry-after': '0' }, undefined, 0],
  [{ 'retry-after': 'Sat, 21 Nov 2026 12:00:09 GMT' }, undefined, 9_000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 11:00:00 GMT' }, undefined, 0],
  [{ 'retry-after': '86400' }, undefined, maxRetryAfter],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, undefined, 250],
  [{}, '{"error":{"details":[{"retryDelay": "34s"}]}}', 34_000],
  [{ 'retry-after': 'soon' }, undefined, undefined],
  [{ 'retry-after': '' }, undefined, undefined],
  [undefined, undefined, undefined],
])('%j %j asks for %s ms', (headers, body, expected) => {
  expect(readRetryAfter(headers as Record<string, string> | undefined, body, now)).toBe(expected)
})

test('whatever a provider sends, the wait is bounded', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (header, body) => {
      const wait = readRetryAfter({ 'retry-after': header }, body, now) ?? 0
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(wait).toBeLessThanOrEqual(maxRetryAfter)
    }),
  )
})

test('backoff doubles, with full jitter, up to 20 s', () => {
  const most = [1, 2, 3, 4, 5, 6].map(failed => delayAfter(failed, undefined, () => 1))
  expect(most).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000])
  expect(delayAfter(3, undefined, () => 0)).toBe(0)
  expect(delayAfter(3, 7_000, () => 0)).toBe(7_000)
})
