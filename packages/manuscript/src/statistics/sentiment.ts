import vader from 'vader-sentiment'
import { lexicon } from 'vader-sentiment/src/vader_lexicon.js'
import type { TokenFacts } from './token-facts.ts'

const { SentimentIntensityAnalyzer: analyzer } = vader

/** In tokens. VADER reads sentences, and takes time with the square of their length; longer stretches have no sentiment. */
export const longestFelt = 500
/** About the largest sum of a sentence; the paper's alpha. */
const alpha = 15
/** What a word in capitals among others gains; from the paper. */
const capitals = 0.733

/**
 * How an English sentence feels, −1 (negative) to 1 (positive): the compound score of VADER (C. Hutto and E. Gilbert,
 * "VADER: a parsimonious rule-based model for sentiment analysis of social media text", 2014). The same as its
 * `polarity_scores` gives, which would take every word apart anew: it is asked only for what its rules change.
 */
export function sentimentOf(all: readonly TokenFacts[]): number {
  // Punctuation makes what is felt stronger, and nothing of nothing.
  if (!all.some(token => token.felt)) return 0
  const tokens = all.filter(token => token.text.length > 1)
  const items = tokens.map(token => token.item)
  const values = valuesOf(tokens, items)
  const weighed = items.includes('but') || items.includes('BUT') ? analyzer.but_check(items, values) : values
  if (all.some(({ text }) => text.includes('!') || text.includes('?'))) {
    return analyzer.score_valence(weighed, all.map(token => token.text).join(' ')).compound
  }
  let sum = 0
  for (const value of weighed) sum += value
  return Number((sum / Math.sqrt(sum * sum + alpha)).toFixed(4))
}

function valuesOf(tokens: readonly TokenFacts[], items: string[]): number[] {
  let loud = 0
  for (const token of tokens) if (token.loud) loud++
  const mixed = loud > 0 && loud < tokens.length
  const values: number[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (!token.felt || strengthens(token.item, items[at + 1])) values.push(0)
    else if (standsAlone(tokens, at)) {
      const value = lexicon[token.item.toLowerCase()]!
      values.push(mixed && token.loud ? value + (value > 0 ? capitals : -capitals) : value)
    } else analyzer.sentiment_valence(0, { words_and_emoticons: items, is_cap_diff: mixed }, token.item, at, values)
  }
  return values
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

/** Whether nothing near a word changes its value: neither one of the three before, nor an idiom it may be part of. */
function standsAlone(tokens: readonly TokenFacts[], at: number): boolean {
  const last = Math.min(tokens.length - 1, at + 2)
  for (let near = Math.max(0, at - 3); near <= last; near++) {
    const token = tokens[near]!
    if (ofIdioms.has(token.item) || (near < at && !token.felt && changesOthers(token.item))) return false
  }
  return true
}

// One word of each of VADER's idioms ("kiss of death") and of its pairs that strengthen or weaken ("sort of").
const ofIdioms = new Set(['shit', 'bomb', 'ass', 'yeah', 'mustard', 'kiss', 'mouth', 'just', 'kind', 'sort'])

const changing = new Map<string, boolean>()
const mostKnown = 50_000

/** Whether a word negates, strengthens or weakens one after it: VADER is asked once, with one that it knows. */
function changesOthers(word: string): boolean {
  let found = changing.get(word)
  if (found === undefined) {
    if (changing.size >= mostKnown) changing.clear()
    const words = [word, 'good']
    const values = analyzer.sentiment_valence(0, { words_and_emoticons: words, is_cap_diff: false }, 'good', 1, [])
    found = values[0] !== lexicon.good || analyzer.never_check(1, ['x', 'x', word, 'good'], 2, 3) !== 1
    changing.set(word, found)
  }
  return found
}
