import { type Passage, readPassages, type Source } from '@octavo/manuscript'
import { fingerprint, plain } from './plain.ts'
import { splitSentences } from './sentences.ts'
import { footnoteDefinition, hasSubstance, proseBlocks } from './substance.ts'
import { wordsOf } from './words.ts'

/** How much of its sources a book uses, and whether every sentence of it is theirs. */
export interface Use {
  /** Words of prose in the passages of substance (no headings, code, formulas or figures). */
  sourceWords: number
  /** Of those, the words of sentences that stand in the book. */
  usedWords: number
  /** usedWords / sourceWords, from 0 to 1. */
  share: number
  /** Sentences of the book, those the compositor marks as its own not counted. */
  sentences: number
  /** Of those, how many stand letter by letter (without case, marks and markup) in a source. */
  found: number
  /** Those that do not. */
  missing: string[]
  /** Lines inside boxes of the class `octavo-own` that are in no source: question stems, titles, frames. */
  own: string[]
  /** Passages of substance of which no sentence stands in the book. */
  unused: string[]
}

/**
 * Compares the final MyST of chapters with their sources, knowing nothing of how they were composed. A sentence counts
 * as found when its letters and digits stand in one source in the same order without a gap. Headings, footnotes, code,
 * math and options are not sentences. A sentence of a source counts as used when the book holds it in the same way.
 */
export function measureUse(
  chapters: string[],
  sources: Pick<Source, 'id' | 'text'>[],
  passages: Passage[],
  language = 'en',
): Use {
  const haystack = searchable(sources.map(source => source.text))
  const sentences: { text: string; own: boolean }[] = chapters.flatMap((chapter, index) =>
    sentencesOf(chapter, `chapter-${index}`, language),
  )
  const checked = sentences.map(sentence => ({
    ...sentence,
    found: haystack.includes(` ${fingerprint(sentence.text)} `),
  }))
  const counted = checked.filter(sentence => sentence.found || !sentence.own)
  const book = searchable(chapters)
  let sourceWords = 0
  let usedWords = 0
  const unused: string[] = []
  for (const passage of passages.filter(hasSubstance)) {
    let used = false
    const all = proseBlocks(passage).flatMap(block => splitSentences(block, language))
    for (const { text } of all) {
      const words = wordsOf(plain(text), language).length
      sourceWords += words
      if (words === 0 || !book.includes(` ${fingerprint(text)} `)) continue
      usedWords += words
      used = true
    }
    if (!used && all.length > 0) unused.push(passage.id)
  }
  return {
    sourceWords,
    usedWords,
    share: sourceWords === 0 ? 0 : usedWords / sourceWords,
    sentences: counted.length,
    found: counted.filter(sentence => sentence.found).length,
    missing: counted.filter(sentence => !sentence.found).map(sentence => sentence.text),
    own: checked.filter(sentence => sentence.own && !sentence.found).map(sentence => sentence.text),
    unused,
  }
}

function sentencesOf(chapter: string, id: string, language: string): { text: string; own: boolean }[] {
  return readPassages({ id, text: chapter, format: 'markdown' }).flatMap(passage => {
    if (!hasSubstance(passage) || footnoteDefinition(passage)) return []
    const own = /^:class:.*\boctavo-own\b/m.test(passage.text)
    const bare = { ...passage, text: withoutNotes(passage.text) }
    return proseBlocks(bare)
      .flatMap(block => block.split(/\n(?=\s*(?:[-*+]|\d+[.)])\s)/))
      .flatMap(block => splitSentences(block.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, ''), language))
      .map(sentence => ({ text: plain(sentence.text), own }))
      .filter(sentence => /\p{L}/u.test(sentence.text))
  })
}

/** Texts to look sentences up in, each with its block marks and without: a line may begin with "4." and be no list. */
function searchable(texts: string[]): string {
  return texts
    .flatMap(text => [` ${fingerprint(withoutMarks(text))} `, ` ${fingerprint(withoutNotes(text))} `])
    .join('\n')
}

const withoutNotes = (text: string) => text.replace(/\[\^[^\]\s]+\](?!:)/g, '')

/** The words of a page on one line: block marks, fences and footnotes would part what reads as one sentence. */
function withoutMarks(text: string): string {
  return withoutNotes(text)
    .replace(/^[ \t]*(?:>|[-*+](?=\s)|\d+[.)](?=\s)|:(?=\s)|#+(?=\s)|\*\s+-(?=\s))[ \t]*/gm, '')
    .replace(/^\s*(?:```+|~~~+|:::+).*$/gm, '')
    .replace(/^:[\w-]+:.*$/gm, '')
    .replace(/\|/g, ' ')
}
