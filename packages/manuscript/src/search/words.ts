/** One word of a text as search compares it, and where it stands. */
export interface Word {
  /** In lower case and Unicode's compatible form (NFKC), so that ＡＢＣ, abc and ABC are one word. */
  text: string
  /** Offsets in UTF-16 code units; `end` exclusive. */
  start: number
  end: number
}

// Scripts written without blanks between words, and Hangul, whose particles cling to theirs. The extended property has
// the prolonged sound mark with them; letters and marks only, or their punctuation would come along.
const unspaced =
  '[[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]&&[\\p{L}\\p{M}]]'
const run = new RegExp(`(${unspaced}+)|[[\\p{L}\\p{M}\\p{N}]--${unspaced}]+`, 'gv')

/** Longer runs of letters are no words but data: keys, encoded pictures. In UTF-16 code units. */
const longestWord = 100

/**
 * The words of a text, in order. Text without blanks between its words is cut into overlapping pairs of characters, as
 * is usual for Chinese and Japanese retrieval; a text to be found also keeps the last character of each run by itself,
 * so that every single character begins some word.
 */
export function wordsOf(text: string, as: 'text' | 'query' = 'text'): Word[] {
  const words: Word[] = []
  for (const match of text.matchAll(run)) {
    const [whole, pairs] = match
    if (pairs) addPairs(words, pairs, match.index, as)
    else if (whole.length <= longestWord) add(words, whole, match.index, match.index + whole.length)
  }
  return words
}

function addPairs(words: Word[], characters: string, offset: number, as: 'text' | 'query'): void {
  const points = [...characters]
  let start = offset
  for (const [index, point] of points.entries()) {
    const next = points[index + 1]
    if (next !== undefined || as === 'text' || points.length === 1) {
      const pair = point + (next ?? '')
      add(words, pair, start, start + pair.length)
    }
    start += point.length
  }
}

/** Marks that Arabic and Hebrew may be written with or without, and the stroke that only lengthens a word. */
const optional = /(?<=[\p{Script=Arabic}\p{Script=Hebrew}]\p{Mn}*)\p{Mn}|\u0640/gu

function add(words: Word[], raw: string, start: number, end: number): void {
  const text = raw.normalize('NFKC').toLowerCase().replace(optional, '')
  if (text !== '') words.push({ text, start, end })
}

const accents = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{Mn}*)\p{Mn}/gu
const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

/** A word without its accents: what somebody types who cannot type them. */
export function withoutAccents(word: string): string {
  if (/^[\0-\x7f]*$/.test(word)) return word
  return word
    .normalize('NFD')
    .replace(accents, '')
    .normalize('NFC')
    .replace(/[ßæœøłđðþı]/g, letter => letters[letter]!)
}
