import type { Passage } from '@octavo/manuscript'
import { centrality } from './centrality.ts'
import { fingerprint, plain } from './plain.ts'
import { pointsBack, splitSentences } from './sentences.ts'
import { proseBlocks } from './substance.ts'
import { centroid, cosine, vectorsOf } from './vectors.ts'
import { termsOf, wordsOf } from './words.ts'

/** A sentence that can stand alone, with what it stands in. `score` is relative to the others. */
export interface KeySentence {
  text: string
  passage: Passage
  score: number
  /** The sentence with its inline markup. */
  myst: string
}

// Sentences about the text itself, or that talk to one place in it, make no sense elsewhere.
const local =
  /\b(?:above|below|here|following|previous|earlier)\b|\b(?:next|last|later) (?:section|chapter|note|example|listing|table|figure)s?\b|\b(?:this|these|that|those) (?:section|chapter|note|example|listing|table|figure|query|code|statement|row|rule|paragraph|case|situation|two|three|four|formula|kind|way|means|design|step)s?\b|\bthe (?:two|three|four|five|first|second|third|former|latter|other|same)\b|\b(?:as follows|see also|let us|as we saw|imagine|suppose|for instance|for example)\b|\bnotes\b|\b(?:figure|table|chapter|job|step|line) \d/i
const ordinal =
  /^(?:an?|the|one)\s+(?:second|third|fourth|fifth|sixth|other|another|last|next|cheap|good|common|typical)\b|^(?:note|remember|warning|tip|caution|keep in mind)\b|^(?:say|let|someone|somebody|people|once|yesterday|fewer|more|of every|large ones|small ones)\b/i
const pronoun = /\b(?:it|its|they|them|their|this|these|those|he|she|his|her)\b/i
const rule = /\b(?:must|should|never|always|cannot|means|is an?|are the|depends on|requires?)\b/i

/**
 * The sentences of the passages that best stand for the whole, most central first, none like another by more than
 * `distinct` (cosine): maximal marginal relevance (Carbonell and Goldstein 1998) over LexRank. Only full sentences of 7 to
 * 40 words that do not point back, ask, or end in a colon are taken.
 */
export function keySentences(passages: Passage[], language: string, limit: number, distinct = 0.4): KeySentence[] {
  const all = passages
    .filter(passage => passage.kind === 'paragraph' || (passage.kind === 'definition' && !/\n:\s/.test(passage.text)))
    .flatMap(passage =>
      proseBlocks(passage).flatMap((block, blockIndex) =>
        splitSentences(block, language).map((sentence, index) => ({
          passage,
          index: index + blockIndex,
          text: plain(sentence.text),
          myst: sentence.text,
        })),
      ),
    )
  const vectors = vectorsOf(all.map(sentence => termsOf(sentence.text, language)))
  const scores = centrality(vectors)
  const whole = centroid(vectors)
  const headings = passages.map(passage => passage.headings.at(-1) ?? '')
  const titles = new Map(passages.map((passage, index) => [passage.id, new Set(termsOf(headings[index]!, language))]))
  const ranked = all
    .map((sentence, index) => {
      const vector = vectors[index]!
      const onTitle = [...titles.get(sentence.passage.id)!].some(term => vector.has(term)) ? 1.25 : 1
      const score = (scores[index]! + cosine(vector, whole)) * onTitle * weight(sentence, language)
      return { ...sentence, vector, order: index, score }
    })
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
  return chosen.map(({ text, passage, score, myst }) => ({ text, passage, score, myst }))
}

/** 0 for what cannot stand alone; more for what opens its paragraph or defines a term. */
function weight(sentence: { text: string; myst: string; passage: Passage; index: number }, language: string): number {
  const { text, myst, passage, index } = sentence
  if (!/^["'“‘«]?\p{Lu}|^\P{L}*\p{Lo}/u.test(text) || !/[.!。！।][”’»"')]*$/.test(text)) return 0
  const words = wordsOf(text, language).length
  if (words < 7 || words > 40 || pointsBack(text, language) || local.test(text)) return 0
  if (/["“”]/.test(text) && !/["“].*["”]/.test(text)) return 0
  if (/^[*_]/.test(myst) && /^[^.]{1,60}?(?::|\s[—–])\s/.test(text)) return 0
  if (ordinal.test(text) || /[$\\|]/.test(text)) return 0
  const vague = pronoun.test(text.split(' ').slice(0, 5).join(' ')) ? 0.3 : pronoun.test(text) ? 0.8 : 1
  const particular = /\d{2,}|\bif\b/i.test(text.slice(0, 40)) ? 0.6 : 1
  const shape = (index === 0 ? 1.3 : 1) * (passage.kind === 'definition' ? 1.25 : 1) * (words > 30 ? 0.8 : 1)
  return shape * vague * particular * (rule.test(text) ? 1.15 : 1)
}
