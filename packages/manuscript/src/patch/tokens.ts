/** The lines of a text, each with what ends it: LF, CRLF or a lone CR. Joined they are the text. */
export function lineTokens(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n?|\n)|[^\r\n]+/g) ?? []
}

const words = new Intl.Segmenter('en', { granularity: 'word' })
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })

/**
 * Words, and what is between them, as Unicode divides any script (UAX #29; Chinese, Japanese, Thai by dictionary). Joined
 * they are the text. No token ends inside of a surrogate pair or a CRLF.
 */
export function wordTokens(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment)
}

/** Sentences by the same standard, each with the blanks behind it; a line's end ends one. Joined they are the text. */
export function sentenceTokens(text: string): string[] {
  return lineTokens(text).flatMap(line => Array.from(sentences.segment(line), ({ segment }) => segment))
}
