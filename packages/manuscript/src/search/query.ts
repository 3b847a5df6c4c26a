import { wordsOf } from './words.ts'

/** What a search asks for. */
export interface Query {
  /** Any of these may stand in what is found; the more and the rarer, the better. Each once, in order. */
  words: QueryWord[]
  /** Words that must stand side by side, in this order. */
  phrases: string[][]
  /** Words, or words side by side, that must not stand in it. */
  excluded: string[][]
  /** The query without its marks, as a sentence to compare meanings with. */
  plain: string
}

export interface QueryWord {
  text: string
  /** Whether the beginning of a word is enough. */
  isPrefix: boolean
}

/** More words than this are left out: they would cost time and add nothing. */
const mostWords = 64

/**
 * Reads a query as people write them: words, "words side by side", beginn* and -without. Never fails; one without any
 * word gives none.
 */
export function readQuery(query: string): Query {
  const read: Query = { words: [], phrases: [], excluded: [], plain: '' }
  const plain: string[] = []
  const known = new Set<string>()
  for (const [, minus, quoted, bare = '', star] of query.matchAll(
    /(?<![^\s(])(-)?(?:["“„]([^"“”„]*)(?:["“”]|$)|([^\s"“”„*]+)(\*)?)|(?:[^\s"“”„]+)/g,
  )) {
    const text = quoted ?? bare
    const words = wordsOf(text, 'query').map(word => word.text)
    if (words.length === 0) continue
    if (minus) {
      read.excluded.push(words)
      continue
    }
    plain.push(text)
    if (quoted !== undefined && words.length > 1) read.phrases.push(words)
    for (const [index, word] of words.entries()) {
      const isPrefix = (star !== undefined && index === words.length - 1) || isOneCharacter(word)
      if (known.has(word) || read.words.length >= mostWords) continue
      known.add(word)
      read.words.push({ text: word, isPrefix })
    }
  }
  read.plain = plain.join(' ').replace(/\s+/g, ' ').trim()
  return read
}

/** Texts hold pairs of such characters, so a single one is the beginning of a pair. */
function isOneCharacter(word: string): boolean {
  return /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]$/u.test(
    word,
  )
}
