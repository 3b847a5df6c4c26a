import { primaryLanguage, segmenter } from '@octavo/manuscript'
import { tagEnglish } from './language-model.ts'
import { plain } from './plain.ts'
import { compareText, stem, stopWords, wordsOf } from './words.ts'

/** A phrase as the text first has it, and how much the text is about it: only of use beside others of the same text. */
export interface RankedPhrase {
  phrase: string
  score: number
}

/** The phrases a passage of MyST is about, best first; see `rankPhrases`. */
export function keyPhrases(text: string, language: string, elsewhere: Map<string, number>, limit: number): string[] {
  return rankPhrases(plain(text), language, elsewhere, limit).map(({ phrase }) => phrase)
}

/**
 * The phrases a plain text is about, best first: noun phrases of up to four words in English (by part of speech), runs of
 * words between stop words elsewhere (RAKE: Rose et al. 2010), scored by how often they occur here, how rare their words
 * are in `elsewhere` (counts of stemmed words in the whole book), and their length. The same text gives the same phrases.
 */
export function rankPhrases(
  text: string,
  language: string,
  elsewhere: ReadonlyMap<string, number>,
  limit: number,
): RankedPhrase[] {
  const found = new Map<string, { phrase: string; count: number; first: number; words: string[] }>()
  candidates(text, language).forEach((phrase, index) => {
    const words = wordsOf(phrase, language)
    if (words.length === 0 || words.length > 4 || phrase.length < 4) return
    const stems = words.map(word => stem(word, language))
    const key = stems.join(' ')
    const entry = found.get(key)
    if (entry) entry.count++
    else found.set(key, { phrase, count: 1, first: index, words: stems })
  })
  const inside = [...found.values()]
  const local = new Map<string, number>()
  for (const entry of inside) for (const word of entry.words) local.set(word, (local.get(word) ?? 0) + entry.count)
  return inside
    .map(entry => {
      const distinct = entry.words.reduce(
        (sum, word) => sum + local.get(word)! / Math.max(elsewhere.get(word) ?? 1, local.get(word)!),
        0,
      )
      const length = entry.words.length === 1 ? 0.6 : entry.words.length === 4 ? 0.9 : 1.2
      return { ...entry, score: entry.count * distinct * length * (entry.first < 5 ? 1.3 : 1) }
    })
    .sort((a, b) => b.score - a.score || a.first - b.first || compareText(a.phrase, b.phrase))
    .slice(0, limit)
    .map(({ phrase, score }) => ({ phrase, score }))
}

function candidates(text: string, language: string): string[] {
  return primaryLanguage(language) === 'en' ? nounPhrases(text) : runs(text, language)
}

/** English noun phrases: adjectives and nouns that end in a noun, without articles. */
export function nounPhrases(text: string): string[] {
  const phrases: string[] = []
  let current: { text: string; noun: boolean }[] = []
  const flush = () => {
    while (current.length > 0 && !current.at(-1)!.noun) current.pop()
    if (current.length > 0)
      phrases.push(
        current
          .map(word => word.text)
          .join(' ')
          .replaceAll(' - ', '-'),
      )
    current = []
  }
  const stop = stopWords('en')
  for (const { text: word, pos } of tagEnglish(text)) {
    const noun = pos === 'NOUN' || pos === 'PROPN'
    const hyphen = word === '-' && current.length > 0
    if (hyphen) current.push({ text: word, noun: false })
    else if ((noun || pos === 'ADJ') && /^\p{L}[\p{L}\p{N}-]*$/u.test(word) && !stop.has(word.toLowerCase()))
      current.push({ text: word, noun })
    else flush()
  }
  flush()
  return phrases
}

function runs(text: string, language: string): string[] {
  const stop = stopWords(language)
  const phrases: string[] = []
  let current: string[] = []
  const flush = () => {
    if (current.length > 0) phrases.push(current.join(' '))
    current = []
  }
  for (const { segment, isWordLike } of segmenter(language, 'word').segment(text)) {
    if (isWordLike && !stop.has(segment.toLowerCase()) && /\p{L}/u.test(segment)) current.push(segment)
    else if (isWordLike || segment.trim() !== '') flush()
  }
  flush()
  return phrases
}
