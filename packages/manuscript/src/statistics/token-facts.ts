import vader from 'vader-sentiment'
import { lexicon } from 'vader-sentiment/src/vader_lexicon.js'
import { isFamiliar } from './familiar-words.ts'
import { countsSyllables, syllablesOf } from './syllables.ts'
import { wordRanges } from './word-ranges.ts'

/** What is known of a token, a stretch of text without blanks such as "well-known," wherever it stands. */
export interface TokenFacts {
  text: string
  /** Unicode code points. */
  characters: number
  words: number
  /** Letters and digits of its words. */
  letters: number
  longWords: number
  /** Words in another script than the language is written in. */
  foreignWords: number
  /** 0 where syllables cannot be counted, as the next two. */
  syllables: number
  monosyllables: number
  polysyllables: number
  /** English, as `Counts` has them: when the token opens a sentence, and inside of one, where a capital means a name. */
  complexFirst: number
  complexInside: number
  unfamiliarFirst: number
  unfamiliarInside: number
  /** English, as VADER reads the token: without one mark around it. */
  item: string
  /** Whether VADER's lexicon has it, and with which value: 0 when it only strengthens others. */
  felt: boolean
  value: number
  /** Whether it is in capitals. */
  loud: boolean
  /** Whether an exclamation or question mark is in the token. */
  emphatic: boolean
}

// Scripts by language; any other language is only asked whether it puts blanks between its words.
const scripts: Record<string, RegExp> = {
  ru: /\p{Script=Cyrillic}/u,
  ...Object.fromEntries(['en', 'de', 'nl', 'fr', 'es', 'it', 'pt'].map(primary => [primary, /\p{Script=Latin}/u])),
}
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** Finds out about a token in a language, given by its primary subtag. */
export function learnToken(text: string, primary: string): TokenFacts {
  const facts: TokenFacts = {
    text,
    characters: lengthOf(text),
    words: 0,
    letters: 0,
    longWords: 0,
    foreignWords: 0,
    syllables: 0,
    monosyllables: 0,
    polysyllables: 0,
    complexFirst: 0,
    complexInside: 0,
    unfamiliarFirst: 0,
    unfamiliarInside: 0,
    ...(primary === 'en' ? readByVader(text) : { item: text, felt: false, value: 0, loud: false, emphatic: false }),
  }
  const ranges = wordRanges(text)
  for (let at = 0; at < ranges.length; at += 2) addWord(facts, text.slice(ranges[at], ranges[at + 1]), primary)
  return facts
}

function lengthOf(text: string): number {
  let pairs = 0
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) pairs++
  return text.length - pairs
}

function addWord(facts: TokenFacts, word: string, primary: string): void {
  const script = scripts[primary]
  const lettered = /\p{L}/u.test(word)
  const letters = word.match(/[\p{L}\p{Nd}]/gu)?.length ?? 0
  facts.words++
  facts.letters += letters
  if (letters > 6) facts.longWords++
  if (lettered && (script ? !script.test(word) : unspaced.test(word))) facts.foreignWords++
  if (!countsSyllables(primary)) return
  const syllables = syllablesOf(word, primary)
  facts.syllables += syllables
  if (syllables === 1) facts.monosyllables++
  else if (syllables >= 3) facts.polysyllables++
  if (primary !== 'en') return
  const name = /^\p{Lu}/u.test(word)
  const opens = facts.words === 1 || !name
  if (syllables >= 3 && !onlyByEnding(word)) {
    if (opens) facts.complexFirst++
    if (!name) facts.complexInside++
  }
  if (lettered && !isFamiliar(word.toLowerCase())) {
    if (opens) facts.unfamiliarFirst++
    if (!name) facts.unfamiliarInside++
  }
}

/** Gunning does not count verbs that are long only by their ending; stems of "created" and "computing" have two syllables. */
function onlyByEnding(word: string): boolean {
  const stem = word.replace(/(?:es|ed|ing)$/i, '')
  return stem !== word && syllablesOf(stem, 'en') < 3
}

const punctuation = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g
const marks = new Set('. ! ? , ; : - \' " !! !!! ?? ??? ?!? !?! ?!?! !?!?'.split(' '))

/** Only one mark, before or after, is taken off: what has more may be an emoticon. */
function readByVader(text: string): Pick<TokenFacts, 'item' | 'felt' | 'value' | 'loud' | 'emphatic'> {
  const token = text.replaceAll('’', "'")
  const bare = token.replace(punctuation, '')
  const around = token.startsWith(bare)
    ? token.slice(bare.length)
    : token.endsWith(bare)
      ? token.slice(0, -bare.length)
      : ''
  const item = bare.length > 1 && marks.has(around) ? bare : token
  const word = item.toLowerCase()
  const felt = Object.hasOwn(lexicon, word)
  return {
    item,
    felt,
    value: felt && !strengthens(word) ? lexicon[word]! : 0,
    loud: /[A-Z]/.test(item) && !/[a-z]/.test(item),
    emphatic: /[!?]/.test(text),
  }
}

/** Words that strengthen others count for nothing themselves, although some are in the lexicon; VADER keeps no list open. */
function strengthens(word: string): boolean {
  return vader.SentimentIntensityAnalyzer.polarity_scores(word).compound === 0
}
