import { expect, test } from 'vitest'
import { nearDuplicates } from './near-duplicates.ts'

const bees =
  'The queen lays up to two thousand eggs a day in the early summer, while the workers build comb around her.'
const almost = bees.replace('two thousand', 'nearly two thousand')
const other =
  'A lighthouse keeper trims the wick each evening and writes the weather of the day into his log before supper.'

test('finds copies and copies with a word changed, most alike first', async () => {
  const pairs = await nearDuplicates([bees, other, almost, bees])
  expect(pairs.map(({ first, second }) => [first, second])).toEqual([
    [0, 3],
    [0, 2],
    [2, 3],
  ])
  expect(pairs[0]!.similarity).toBe(1)
  expect(pairs[1]!.similarity).toBeGreaterThan(0.7)
  expect(pairs[1]!.similarity).toBeLessThan(1)
})

test('markup, case and line breaks make no difference', async () => {
  expect(await nearDuplicates([bees, `> *${bees.toUpperCase().replaceAll(' ', '\n')}*`])).toMatchObject([
    { similarity: 1 },
  ])
})

test('short texts are no duplicates of each other', async () => {
  expect(await nearDuplicates(['Mind the smoke.', 'Mind the smoke.'])).toEqual([])
})

test('works in scripts without blanks', async () => {
  const text = '灯台守は毎晩ランプに火をともし、天気を日誌に書いた。'
  expect(await nearDuplicates([text, text.replace('毎晩', '毎夜')])).toMatchObject([{ first: 0, second: 1 }])
})

test('a phrase everybody uses does not make the work quadratic', async () => {
  const form = 'All rights reserved by the publisher and nobody may copy any part of this page without asking first.'
  const texts = Array.from({ length: 3_000 }, (_, n) => `${form} ${n} ${'x'.repeat(n % 7)}`)
  expect((await nearDuplicates(texts, { atLeast: 0.5 })).length).toBeLessThan(3_000 * 50)
})
