import type { GenericNode } from 'myst-common'
import { parseMyst } from '../myst.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

// Not prose: what is shown as code or math, what is not shown, and the notes under the text.
const skipped = new Set([
  'code',
  'inlineCode',
  'math',
  'inlineMath',
  'comment',
  'html',
  'raw',
  'mystTarget',
  'footnoteDefinition',
  'mermaid',
  'cite',
  'image',
])
// Inside of these a word may go on, as in "un*believ*able".
const inline = new Set([
  'text',
  'emphasis',
  'strong',
  'link',
  'delete',
  'underline',
  'smallcaps',
  'subscript',
  'superscript',
  'abbreviation',
  'crossReference',
  'mystRole',
  'span',
])

/**
 * Counts the words of prose in a page of MyST: paragraphs, headings, lists, tables, quotes, captions, definitions, and
 * what stands inside of directives such as notes and exercises, with their titles. Not counted: front matter, code,
 * math, options and arguments that are not shown, comments, raw HTML, citations, footnotes (they are apparatus), and
 * URLs. Words are those of Unicode's segmentation (UAX #29, with dictionaries for Chinese, Japanese, Thai …).
 */
export function countWords(myst: string): number {
  const prose = proseOf(parseMyst(myst).tree).replace(/(?:https?:\/\/|www\.)\S+/gi, ' ')
  let words = 0
  for (const paragraph of prose.split('\n')) {
    for (const piece of pieces(paragraph)) {
      for (const segment of segmenter.segment(piece)) if (segment.isWordLike) words++
    }
  }
  return words
}

const longestPiece = 10_000

/** A paragraph in pieces, cut at spaces where there are any: the segmenter slows down on long strings. */
function* pieces(paragraph: string): Generator<string> {
  let from = 0
  while (paragraph.length - from > longestPiece) {
    const space = paragraph.lastIndexOf(' ', from + longestPiece)
    const to = space > from ? space : from + longestPiece
    yield paragraph.slice(from, to)
    from = to
  }
  yield paragraph.slice(from)
}

function proseOf(node: GenericNode): string {
  if (skipped.has(node.type)) return ' '
  if (node.type === 'text') return (node.value ?? '').replace(/\n/g, ' ')
  // The title "Solution to …" is made by the directive, not written by the author.
  const children = (node.children ?? []).filter(child => node.type !== 'solution' || child.type !== 'admonitionTitle')
  const text = children.map(proseOf).join('')
  return inline.has(node.type) ? text : `\n${text}\n`
}

/** Minutes to read that many words at 200 a minute, the lower end of adult silent reading (Brysbaert 2019: 238). */
export function readingMinutes(words: number): number {
  return Math.ceil(words / 200)
}
