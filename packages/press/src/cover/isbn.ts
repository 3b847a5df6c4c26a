/** An International Standard Book Number whose check digit is right. */
export interface Isbn {
  /** Thirteen digits. */
  digits: string
  /** As the author divided it, or with only its prefix set apart: where groups end is known to the agency's tables alone. */
  printed: string
}

/** Why a number is none; a sentence for the author. */
export class IsbnProblem extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'IsbnProblem'
  }
}

/** Reads ISBN-13, or ISBN-10 and makes it thirteen digits (ISO 2108:2017; ISBN Users' Manual, 7th edition, §5). */
export function readIsbn(given: string): Isbn {
  const text = given.trim().replace(/^ISBN(-1[03])?:?\s*/i, '')
  const digits = text.replace(/[\s\-‐‑–]/g, '').toUpperCase()
  if (/^\d{9}[\dX]$/.test(digits)) {
    const expected = checkTen(digits.slice(0, 9))
    if (digits[9] !== expected) throw wrongDigit(given, digits[9]!, expected)
    const first = `978${digits.slice(0, 9)}`
    const groups = divided(text)
      ? text
          .toUpperCase()
          .split(/[\s\-‐‑–]+/)
          .slice(0, -1)
          .join('-')
      : digits.slice(0, 9)
    return { digits: first + checkThirteen(first), printed: `978-${groups}-${checkThirteen(first)}` }
  }
  if (!/^97[89]\d{10}$/.test(digits)) {
    throw new IsbnProblem(`"${given}" is no ISBN: it has 13 digits and begins with 978 or 979, or has 10.`)
  }
  const expected = checkThirteen(digits.slice(0, 12))
  if (digits[12] !== expected) throw wrongDigit(given, digits[12]!, expected)
  const printed = divided(text) ? text.split(/[\s\-‐‑–]+/).join('-') : `${digits.slice(0, 3)}-${digits.slice(3)}`
  return { digits, printed }
}

const divided = (text: string) => /\d[\s\-‐‑–]+[\dX]/i.test(text)

function wrongDigit(given: string, has: string, expected: string): IsbnProblem {
  return new IsbnProblem(`"${given}" has a wrong digit: it ends in ${has} where its other digits ask for ${expected}.`)
}

/** Weights 1 and 3, modulo 10 (GS1 General Specifications §7.9.1). */
export function checkThirteen(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return String((10 - (sum % 10)) % 10)
}

/** Weights 10 to 2, modulo 11; ten is written X. */
function checkTen(nine: string): string {
  const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}
