/** The direction a language is written in, as HTML and EPUB call it. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  try {
    const locale = new Intl.Locale(language).maximize()
    return rightToLeft.has(locale.script ?? '') ? 'rtl' : 'ltr'
  } catch (error) {
    // What is no language tag has no direction of its own.
    if (error instanceof RangeError) return 'ltr'
    throw error
  }
}

/** Scripts in use that run from right to left (Unicode 16, bidirectional classes R and AL). */
const rightToLeft = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg', 'Mand', 'Samr'])
