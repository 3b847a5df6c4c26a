import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wordRanges } from './word-ranges.ts'

const words = (text: string) => {
  const ranges = wordRanges(text)
  return Array.from({ length: ranges.length / 2 }, (_, word) => text.slice(ranges[2 * word], ranges[2 * word + 1]))
}
const segmented = (text: string) =>
  [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)]
    .filter(segment => segment.isWordLike)
    .map(({ segment }) => segment)

const telling = fc
  .array(
    fc.constantFrom(
      ...['a', 'B', 'é', 'ж', 'Ω', 'ª', '1', '2', '٣', '.', ',', ';', ':', "'", '’', '·', '"', '_', '-', '/', '½', '²'],
      ...[
        ' ',
        '  ',
        '\n',
        '\t',
        '\u00A0',
        '\u0301',
        '\u200D',
        '\u00AD',
        '👩',
        '🏽',
        '中',
        'あ',
        'カ',
        'ก',
        '가',
        'א',
        'م',
        '→',
        '—',
      ],
    ),
    { maxLength: 30 },
  )
  .map(pieces => pieces.join(''))

it('finds the words Intl.Segmenter finds', () => {
  fc.assert(
    fc.property(fc.oneof(telling, fc.string({ unit: 'grapheme', maxLength: 60 })), text => {
      expect(words(text)).toEqual(segmented(text))
    }),
    { numRuns: 10_000 },
  )
})

it('finds them next to every character of the alphabets', () => {
  const wrong: string[] = []
  for (let code = 1; code < 0x3100; code++) {
    const character = String.fromCharCode(code)
    const text = `${character} a${character}b 1${character}2 ${character}a a${character}. a${character}1`
    if (words(text).join('\n') !== segmented(text).join('\n')) wrong.push(code.toString(16))
  }
  expect(wrong).toEqual([])
})
