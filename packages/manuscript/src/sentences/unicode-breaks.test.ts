import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unicodeBreaks } from './unicode-breaks.ts'

const segmented = (text: string, language = 'en') => {
  const ends: number[] = []
  for (const { index, segment } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text))
    ends.push(index + segment.length)
  return ends
}

// What the rules are about, in every order: terminators, closing marks, letters of both cases and none, digits, spaces.
const telling = fc
  .array(
    fc.constantFrom(
      ...['.', '!', '?', '…', '。', '․', ' ', '  ', '\n', '\r\n', '\u2029', '\u00A0', '"', '’', '”', '«', ')', '('],
      ...[
        'a',
        'É',
        'ß',
        'Ж',
        'ж',
        '中',
        'あ',
        'א',
        'ª',
        'ǅ',
        '1',
        '٣',
        ',',
        ':',
        ';',
        '-',
        '—',
        '、',
        '*',
        '→',
        '½',
        '_',
      ],
    ),
    { maxLength: 40 },
  )
  .map(pieces => pieces.join(''))

it.each(['en', 'de', 'ja', 'el', 'und'])('breaks as Intl.Segmenter does, in %s', language => {
  fc.assert(
    fc.property(fc.oneof(telling, fc.string({ unit: 'grapheme', maxLength: 60 })), text => {
      expect(unicodeBreaks(text, language)).toEqual(segmented(text, language))
    }),
    { numRuns: 2_000 },
  )
})

it('breaks as Intl.Segmenter does next to every character of the Basic Multilingual Plane', () => {
  const wrong: string[] = []
  for (let code = 0; code < 0xd800; code++) {
    const character = String.fromCharCode(code)
    const places = [`A. ${character}b. C`, `a.${character} b`, `a!${character}B`, `a.${character}C`, `1.${character}B`]
    const text = places.join('\u2029')
    if (unicodeBreaks(text, 'en').join() !== segmented(text).join()) wrong.push(code.toString(16))
  }
  expect(wrong).toEqual([])
})
