import type { DecodedText } from '../decode-text.ts'
import { escapeBeginning, escapeInline } from '../escape-text.ts'
import type { Reading } from '../reading.ts'
import type { Upload, UploadBlock, UploadMetadata } from '../upload.ts'
import { withoutLicense } from './gutenberg.ts'
import { isCentered, type Layout, layoutOf, linesOfText, type Paragraph, paragraphsOf } from './wrapped.ts'

/**
 * Plain text as paragraphs: lines that only the margin ended are joined, lines the author ended stay lines. `_word_` is
 * emphasis, as in typed manuscripts; nothing else becomes markup.
 */
export async function readText({ text, encoding, guessed }: DecodedText, reading: Reading): Promise<Upload> {
  if (guessed) reading.warn(`The file is read as ${encoding}: check its letters with accents, and its quotes.`)
  const { text: own, removed, ...metadata } = withoutLicense(text.replaceAll('\u0000', '\uFFFD'))
  for (const part of removed) reading.remove('license', 'around the text', part)
  const lines = linesOfText(own)
  const layout = layoutOf(lines)
  const blocks = paragraphsOf(lines, layout).map((paragraph, index) => blockOf(paragraph, layout, index === 0))
  return {
    format: 'text',
    metadata: metadata satisfies UploadMetadata,
    blocks,
    marks: [],
    images: new Map(),
    removed: reading.removed,
    warnings: reading.warnings,
  }
}

function blockOf(paragraph: Paragraph, layout: Layout, first: boolean): UploadBlock {
  const lines = keepsLines(paragraph, layout) ? paragraph.lines.map(line => line.text) : [joined(paragraph)]
  const centered = paragraph.lines.every(line => isCentered(line, layout))
  const marked = lines.map(line => escapeBeginning(emphasized(line)))
  return {
    text: marked.join('\\\n'),
    plain: lines.map(withoutMarks).join(' ').replace(/\s+/g, ' '),
    ...(centered && { centered }),
    ...(!first && paragraph.gap > layout.gap && { apart: true }),
  }
}

/** Verses, addresses, titles: lines that end before the margin without need. */
function keepsLines({ lines }: Paragraph, layout: Layout): boolean {
  if (lines.length === 1) return false
  if (!layout.wrapped) return true
  // The next word would still have fitted.
  return lines.slice(0, -1).every((line, index) => {
    const next = /^\S+/.exec(lines[index + 1]!.text)![0]
    return line.indent + line.text.length + 1 + next.length < layout.width - 4
  })
}

/** Lines as one: with a space, but none behind a dash, and none between letters of scripts that write without. */
function joined({ lines }: Paragraph): string {
  return lines
    .map(line => line.text)
    .reduce((text, line) => {
      const tight =
        /[\p{L}\p{N}]-$|[—–]$|--$/u.test(text) ||
        (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}。、]$/u.test(text) && !/^[\x21-\x7e]/.test(line))
      return tight ? text + line : `${text} ${line}`
    })
}

// A star closes or opens beside white space and punctuation alone where the words within begin or end with punctuation.
const emphasis = /(?<=^|[\s\p{P}])(?<!_)_(?=\S)([^_]{1,500}?)(?<=\S)_(?!_)(?=$|[\s\p{P}])/gu

function emphasized(line: string): string {
  let marked = ''
  let at = 0
  for (const match of line.matchAll(emphasis)) {
    marked += `${escapeInline(line.slice(at, match.index))}*${escapeInline(match[1]!)}*`
    at = match.index + match[0].length
  }
  return marked + escapeInline(line.slice(at))
}

function withoutMarks(line: string): string {
  return line.replace(emphasis, '$1')
}
