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
  const tokens: TokenFacts[] = []
  const items: string[] = []
  let [loud, felt, emphatic, turned] = [0, false, false, false]
  for (const token of all) {
    if (token.emphatic) emphatic = true
    if (token.text.length < 2) continue
    tokens.push(token)
    items.push(token.item)
    if (token.felt) felt = true
    if (token.loud) loud++
    if (token.item === 'but' || token.item === 'BUT') turned = true
  }
  // Punctuation makes what is felt stronger, and nothing of nothing.
  if (!felt) return 0
  const values = valuesOf(tokens, items, loud > 0 && loud < tokens.length)
  if (turned) analyzer.but_check(items, values)
  if (emphatic) return analyzer.score_valence(values, all.map(token => token.text).join(' ')).compound
  let sum = 0
  for (const value of values) sum += value
  return Number((sum / Math.sqrt(sum * sum + alpha)).toFixed(4))
}

/** What each token adds; `mixed` when some are in capitals and some are not. */
function valuesOf(tokens: readonly TokenFacts[], items: string[], mixed: boolean): number[] {
  const values: number[] = []
  for (let at = 0; at < tokens.length; at++) {
    const { item, felt, loud, value } = tokens[at]!
    if (!felt || value === 0 || (item.toLowerCase() === 'kind' && items[at + 1]?.toLowerCase() === 'of')) values.push(0)
    else if (!standsAlone(tokens, at)) {
      analyzer.sentiment_valence(0, { words_and_emoticons: items, is_cap_diff: mixed }, item, at, values)
    } else if (mixed && loud) values.push(value > 0 ? value + capitals : value - capitals)
    else values.push(value)
  }
  return values
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
