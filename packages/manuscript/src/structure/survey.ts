import { wordRanges } from '../statistics/word-ranges.ts'
import type { Upload, UploadBlock } from '../uploads/upload.ts'
import { type Evidence, speaking } from './evidence.ts'
import { fold, type Lexicon, lexiconsFor } from './languages/lexicon.ts'
import { isSentence } from './prose-line.ts'
import { type Label, readLabel } from './read-label.ts'

/** A block, as one who looks for chapters sees it. */
export interface Line {
  block: number
  plain: string
  words: number
  /** What it says about itself, if it is short enough to be a title. */
  label?: Label
  /** Could be a title: short, not prose, and not a list, a table, code or a quotation. */
  isTitle: boolean
  depth?: number
  size: number
  bold: boolean
  centered: boolean
  apart: boolean
  capitals: boolean
  file?: string
}

/** An upload read once for everything that looks for chapters in it. */
export interface Survey {
  upload: Upload
  lines: Line[]
  lexicons: Lexicon[]
  /** Words of the blocks from `start` to `end`, exclusive. */
  words(start: number, end: number): number
}

const longestTitle = 200
/** Labels of a block, on lines before it. */
export const labels = /^(?:\([^()\n]+\)=\s*\n)+/
const markup = /^\s*(?:[-*+] |\d+[.)] |[|>`~]|:::|%|\+\+\+|!\[|\$\$)/

export function survey(upload: Upload): Survey {
  const lexicons = lexiconsFor(upload.metadata.language)
  const sums = new Float64Array(upload.blocks.length + 1)
  const lines = upload.blocks.map((block, index) => {
    const line = readLine(block, index, lexicons)
    sums[index + 1] = sums[index]! + line.words
    return line
  })
  return { upload, lines, lexicons, words: (start, end) => sums[Math.max(start, end)]! - sums[start]! }
}

function readLine(block: UploadBlock, index: number, lexicons: readonly Lexicon[]): Line {
  const { depth, file, size = 1, bold = false, centered = false, apart = false } = block
  const plain = block.plain.trim()
  const text = block.text.replace(labels, '')
  const short = plain !== '' && plain.length <= longestTitle && (depth !== undefined || !markup.test(text))
  const label = short ? readLabel(withLines(text, plain), lexicons) : undefined
  return {
    block: index,
    plain,
    words: wordRanges(plain).length / 2,
    ...(label && { label }),
    isTitle: short && (depth !== undefined || label !== undefined || !isSentence(plain)),
    ...(depth !== undefined && { depth }),
    size,
    bold,
    centered,
    // Above the first block is nothing it could stand apart from.
    apart: apart || index === 0,
    capitals: short && /\p{Lu}.*\p{Lu}/u.test(plain) && !/\p{Ll}/u.test(plain),
    ...(file !== undefined && { file }),
  }
}

/** The plain text with the ends of lines its source has, which part "Chapter 1" from the title in the line below. */
function withLines(text: string, plain: string): string {
  if (!text.includes('\n') || text.length > 2 * longestTitle) return plain
  const lines = text
    .split('\n')
    .map(line => line.replace(/^#+\s+|\\(?=.)|\\$|\*\*/g, '').trim())
    .filter(line => line !== '')
  return comparable(lines.join('')) === comparable(plain) ? lines.join('\n') : plain
}

/** Letters and digits alone, folded: what is left of a title however it is printed. */
export function comparable(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, '')
}

/** What the looks of a line say for its being a title. */
export function looksOf(line: Line): Evidence[] {
  const looks: Evidence[] = []
  if (line.depth !== undefined)
    looks.push(speaking('heading', `The file marks it as a heading of level ${line.depth}.`))
  if (line.size >= 1.15)
    looks.push(speaking('larger', `Its letters are ${line.size.toFixed(1)} times as large as the text's.`))
  if (line.centered) looks.push(speaking('centered', 'It is centred.'))
  if (line.apart) looks.push(speaking('apart', 'It stands apart from the text above.'))
  if (line.capitals && /\p{L}{3}/u.test(line.plain)) looks.push(speaking('capitals', 'It is set in capitals.'))
  if (line.bold) looks.push(speaking('bold', 'It is set in bold.'))
  return looks
}
