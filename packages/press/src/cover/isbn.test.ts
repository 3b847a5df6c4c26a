import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barsOf } from './barcode.ts'
import { checkThirteen, IsbnProblem, readIsbn } from './isbn.ts'

describe('readIsbn', () => {
  it.each([
    ['978-92-95055-12-4', '9789295055124', '978-92-95055-12-4'],
    ['0-306-40615-2', '9780306406157', '978-0-306-40615-7'],
    ['ISBN 080442957X', '9780804429573', '978-080442957-3'],
    ['9780306406157', '9780306406157', '978-0306406157'],
    ['979 10 90636 07 1', '9791090636071', '979-10-90636-07-1'],
  ])('%s', (given, digits, printed) => {
    expect(readIsbn(given)).toEqual({ digits, printed })
  })

  it.each([
    ['978-0-306-40615-8', /ends in 8 where its other digits ask for 7/],
    ['0-306-40615-X', /ends in X where its other digits ask for 2/],
    ['4006381333931', /begins with 978 or 979/],
    ['12345', /13 digits/],
    ['', /13 digits/],
  ])('%s is refused', (given, message) => {
    expect(() => readIsbn(given)).toThrow(IsbnProblem)
    expect(() => readIsbn(given)).toThrow(message)
  })

  it('notices any single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.nat(12),
        fc.integer({ min: 1, max: 9 }),
        (number, at, by) => {
          const twelve = `978${String(number).padStart(9, '0')}`
          const whole = twelve + checkThirteen(twelve)
          expect(readIsbn(whole).digits).toBe(whole)
          const wrong = [...whole]
          wrong[at] = String((Number(wrong[at]) + by) % 10)
          expect(() => readIsbn(wrong.join(''))).toThrow(IsbnProblem)
        },
      ),
    )
  })
})

describe('barsOf', () => {
  it('draws the example of the standard', () => {
    // ISO/IEC 15420: number sets A, B and C of the digits of 4006381333931.
    expect(barsOf('4006381333931')).toBe(
      `101${'0001101'}${'0100111'}${'0101111'}${'0111101'}${'0001001'}${'0110011'}01010${'1000010'}${'1000010'}${'1000010'}${'1110100'}${'1000010'}${'1100110'}101`,
    )
  })

  it('can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), number => {
        const twelve = String(number).padStart(12, '0')
        const digits = twelve + checkThirteen(twelve)
        expect(readBars(barsOf(digits))).toBe(digits)
      }),
    )
  })
})

/** Reads a barcode as a scanner does: by comparing with the codes of set C, their complements and mirrors. */
function readBars(modules: string): string {
  const c = [
    '1110010',
    '1100110',
    '1101100',
    '1000010',
    '1011100',
    '1001110',
    '1010000',
    '1000100',
    '1001000',
    '1110100',
  ]
  const flip = (code: string) => [...code].map(bit => (bit === '1' ? '0' : '1')).join('')
  const mirror = (code: string) => [...code].reverse().join('')
  const sets = { A: c.map(flip), B: c.map(mirror), C: c }
  const parities = 'AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA'.split(' ')
  const pieces = [...modules.slice(3, 45).match(/.{7}/g)!, ...modules.slice(50, 92).match(/.{7}/g)!]
  const read = pieces.map((piece, index) => {
    for (const set of index < 6 ? (['A', 'B'] as const) : (['C'] as const)) {
      if (sets[set].includes(piece)) return { set, digit: sets[set].indexOf(piece) }
    }
    throw new Error(`${piece} is no digit.`)
  })
  const first = parities.indexOf(
    read
      .slice(0, 6)
      .map(({ set }) => set)
      .join(''),
  )
  return `${first}${read.map(({ digit }) => digit).join('')}`
}
