import type { Passage } from '@octavo/manuscript'
import { centrality } from './centrality.ts'
import { fingerprint, plain } from './plain.ts'
import { pointsBack, splitSentences } from './sentences.ts'
import { proseBlocks } from './substance.ts'
import { cosine, vectorsOf } from './vectors.ts'
import { termsOf, wordsOf } from './words.ts'

/** A sentence that can stand alone, with what it stands in. `score` is from 0 to 1. */
export interface KeySentence {
  text: string
  passage: Passage
  score: number
}

// Sentences about the text itself, or that talk to one place in it, make no sense elsewhere.
const local =
  /\b(?:above|below|following|previous|earlier|later|next) (?:section|chapter|note|example|listing|table|figure|query|code|row|statement|paragraph)s?\b|\b(?:this|these|that|those|the) (?:section|chapter|note|example|listing|table|figure|query|code|statement|row|rule|paragraph|two|three|four|formula|first|second|third|last|former|latter)s?\b|\b(?:as follows|shown here|here is|here are|see also|let us|as we saw|imagine|suppose)\b|\bnotes? (?:on|about)\b|\bfigure \d|\btable \d/i

/**
 * The sentences of the passages that best stand for the whole, most central first, none like another by more than
 * `distinct` (cosine): maximal marginal relevance (Carbonell and Goldstein 1998) over LexRank. Only full sentences of 7 to
 * 40 words that do not point back, ask, or end in a colon are taken.
 */
export function keySentences(passages: Passage[], language: string, limit: number, distinct = 0.4): KeySentence[] {
  const all = passages
    .filter(passage => passage.kind === 'paragraph' || passage.kind === 'definition')
    .flatMap(passage =>
      proseBlocks(passage).flatMap((block, blockIndex) =>
        splitSentences(block, language).map((sentence, index) => ({ passage, index: index + blockIndex, text: plain(sentence.text) })),
      ),
    )
  const vectors = vectorsOf(all.map(sentence => termsOf(sentence.text, language)))
  const scores = centrality(vectors)
  const ranked = all
    .map((sentence, index) => ({ ...sentence, vector: vectors[index]!, order: index, score: scores[index]! * weight(sentence, language) }))
    .filter(sentence => sentence.score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
  const chosen: typeof ranked = []
  const seen = new Set<string>()
  for (const sentence of ranked) {
    if (chosen.length >= limit) break
    const print = fingerprint(sentence.text)
    if (seen.has(print) || chosen.some(other => cosine(other.vector, sentence.vector) > distinct)) continue
    seen.add(print)
    chosen.push(sentence)
  }
  return chosen.map(({ text, passage, score }) => ({ text, passage, score }))
}

/** 0 for what cannot stand alone; more for what opens its paragraph or defines a term. */
function weight(sentence: { text: string; passage: Passage; index: number }, language: string): number {
  const { text, passage, index } = sentence
  if (!/^["'“‘«]?\p{Lu}|^\P{L}*\p{Lo}/u.test(text) || !/[.!。！।][”’»"')]*$/.test(text)) return 0
  const words = wordsOf(text, language).length
  if (words < 7 || words > 40 || pointsBack(text, language) || local.test(text)) return 0
  if (/["“”]/.test(text) && !/["“].*["”]/.test(text)) return 0
  if (/^(?:note that|warning|remember|tip|caution)\b/i.test(text)) return 0.6
  return (index === 0 ? 1.3 : 1) * (passage.kind === 'definition' ? 1.25 : 1) * (words > 30 ? 0.8 : 1)
}
