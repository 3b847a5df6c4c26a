import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { bytes, duration, money, percent } from './figures.ts'
import { cut, wrap } from './terminal.ts'

test('a cut text fits, also when its characters are two columns wide', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const result = cut(text, width)
      expect(stringWidth(result)).toBeLessThanOrEqual(width)
      expect(result).not.toContain('\n')
    }),
  )
  expect(cut('短いタイトル', 7)).toBe('短いタ…')
  expect(cut('A title', 7)).toBe('A title')
})

test('wrapped lines hold every word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/)), fc.integer({ min: 12, max: 40 }), (words, width) => {
      const lines = wrap(words.join(' '), width)
      expect(lines.join(' ')).toBe(words.join(' '))
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
    }),
  )
})

test('figures read as people write them', () => {
  expect([0, 0.0042, 1.5, 1234.5].map(money)).toEqual(['free', '$0.0042', '$1.50', '$1,234.50'])
  expect([0.42, 9.96, 59.6, 185, 7_860].map(duration)).toEqual([
    '0.4 s',
    '10.0 s',
    '1 min 00 s',
    '3 min 05 s',
    '2 h 11 min',
  ])
  expect([0, 0.424, 0.999, 1].map(percent)).toEqual(['0 %', '42 %', '99 %', '100 %'])
  expect([812, 3_400, 200_000_000].map(bytes)).toEqual(['812 B', '3.4 kB', '200 MB'])
})
