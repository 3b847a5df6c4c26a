import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutAccents, wordsOf } from './words.ts'

const texts = (text: string, as?: 'query') => wordsOf(text, as).map(word => word.text)

test('words are in lower case, without marks, each where it stands', () => {
  const text = 'The *Résumé* of pg_advisory_lock, ＡＢＣ and don’t.'
  expect(texts(text)).toEqual(['the', 'résumé', 'of', 'pg', 'advisory', 'lock', 'abc', 'and', 'don', 't'])
  for (const { start, end, text: word } of wordsOf(text)) {
    expect(text.slice(start, end).normalize('NFKC').toLowerCase()).toBe(word)
  }
})

test('scripts without blanks are cut into pairs, and every character begins one', () => {
  expect(texts('全文検索です。')).toEqual(['全文', '文検', '検索', '索で', 'です', 'す'])
  expect(texts('全文検索', 'query')).toEqual(['全文', '文検', '検索'])
  expect(texts('ラー', 'query')).toEqual(['ラー'])
  expect(texts('灯', 'query')).toEqual(['灯'])
  expect(texts('𠮷野家')).toEqual(['𠮷野', '野家', '家'])
  expect(texts('한국어', 'query')).toEqual(['한국', '국어'])
})

test('Arabic and Hebrew are read without their optional marks, Hindi with its own', () => {
  expect(texts('كَتَبَ كتـــب שָׁלוֹם')).toEqual(['كتب', 'كتب', 'שלום'])
  expect(texts('हिन्दी')).toEqual(['हिन्दी'])
})

test('accents can be left out', () => {
  expect(['résumé', 'straße', 'Œuvre'.toLowerCase(), 'łódź', 'ёлка', 'plain', '検索'].map(withoutAccents)).toEqual([
    'resume',
    'strasse',
    'oeuvre',
    'lodz',
    'елка',
    'plain',
    '検索',
  ])
})

test('any text gives words in order, inside of it, and takes time in proportion to its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), text => {
      let last = 0
      for (const { start, end, text: word } of wordsOf(text)) {
        expect(word).not.toBe('')
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        last = start
      }
    }),
  )
  expect(wordsOf('a'.repeat(1_000_000))).toEqual([])
  expect(wordsOf('漢'.repeat(200_000)).length).toBe(200_000)
})
