/** What a character means to word breaking (UAX #29, table 3), as far as it can be told from the character alone. */
export const none = 1
export const letter = 2
export const digit = 3
/** Joins letters: `:`, `·`. */
export const betweenLetters = 4
/** Joins digits: `,`, `;`. */
export const betweenDigits = 5
/** Joins either: `.`, `’`, `'`. */
export const between = 6
export const blank = 7
/** Left to the segmenter: marks, other scripts, emoji, underscores. */
export const complex = 8

// Scripts in which each letter stands for itself, and marks that join nothing. Everything else is complex.
const letters =
  /[A-Za-z\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0370-\u052F\u0531-\u0556\u1E00-\u1FFF]/
const nothing =
  /[!-/<-@[-^`{-~\u00A1-\u00A9\u00AB\u00AC\u00AE-\u00B4\u00B6\u00B9\u00BB-\u00BF\u00D7\u00F7\u2010-\u2016\u201A-\u2023\u2025\u2026\u2030-\u203E\u2190-\u22FF]/

const classes = new Uint8Array(0x10000)

/** The class of a UTF-16 code unit, found out once. */
export function wordClass(code: number): number {
  return classes[code] || classify(code)
}

function classify(code: number): number {
  const character = String.fromCharCode(code)
  const found = /[ \t\n\r\f\v\u00A0\u1680\u2000-\u200A\u2028\u2029\u205F\u3000]/.test(character)
    ? blank
    : /[.'‘’]/.test(character)
      ? between
      : /[,;]/.test(character)
        ? betweenDigits
        : /[:·]/.test(character)
          ? betweenLetters
          : /[0-9]/.test(character)
            ? digit
            : letters.test(character) && /\p{L}/u.test(character)
              ? letter
              : nothing.test(character)
                ? none
                : complex
  classes[code] = found
  return found
}
