import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pointsBack, splitSentences } from './sentences.ts'

const split = (text: string, language = 'en') => splitSentences(text, language).map(sentence => sentence.text)

describe('splitSentences', () => {
  it.each([
    [
      'en',
      'Mr. Finch lit the lamp at 4 p.m. on Monday. It burned.',
      ['Mr. Finch lit the lamp at 4 p.m. on Monday.', 'It burned.'],
    ],
    [
      'en',
      'Use a lock, e.g. an advisory one. See Fig. 3 for more.',
      ['Use a lock, e.g. an advisory one.', 'See Fig. 3 for more.'],
    ],
    [
      'en',
      'J. R. Teague kept it. “Good!” said Ida. “Go on.”',
      ['J. R. Teague kept it.', '“Good!” said Ida.', '“Go on.”'],
    ],
    ['en', '**First, it is fast.** Then it is safe.', ['**First, it is fast.**', 'Then it is safe.']],
    [
      'en',
      'Call `a.b. C` and wait.[^1] Then [go](x.html. Y) on.',
      ['Call `a.b. C` and wait.[^1]', 'Then [go](x.html. Y) on.'],
    ],
    ['de', 'Es reicht z. B. bis Esbjerg. Dr. Hansen maß es.', ['Es reicht z. B. bis Esbjerg.', 'Dr. Hansen maß es.']],
    ['fr', 'M. Hulot arrive. Il salue Mme. Dubois.', ['M. Hulot arrive.', 'Il salue Mme. Dubois.']],
    ['ja', '灯台は古い。海は静かだ。', ['灯台は古い。', '海は静かだ。']],
  ])('splits %s: %s', (language, text, sentences) => {
    expect(split(text, language)).toEqual(sentences)
  })

  it('loses nothing, whatever the text and the language tag', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.constantFrom('en', 'de', 'th', 'xx-nonsense', ''),
        (text, language) => {
          const sentences = splitSentences(text, language)
          for (const sentence of sentences) expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text)
          expect(
            sentences
              .map(sentence => sentence.text)
              .join('')
              .replace(/\s/g, ''),
          ).toBe(text.replace(/\s/g, ''))
        },
      ),
    )
  })
})

describe('pointsBack', () => {
  it.each(['This is why it fails.', '**It** rises.', 'However, it may.', 'For example, a clock.', 'which then fails.'])(
    '%s',
    sentence => {
      expect(pointsBack(sentence, 'en')).toBe(true)
    },
  )
  it.each(['Thistles grow here.', 'A lease expires.', '`SKIP LOCKED` is a clause.', 'Itemise the bill.'])(
    'not %s',
    sentence => {
      expect(pointsBack(sentence, 'en')).toBe(false)
    },
  )
})
