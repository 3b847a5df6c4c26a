import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readQuery } from './query.ts'

test('reads words, phrases, beginnings and exclusions', () => {
  expect(readQuery('Lighthouse "the old keeper" -storm -"bad day" run* 漢')).toEqual({
    words: [
      { text: 'lighthouse', isPrefix: false },
      { text: 'the', isPrefix: false },
      { text: 'old', isPrefix: false },
      { text: 'keeper', isPrefix: false },
      { text: 'run', isPrefix: true },
      { text: '漢', isPrefix: true },
    ],
    phrases: [['the', 'old', 'keeper']],
    excluded: [['storm'], ['bad', 'day']],
    plain: 'Lighthouse the old keeper run 漢',
  })
})

test('a hyphen inside of a word excludes nothing, and a lone mark says nothing', () => {
  expect(readQuery('state-of-the-art').excluded).toEqual([])
  expect(readQuery('state-of-the-art').words.map(word => word.text)).toEqual(['state', 'of', 'the', 'art'])
  expect(readQuery('- -- * "" "  ').words).toEqual([])
})

test('each word counts once, and a long text is cut', () => {
  expect(readQuery('a A a "a b"').words.map(word => word.text)).toEqual(['a', 'b'])
  expect(readQuery(Array.from({ length: 500 }, (_, n) => `w${n}`).join(' ')).words.length).toBe(64)
})

test('never fails', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
      const { excluded, phrases, words } = readQuery(text)
      expect(words.every(word => word.text !== '')).toBe(true)
      expect([...phrases, ...excluded].every(run => run.length > 0)).toBe(true)
    }),
  )
})
