/** The primary language subtag of a BCP 47 tag, in lower case: `de` for `de-AT`. */
export function primaryLanguage(language: string): string {
  return language.toLowerCase().split(/[-_]/)[0] || 'en'
}

const segmenters = new Map<string, Intl.Segmenter>()

/** A segmenter for a BCP 47 tag, made once; a tag the runtime cannot read falls back to its root rules. */
export function segmenter(language: string, granularity: 'word' | 'sentence'): Intl.Segmenter {
  const key = `${granularity}:${language}`
  let found = segmenters.get(key)
  if (!found) {
    let locale: string | undefined = 'und'
    try {
      locale = Intl.getCanonicalLocales(language)[0]
    } catch {
      // A malformed tag is the brief's business, and says nothing about where words end.
    }
    found = new Intl.Segmenter(locale, { granularity })
    segmenters.set(key, found)
  }
  return found
}

const longestPiece = 10_000

/**
 * A text in pieces of at most 10,000 code units, cut at a space where there is one: segmenters slow down on long strings.
 */
export function* pieces(text: string): Generator<{ piece: string; start: number }> {
  let start = 0
  while (text.length - start > longestPiece) {
    const space = text.lastIndexOf(' ', start + longestPiece)
    let end = space > start ? space + 1 : start + longestPiece
    // Never between the halves of one character.
    if (/[\uD800-\uDBFF]/.test(text[end - 1]!) && end - 1 > start) end--
    yield { piece: text.slice(start, end), start }
    start = end
  }
  yield { piece: text.slice(start), start }
}
