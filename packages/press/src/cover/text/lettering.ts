import { eastAsianFontFiles, type FontFile, fontFiles, fontMetrics } from '../../fonts/index.ts'
import { escapeXml } from '../../images/svg-tree.ts'
import { type Attributes, element } from '../shapes.ts'

/** A face in which covers are set. */
export interface Face {
  family: 'Inter' | 'Source Serif 4' | 'EB Garamond' | 'JetBrains Mono'
  weight: number
  italic?: boolean
  /** Added between letters, in multiples of the size. */
  tracking?: number
}

/** Everything covers are set in; fallbacks last. */
export const coverFonts: readonly FontFile[] = [
  ...new Map(
    [...fontFiles('technical'), ...fontFiles('literary'), ...eastAsianFontFiles()].map(file => [file.path, file]),
  ).values(),
].sort((a, b) => Number(a.role === 'fallback') - Number(b.role === 'fallback'))

function fileOf({ family, weight, italic = false }: Face): FontFile {
  const file = coverFonts.find(font => font.family === family && font.weight === weight && font.italic === italic)
  if (!file) throw new Error(`Covers have no ${family} ${weight}${italic ? ' italic' : ''}.`)
  return file
}

/** Characters that shape or join others and have no picture of their own. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/u

export interface Run {
  text: string
  file: FontFile
}

const helpers = new Map<FontFile, FontFile[]>()

/** Where a character is looked for: the face itself, the other families in the nearest weight, symbols and emoji last. */
function lookedIn(own: FontFile): FontFile[] {
  const before = helpers.get(own)
  if (before) return before
  // Some letters only an italic has.
  const far = ({ role, weight, italic }: FontFile) =>
    (role === 'fallback' ? 10_000 : 0) + (italic === own.italic ? 0 : 5_000) + Math.abs(weight - own.weight)
  const others = coverFonts.filter(font => font !== own)
  const found = [own, ...others.toSorted((a, b) => far(a) - far(b))]
  helpers.set(own, found)
  return found
}

/** A text divided by the font that has each character. What no font has is not drawn: `drawable` takes it out before. */
export function runsOf(text: string, face: Face): Run[] {
  const own = fileOf(face)
  const runs: Run[] = []
  for (const character of text) {
    const last = runs.at(-1)
    // A space belongs to the words around it: resvg puts those of one run in the order in which they are read.
    const joins = invisible.test(character) || (character === ' ' && last && fontMetrics(last.file.path).has(0x20))
    const file = joins
      ? (last?.file ?? own)
      : (lookedIn(own).find(({ path }) => fontMetrics(path).has(character.codePointAt(0)!)) ?? own)
    if (last?.file === file) last.text += character
    else runs.push({ text: character, file })
  }
  return runs
}

/** The width of a text at size 1. */
export function widthOf(text: string, face: Face): number {
  const letters = runsOf(text, face).reduce((sum, run) => sum + fontMetrics(run.file.path).width(run.text), 0)
  return letters + Math.max(0, [...text].length - 1) * (face.tracking ?? 0)
}

export const capHeightOf = (face: Face) => fontMetrics(fileOf(face).path).capHeight

export interface Drawable {
  text: string
  /** Characters no font of a cover has, each once. */
  missing: string[]
}

/** A text without what cannot be drawn: an empty box on a cover is worse than a gap that somebody is told of. */
export function drawable(text: string): Drawable {
  const missing = new Set<string>()
  const kept = [
    ...text
      .normalize('NFC')
      .replace(/[ \t\r\n]+/g, ' ')
      .trim(),
  ].filter(character => {
    const has =
      invisible.test(character) || coverFonts.some(({ path }) => fontMetrics(path).has(character.codePointAt(0)!))
    if (!has) missing.add(character)
    return has
  })
  return { text: kept.join('').replace(/ +/g, ' ').trim(), missing: [...missing] }
}

/** One line of text at its baseline. */
export function letter(
  text: string,
  face: Face,
  at: { x: number; y: number; size: number; fill: string; anchor?: 'start' | 'middle' | 'end' },
): string {
  const { size, fill, y, anchor = 'start' } = at
  const runs = runsOf(text, face)
  const one = (run: Run, x: number, from?: string) => {
    const attributes: Attributes = {
      x,
      y,
      'font-family': run.file.family,
      'font-weight': run.file.weight,
      'font-style': run.file.italic ? 'italic' : undefined,
      'font-size': size,
      'letter-spacing': face.tracking ? face.tracking * size : undefined,
      'text-anchor': from,
      'xml:space': 'preserve',
      fill,
    }
    return element('text', attributes, escapeXml(run.text))
  }
  if (runs.length === 1) return one(runs[0]!, at.x, anchor === 'start' ? undefined : anchor)
  // Placed one by one: within one text, resvg sets all of it in the font that has what the first lacks.
  const share = { start: 0, middle: 0.5, end: 1 }[anchor]
  let x = at.x - widthOf(text, face) * size * share
  return runs
    .map(run => {
      const placed = one(run, x)
      x += (fontMetrics(run.file.path).width(run.text) + [...run.text].length * (face.tracking ?? 0)) * size
      return placed
    })
    .join('')
}

/** Lines under each other, the first with its baseline at `y`; and where the last baseline is. */
export function letterLines(
  lines: readonly string[],
  face: Face,
  at: { x: number; y: number; size: number; leading: number; fill: string; anchor?: 'start' | 'middle' | 'end' },
): { svg: string; last: number } {
  const step = at.size * at.leading
  const svg = lines.map((line, index) => letter(line, face, { ...at, y: at.y + index * step })).join('')
  return { svg, last: at.y + Math.max(0, lines.length - 1) * step }
}

export const describeMissing = (missing: readonly string[]) =>
  missing
    .slice(0, 8)
    .map(character => `${character} (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`)
    .join(', ') + (missing.length > 8 ? ` and ${missing.length - 8} more` : '')
