import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countWords } from '../statistics.ts'
import type { Prose } from './reading.ts'
import { SeenWords, scanProse } from './scan-prose.ts'

const prose = (text: string, masks: number[] = []): Prose => ({
  type: 'paragraph',
  text,
  line: 1,
  masks,
  quoted: false,
  again: false,
})
const sentencesOf = (text: string) => scanProse(prose(text)).sentences.map(({ from, to }) => text.slice(from, to))

it.each([
  ['One. Two! Three? Four…', ['One.', 'Two!', 'Three?', 'Four…']],
  ['He said: “Go.” Then he left.', ['He said: “Go.”', 'Then he left.']],
  [
    'See e.g. Fig. 3 and Dr. Smith, i.e. him. A. Conan Doyle did.',
    ['See e.g. Fig. 3 and Dr. Smith, i.e. him.', 'A. Conan Doyle did.'],
  ],
  ['Version 3.5 costs 1,000.50 francs. It is said.', ['Version 3.5 costs 1,000.50 francs.', 'It is said.']],
  ['Wait... he said. Is it (so?) or not', ['Wait... he said.', 'Is it (so?) or not']],
  ['吾輩は猫である。名前はまだ無い。', ['吾輩は猫である。', '名前はまだ無い。']],
  ['First line\u2028second line', ['First line', 'second line']],
  ['… — !', []],
])('finds the sentences of %s', (text, expected) => {
  expect(sentencesOf(text)).toEqual(expected)
})

it('counts words as the statistics do', () => {
  const word = fc.oneof(
    fc.constantFrom(
      "don't",
      '3.5',
      'well-known',
      'e.g.',
      'naïve',
      'Straße',
      'привет',
      'α',
      '猫である',
      'สวัสดี',
      'x_1',
      '—',
      '"',
      '(',
      '…',
    ),
    fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), words => {
      const text = words.join(' ')
      // As a paragraph without markup; a line that begins with a mark could be a list.
      expect(scanProse(prose(text)).words).toBe(countWords(`x ${text.replaceAll('_', '\\_')}`) - 1)
    }),
  )
})

it('takes what is masked for a part of the sentence, not for words', () => {
  const text = 'Run `a.b. C` now. Then'.replaceAll('`', '')
  const scan = scanProse(prose(text, [4, 10]))
  expect(scan.words).toBe(3)
  expect(scan.sentences.map(({ from, to }) => text.slice(from, to))).toEqual(['Run a.b. C now.', 'Then'])
})

it('gives equal sentences equal hashes, whatever their marks and case', () => {
  const hashes = (text: string) => scanProse(prose(text)).sentences.map(({ hash }) => hash)
  expect(hashes('The hive, at night.')).toEqual(hashes('“The Hive at night!”'))
  expect(hashes('The hive at night.')).not.toEqual(hashes('The hive at noon.'))
})

it('tells words in capitals from those that also stand in lower case', () => {
  const seen = new SeenWords()
  const { capitals } = scanProse(prose('a note: NOTE the URLs and a McDonald in 2D, NASA'), seen)
  expect(capitals.map(({ from }) => from)).toEqual([8, 17, 44])
  expect([seen.has('NOTE'), seen.has('NASA')]).toEqual([true, false])
})
