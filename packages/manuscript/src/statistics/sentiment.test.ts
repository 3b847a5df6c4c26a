import fc from 'fast-check'
import vader from 'vader-sentiment'
import { lexicon } from 'vader-sentiment/src/vader_lexicon.js'
import { expect, it } from 'vitest'
import { plainSentiment, sentimentOf as sentimentOfTokens } from './sentiment.ts'
import { emptyHash, hashed, stirring, tokensIn, traitsOf } from './token-table.ts'

/** As one sentence of a page, whose tokens are looked up. */
const sentimentOf = (text: string) => {
  const tokens = text.split(/\s/).filter(Boolean)
  const table = tokensIn('en')
  const entries = Int32Array.from(tokens, token => {
    const hash = Array.from({ length: token.length }, (_, at) => token.charCodeAt(at)).reduce(hashed, emptyHash)
    return table.find(token, 0, token.length, hash)
  })
  const facts = Array.from(entries, entry => table.factsOf(entry))
  const whole = sentimentOfTokens(facts)
  const stirred = facts.some(token => (traitsOf(token) & stirring) !== 0)
  if (!stirred) expect(plainSentiment(entries, table)).toBe(whole)
  return whole
}

// The examples of the paper (table of "Example sentences") with the scores its authors' program gives.
it.each([
  ['VADER is smart, handsome, and funny.', 0.8316],
  ['VADER is smart, handsome, and funny!', 0.8439],
  ['VADER is very smart, handsome, and funny.', 0.8545],
  ['VADER is not smart, handsome, nor funny.', -0.7424],
  ['The book was good.', 0.4404],
  ['The book was only kind of good.', 0.3832],
  ['The plot was good, but the characters are uncompelling and the dialog is not great.', -0.7042],
  ["At least it isn't a horrible book.", 0.431],
  ['At least it isn’t a horrible book.', 0.431],
  ['The lamp stands on the table.', 0],
])('reads %j', (sentence, score) => {
  expect(sentimentOf(sentence)).toBe(score)
})

it('scores as VADER does, whatever the words and marks around them', () => {
  const words = Object.keys(lexicon).filter(word => !/\s/.test(word))
  const word = fc.oneof(
    fc.constantFrom(...words),
    fc.constantFrom(
      ...['very', 'kind', 'of', 'Of', 'not', "isn't", 'never', 'so', 'this', 'at', 'least', 'but', 'BUT', 'GREAT'],
      ...['hardly', 'the', 'lamp', 'LAMP', 'a', 'without', 'uh-uh', 'despite', 'cannot', 'sort', 'just', 'enough'],
      ...['the shit', 'the bomb', 'bad ass', 'yeah right', 'cut the mustard', 'kiss of death', 'hand to mouth'],
      ...['kind of', 'sort of', 'just enough', 'never so', 'never this', 'at least', 'very least', 'constructor'],
    ),
    fc.string({ maxLength: 6 }),
  )
  const mark = fc.constantFrom(...Array(20).fill(''), '!', '!!', '?', '??', '.', ',', '"', '?!?', '—', '...')
  const token = fc.tuple(mark, word, mark).map(parts => parts.join(''))
  fc.assert(
    fc.property(fc.array(token, { maxLength: 12 }), tokens => {
      const text = tokens.join(' ')
      expect(sentimentOf(text)).toBe(vader.SentimentIntensityAnalyzer.polarity_scores(text).compound)
    }),
    { numRuns: 5_000 },
  )
})
