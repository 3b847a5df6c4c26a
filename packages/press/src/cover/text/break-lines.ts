/** What a text measures, in the units of the drawing. */
export type Measure = (text: string) => number

/** A piece that is never divided, and what stands before it when it is not first in its line. */
interface Piece {
  text: string
  space: string
  /** How well a line ends after it, where a reader pauses: 0 is like anywhere. */
  pause: number
  /** Whether it leads to the next, as an article does: there a line ends badly. */
  leads: boolean
  /** What is added when a line ends here: a hyphen where the author allowed a division (U+00AD), or nothing. */
  hyphen: string
}

/** Words that belong to what follows, in the languages most books come in. */
const leading = new Set(
  `a an the of to in on at for and or by with from as into is der die das ein eine und von zu im am für mit le la les l un
  une des du de d et à en el los las y e o os da do das dos il lo gli di del della i og en et och van een het`.split(
    /\s+/,
  ),
)

const softHyphen = '\u00ad'
const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
/** Marks that begin no line (JIS X 4051, in short). */
const closing = /[、。，．・：；？！」』）】〉》ー々]/u

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  for (const word of text.split(/[ \t\n\r]+/).filter(Boolean)) {
    // A line may end after a hyphen or a dash inside a word, and between ideographs.
    const parts: string[] = []
    for (const character of word) {
      const last = parts.at(-1)
      const before = last ? [...last].at(-1)! : ''
      if (character === softHyphen) {
        parts[Math.max(0, parts.length - 1)] = (last ?? '') + softHyphen
        continue
      }
      const divides =
        last?.endsWith(softHyphen) ||
        (last &&
          !closing.test(character) &&
          (ideograph.test(before + character) || (/[-–—/]/.test(before) && [...last].length > 2)))
      if (last === undefined || divides) parts.push(character)
      else parts[parts.length - 1] = last + character
    }
    for (const [index, part] of parts.entries()) {
      pieces.push({
        text: part.replaceAll(softHyphen, ''),
        hyphen: part.endsWith(softHyphen) && index + 1 < parts.length ? '-' : '',
        space: index === 0 && pieces.length > 0 ? ' ' : '',
        pause: /[:;.!?—–·]$/.test(part) ? 0.06 : part.endsWith(',') ? 0.02 : 0,
        leads: leading.has(part.toLowerCase()),
      })
    }
  }
  return pieces
}

export interface Lines {
  lines: string[]
  /** How far from even and from ending well; 0 is perfect, 1 is bad. */
  cost: number
}

/**
 * The most even way to set a text in exactly this many lines: every line as near as can be to the others, none ending in
 * "of the", none with a lonely short word. Undefined when it cannot be done within the width.
 */
export function breakLines(text: string, count: number, width: number, measure: Measure): Lines | undefined {
  const pieces = piecesOf(text)
  if (pieces.length < count) return undefined
  const joined = (from: number, to: number) =>
    pieces
      .slice(from, to)
      .map(({ text: part, space }, index) => (index === 0 ? part : space + part))
      .join('') + (to < pieces.length ? pieces[to - 1]!.hyphen : '')
  const ideal = measure(joined(0, pieces.length)) / count
  const cost = (from: number, to: number): number => {
    const wide = measure(joined(from, to))
    if (wide > width) return Infinity
    const last = to === pieces.length
    const end = pieces[to - 1]!
    const uneven = ((wide - ideal) / width) ** 2
    const orphan = last && from > 0 && wide < ideal * 0.5 ? 0.25 : 0
    return uneven + orphan + (last ? 0 : end.hyphen ? 0.5 : end.leads ? 0.09 : -end.pause)
  }
  // best[lines][to]: the least cost of the first `to` pieces in so many lines, and where the last of these begins.
  let best: Map<number, { cost: number; breaks: number[] }> = new Map([[0, { cost: 0, breaks: [] }]])
  for (let row = 1; row <= count; row++) {
    const next = new Map<number, { cost: number; breaks: number[] }>()
    for (const [from, { cost: before, breaks }] of best) {
      for (let to = from + 1; to <= pieces.length - (count - row); to++) {
        const here = cost(from, to)
        // Longer only gets wider.
        if (here === Infinity) break
        const sum = before + here
        if (sum < (next.get(to)?.cost ?? Infinity)) next.set(to, { cost: sum, breaks: [...breaks, to] })
      }
    }
    best = next
  }
  const found = best.get(pieces.length)
  if (!found) return undefined
  const lines = found.breaks.map((to, index) => joined(index === 0 ? 0 : found.breaks[index - 1]!, to))
  return { lines, cost: Math.max(0, found.cost) }
}

/** As many lines as it takes, filled one after the other: for running text. A word wider than the line is divided. */
export function fillLines(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = []
  let current = ''
  let hyphen = ''
  for (const piece of piecesOf(text)) {
    const { text: part, space } = piece
    if (current && measure(current + space + part + piece.hyphen) <= width) {
      current += space + part
      hyphen = piece.hyphen
      continue
    }
    if (current) lines.push(current + hyphen)
    current = part
    hyphen = piece.hyphen
    while (measure(current) > width && [...current].length > 1) {
      const [head, tail] = divide(current, width, measure)
      lines.push(head)
      current = tail
    }
  }
  return current ? [...lines, current] : lines
}

/** As much of a word as fits with a hyphen, and the rest; at least one character. */
export function divide(word: string, width: number, measure: Measure): [string, string] {
  const characters = [...word]
  let count = characters.length - 1
  while (count > 1 && measure(`${characters.slice(0, count).join('')}-`) > width) count--
  const head = characters.slice(0, count).join('')
  return [/[-–—]$/.test(head) ? head : `${head}-`, characters.slice(count).join('')]
}
