import { rankPhrases } from '@octavo/compositor'
import { type ParsedPage, proseOf } from '@octavo/manuscript'

/** A phrase a text is about; the first has weight 1. */
export interface Topic {
  phrase: string
  weight: number
}

const mostTopics = 8
/** In characters; the part of speech of every word is found out, which takes some seconds for a million. */
const longestRead = 100_000
/** Longer is no word, and the tagger takes time with the square of it. */
const longestWord = /\S{60,}/g

/** The phrases a page is about, best first: at most eight. Read from its first 100,000 characters. */
export function topicsOf(page: ParsedPage, language: string): Topic[] {
  // A full stop ends every block, so that no phrase reaches from one into the next.
  const text = proseOf(page.tree)
    .map(block => block.text)
    .join(' .\n')
    .slice(0, longestRead)
    .replace(longestWord, ' ')
  const phrases = rankPhrases(text, language, new Map(), mostTopics)
  const best = phrases[0]?.score ?? 1
  return phrases.map(({ phrase, score }) => ({ phrase, weight: rounded(score / best) }))
}

/** The topics of several chapters together: each counts as much as the chapter that has it is long. */
export function joinTopics(chapters: readonly { topics: readonly Topic[]; words: number }[]): Topic[] {
  const joined = new Map<string, Topic>()
  for (const { topics, words } of chapters) {
    for (const { phrase, weight } of topics) {
      const key = phrase.toLowerCase()
      const before = joined.get(key)
      joined.set(key, { phrase: before?.phrase ?? phrase, weight: (before?.weight ?? 0) + weight * words })
    }
  }
  const best = [...joined.values()].sort((a, b) => b.weight - a.weight).slice(0, mostTopics)
  const most = best[0]?.weight || 1
  return best.map(({ phrase, weight }) => ({ phrase, weight: rounded(weight / most) }))
}

function rounded(weight: number): number {
  return Math.round(weight * 1_000) / 1_000
}
