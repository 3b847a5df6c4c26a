/** What a character means to sentence breaking: the values of Sentence_Break (UAX #29, table 4) that occur alone. */
export const other = 1
export const lower = 2
export const upper = 3
export const letter = 4
export const numeric = 5
/** A full stop, which may end an abbreviation instead. */
export const stop = 6
/** Ends a sentence for certain: `!`, `?`, `。` … */
export const terminal = 7
/** Quotes and brackets. */
export const close = 8
export const space = 9
export const separator = 10
export const goesOn = 11
/** What the rules treat together with its neighbours: marks, format characters, halves of surrogate pairs. */
export const complex = 12

const stops = /[.\u2024\uFE52\uFF0E]/
const going =
  /[,\-:;\u037E\u055D\u060C\u060D\u07F8\u1802\u1808\u2013\u2014\u3001\uFE10\uFE11\uFE13\uFE14\uFE31\uFE32\uFE50\uFE51\uFE54\uFE55\uFE58\uFE63\uFF0C\uFF0D\uFF1A\uFF1B\uFF64]/
// Georgian has case without capitals, Hebrew its geresh, Arabic its separators of digits; rare digits and quotes follow.
const apart =
  /[\uD800-\uDFFF\p{M}\p{Cf}\p{Script=Georgian}\u05F3\u066B\u066C\u19DA\u275B-\u2760\u2E00-\u2E0D\uFF9E\uFF9F]/u

const classes = new Uint8Array(0x10000)

/** The class of a UTF-16 code unit, looked up in Unicode's properties once. */
export function breakClass(code: number): number {
  return classes[code] || classify(code)
}

function classify(code: number): number {
  const character = String.fromCharCode(code)
  const found = apart.test(character)
    ? complex
    : /[\n\r\u0085\u2028\u2029]/.test(character)
      ? separator
      : /\p{White_Space}/u.test(character)
        ? space
        : stops.test(character)
          ? stop
          : /\p{Sentence_Terminal}/u.test(character)
            ? terminal
            : /\p{Lowercase}/u.test(character)
              ? lower
              : /[\p{Uppercase}\p{Lt}]/u.test(character)
                ? upper
                : /\p{Nd}/u.test(character)
                  ? numeric
                  : /\p{Alphabetic}/u.test(character)
                    ? letter
                    : going.test(character)
                      ? goesOn
                      : /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"']/u.test(character)
                        ? close
                        : other
  classes[code] = found
  return found
}
