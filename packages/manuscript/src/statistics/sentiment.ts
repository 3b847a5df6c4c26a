import vader from 'vader-sentiment'
import { lexicon } from 'vader-sentiment/src/vader_lexicon.js'

const { SentimentIntensityAnalyzer: analyzer } = vader

/** A stretch without blanks, as VADER reads it. */
interface Token {
  /** Without the punctuation around it. */
  item: string
  /** Whether its lexicon gives the item a value. */
  felt: boolean
  /** Whether it is written in capitals. */
  loud: boolean
}

const known = new Map<string, Token>()
const mostKnown = 50_000
/** Longer is neither a word nor an emoticon. */
const longestToken = 100
/** VADER reads sentences; its rules take time with the square of what they are given. */
const longestSentence = 500

/**
 * How a sentence sounds, −1 (negative) to 1 (positive): the compound score of VADER, for English (C. Hutto and E. Gilbert,
 * "VADER: a parsimonious rule-based model for sentiment analysis of social media text", 2014). Null for one of over 500
 * words. The same as `polarity_scores` gives, which would prepare every word anew where most have no value.
 */
export function sentimentOf(sentence: string): number | null {
  const text = sentence.replaceAll('’', "'")
  const tokens = tokensOf(text)
  if (tokens.length > longestSentence) return null
  // Punctuation makes what is felt stronger, and nothing of nothing.
  if (!tokens.some(token => token.felt)) return 0
  const items = tokens.map(token => token.item)
  const loud = tokens.filter(token => token.loud).length
  const read = { words_and_emoticons: items, is_cap_diff: loud > 0 && loud < tokens.length }
  const values: number[] = []
  for (const [at, { item, felt }] of tokens.entries()) {
    if (felt && !strengthens(item, items[at + 1])) analyzer.sentiment_valence(0, read, item, at, values)
    else values.push(0)
  }
  return analyzer.score_valence(analyzer.but_check(items, values), text).compound
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const word of text.split(/\s/)) {
    if (word.length < 2) continue
    let token = known.get(word)
    if (!token) {
      if (known.size >= mostKnown) known.clear()
      token = read(word)
      known.set(word, token)
    }
    tokens.push(token)
  }
  return tokens
}

const punctuation = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g
const marks = new Set('. ! ? , ; : - \' " !! !!! ?? ??? ?!? !?! ?!?! !?!?'.split(' '))

/** Only one mark, before or after, is taken off: what has more may be an emoticon. */
function read(word: string): Token {
  if (word.length > longestToken) return { item: word.slice(0, longestToken), felt: false, loud: false }
  const bare = word.replace(punctuation, '')
  const outside = word.startsWith(bare) ? word.slice(bare.length) : word.endsWith(bare) ? word.slice(0, -bare.length) : ''
  const item = bare.length > 1 && marks.has(outside) ? bare : word
  return { item, felt: Object.hasOwn(lexicon, item.toLowerCase()), loud: /[A-Z]/.test(item) && !/[a-z]/.test(item) }
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
