import vader from 'vader-sentiment'
import type { TokenFacts } from './token-facts.ts'

const { SentimentIntensityAnalyzer: analyzer } = vader

/** In tokens. VADER reads sentences, and takes time with the square of their length; longer stretches have no sentiment. */
export const longestFelt = 500
/** About the largest sum of a sentence; the paper's alpha. */
const alpha = 15

/**
 * How an English sentence feels, −1 (negative) to 1 (positive): the compound score of VADER (C. Hutto and E. Gilbert,
 * "VADER: a parsimonious rule-based model for sentiment analysis of social media text", 2014). The
 * same as its `polarity_scores` gives, which would take every word apart anew though few have a value.
 */
export function sentimentOf(all: readonly TokenFacts[]): number {
  // Punctuation makes what is felt stronger, and nothing of nothing.
  if (!all.some(token => token.felt)) return 0
  const tokens = all.filter(token => token.text.length > 1)
  const items = tokens.map(token => token.item)
  const loud = tokens.reduce((count, token) => (token.loud ? count + 1 : count), 0)
  const read = { words_and_emoticons: items, is_cap_diff: loud > 0 && loud < tokens.length }
  const values: number[] = []
  for (const [at, { item, felt }] of tokens.entries()) {
    if (felt && !strengthens(item, items[at + 1])) analyzer.sentiment_valence(0, read, item, at, values)
    else values.push(0)
  }
  const weighed = items.includes('but') || items.includes('BUT') ? analyzer.but_check(items, values) : values
  const emphatic = all.some(({ text }) => text.includes('!') || text.includes('?'))
  if (emphatic) return analyzer.score_valence(weighed, all.map(token => token.text).join(' ')).compound
  const sum = weighed.reduce((total, value) => total + value, 0)
  return Number((sum / Math.sqrt(sum * sum + alpha)).toFixed(4))
}

const strengthening = new Map<string, boolean>()

/** Words that only strengthen others count for nothing themselves, although some are in the lexicon: VADER is asked once. */
function strengthens(item: string, next: string | undefined): boolean {
  const word = item.toLowerCase()
  if (word === 'kind' && next?.toLowerCase() === 'of') return true
  let found = strengthening.get(word)
  if (found === undefined) {
    found = analyzer.polarity_scores(word).compound === 0
    strengthening.set(word, found)
  }
  return found
}
