import vader from 'vader-sentiment'
import { lexicon } from 'vader-sentiment/src/vader_lexicon.js'
import type { TokenFacts } from './token-facts.ts'
import type { TokenTable } from './token-table.ts'

const { SentimentIntensityAnalyzer: analyzer } = vader

/** In tokens. VADER reads sentences, and takes time with the square of their length; longer stretches have no sentiment. */
export const longestFelt = 500
/** About the largest sum of a sentence; the paper's alpha. */
const alpha = 15

/**
 * How an English sentence feels, −1 (negative) to 1 (positive): the compound score of VADER (C. Hutto and E. Gilbert,
 * "VADER: a parsimonious rule-based model for sentiment analysis of social media text", 2014). The same as its
 * `polarity_scores` gives, which would take every word apart anew.
 */
export function sentimentOf(all: readonly TokenFacts[]): number {
  const read = readTokens(all)
  const items = read.words_and_emoticons
  const values = all.filter(seen).map((token, at) => feelingOf(token, at, read))
  const text = all.map(token => token.text).join(' ')
  return analyzer.score_valence(analyzer.but_check(items, values), text).compound
}

const seen = (token: TokenFacts) => token.text.length > 1

function readTokens(all: readonly TokenFacts[]) {
  const tokens = all.filter(seen)
  const loud = tokens.filter(token => token.loud).length
  return { words_and_emoticons: tokens.map(token => token.item), is_cap_diff: loud > 0 && loud < tokens.length }
}

function feelingOf({ item, value }: TokenFacts, at: number, read: ReturnType<typeof readTokens>): number {
  const mild = item.toLowerCase() === 'kind' && read.words_and_emoticons[at + 1]?.toLowerCase() === 'of'
  return value === 0 || mild ? 0 : analyzer.sentiment_valence(0, read, item, at, [])[0]!
}

/** Contexts: passed over, changes nothing, changes what is felt after it, part of an idiom. */
const short = 1
const inert = 2
const changing = 3
const idiomatic = 4

// One word of each of VADER's idioms ("kiss of death") and of its pairs that strengthen or weaken ("sort of").
const ofIdioms = new Set(['shit', 'bomb', 'ass', 'yeah', 'mustard', 'kiss', 'mouth', 'just', 'kind', 'sort'])

/** What a token is to a felt one beside it. VADER, which keeps its lists to itself, is asked with a word that it knows. */
export function contextOf({ text, item, felt }: TokenFacts): number {
  if (text.length < 2) return short
  if (ofIdioms.has(item.toLowerCase())) return idiomatic
  if (felt) return inert
  const words = [item, 'good']
  const values = analyzer.sentiment_valence(0, { words_and_emoticons: words, is_cap_diff: false }, 'good', 1, [])
  const changes = values[0] !== lexicon.good || analyzer.never_check(1, ['x', 'x', item, 'good'], 2, 3) !== 1
  return changes ? changing : inert
}

/**
 * `sentimentOf` of a sentence without exclamation, question and "but", as most are: the sum of what its words feel like.
 * VADER is asked for those that something beside them changes.
 */
export function plainSentiment(entries: Int32Array, table: TokenTable): number {
  let sum = 0
  let place = -1
  let read: ReturnType<typeof readTokens> | undefined
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at]!
    const context = table.contextOf(entry)
    if (context === short) continue
    place++
    if (!table.isFelt(entry)) continue
    const facts = table.factsOf(entry)
    if (facts.loud || changed(entries, at, table)) {
      read ??= readTokens(Array.from(entries, each => table.factsOf(each)))
      sum += feelingOf(facts, place, read)
    } else sum += facts.value
  }
  return Number((sum / Math.sqrt(sum * sum + alpha)).toFixed(4))
}

/** Whether one of the three words before changes this one, or it stands where an idiom may. */
function changed(entries: Int32Array, at: number, table: TokenTable): boolean {
  let left = 3
  for (let before = at - 1; before >= 0 && left > 0; before--) {
    const context = table.contextOf(entries[before]!)
    if (context >= changing) return true
    if (context !== short) left--
  }
  left = 3
  for (let after = at; after < entries.length && left > 0; after++) {
    const context = table.contextOf(entries[after]!)
    if (context === idiomatic) return true
    if (context !== short) left--
  }
  return false
}
