import type { Isbn } from './isbn.ts'
import { type Box, path, rectangle, round } from './shapes.ts'
import { type Face, letter, widthOf } from './text/lettering.ts'

/** EAN-13 in GS1 General Specifications §5.2: widths of space, bar, space, bar of each digit in number set A. */
const widths = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112']

/** The first digit is not drawn: which of the next six are in set B (A mirrored) says it. */
const sets = ['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB', 'ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA']

/** The 95 modules of an EAN-13, `1` for a bar. */
export function barsOf(digits: string): string {
  const run = (pattern: string, first: 0 | 1) =>
    [...pattern].map((width, index) => String((first + index) % 2).repeat(Number(width))).join('')
  const drawn = [...digits].map(Number)
  const left = drawn.slice(1, 7).map((digit, index) => {
    const inA = sets[drawn[0]!]![index] === 'A'
    return run(inA ? widths[digit]! : [...widths[digit]!].reverse().join(''), 0)
  })
  const right = drawn.slice(7).map(digit => run(widths[digit]!, 1))
  return `101${left.join('')}01010${right.join('')}101`
}

/** At the nominal size, in millimetres (§5.2.6.6). */
const nominal = { module: 0.33, bars: 22.85, guards: 1.65, quietLeft: 11 * 0.33, quietRight: 7 * 0.33 }

/** What a barcode of nominal size needs around it: bars, quiet zones, digits below, the ISBN above. */
export const barcodeSize = { width: 50.8, height: 30.48 }

const digitFace: Face = { family: 'Inter', weight: 500 }

/**
 * The ISBN as an EAN-13 at its nominal size in a white field of 2 × 1.2 inches, which Kindle Direct Publishing asks for.
 * @param unit how many units of the drawing a millimetre has
 */
export function drawBarcode(isbn: Isbn, field: Box, unit: number): { art: string; text: string } {
  const black = '#000000'
  const modules = barsOf(isbn.digits)
  const { module, bars, guards } = nominal
  const width = modules.length * module
  const left =
    field.x / unit + (field.width / unit - width - nominal.quietLeft - nominal.quietRight) / 2 + nominal.quietLeft
  const digitSize = 3.1
  const over = { size: 2.75, gap: 1.1 }
  const tall = over.size * 0.73 + over.gap + bars + guards + 0.6
  const top = field.y / unit + (field.height / unit - tall) / 2 + over.size * 0.73 + over.gap
  const drawn: string[] = []
  for (const { 0: run, index } of modules.matchAll(/1+/g)) {
    const isGuard = index < 3 || (index > 44 && index < 50) || index > 91
    const [x, y, w, h] = [left + index * module, top, run.length * module, bars + (isGuard ? guards : 0)]
    drawn.push(
      `M${[x, y].map(at => round(at * unit)).join(' ')}h${round(w * unit)}v${round(h * unit)}h${round(-w * unit)}Z`,
    )
  }
  const digits = (text: string, from: number, to: number) => {
    const step = ((to - from) * module) / text.length
    return [...text].map((digit, index) =>
      letter(digit, digitFace, {
        x: (left + from * module + step * (index + 0.5)) * unit,
        y: (top + bars + 2.75) * unit,
        size: digitSize * unit,
        fill: black,
        anchor: 'middle',
      }),
    )
  }
  const heading = `ISBN ${isbn.printed}`
  const size = Math.min(over.size, width / widthOf(heading, digitFace))
  return {
    art: rectangle(field, { fill: '#ffffff' }) + path(drawn.join(''), { fill: black, 'shape-rendering': 'crispEdges' }),
    text: [
      letter(heading, digitFace, { x: left * unit, y: (top - over.gap) * unit, size: size * unit, fill: black }),
      ...digits(isbn.digits[0]!, -9, -2),
      ...digits(isbn.digits.slice(1, 7), 3, 45),
      ...digits(isbn.digits.slice(7), 50, 92),
    ].join(''),
  }
}
