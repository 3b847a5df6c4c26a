import { type Block, markdownBlocks } from './markdown-passages.ts'
import type { Passage, Source } from './passage.ts'
import { type Places, places } from './places.ts'
import { textBlocks } from './text-passages.ts'

/**
 * Splits a source into its blocks, in order, with exact places. Never throws. Every character of the source that is not
 * white space lies in exactly one passage, and `text.slice(start.offset, end.offset) === passage.text`.
 *
 * A list, a table, a fence or a quote is one passage. The kind `directive` also holds what is there but is not prose:
 * front matter, targets, thematic breaks, comments, raw HTML, and definitions of links and footnotes. An id is
 * `source:line` with the line the passage begins on, counted from 1.
 */
export function readPassages(source: Pick<Source, 'id' | 'text' | 'format'>): Passage[] {
  const { id, text, format } = source
  const at = places(text)
  const blocks = format === 'markdown' ? markdownBlocks(text) : textBlocks(text, at)
  const passages: Passage[] = []
  const above: { level: number; title: string }[] = []
  for (const block of withGaps(blocks, at.lines, text, at)) {
    const range = trim(block, text, at)
    if (!range) continue
    if (block.heading) while (above.length > 0 && above.at(-1)!.level >= block.heading.level) above.pop()
    const start = at.at(range[0])
    passages.push({
      id: `${id}:${start.line}`,
      source: id,
      position: passages.length,
      kind: block.kind,
      text: text.slice(...range),
      headings: above.map(heading => heading.title),
      start,
      end: at.at(range[1]),
    })
    if (block.heading) above.push(block.heading)
  }
  return passages
}

/** Fills the lines no block claims (link definitions give no token), parted at blank lines, and undoes any overlap. */
function withGaps(blocks: Block[], lines: number, text: string, at: Places): Block[] {
  const filled: Block[] = []
  let next = 0
  const fill = (until: number) => {
    for (let line = next; line < until; line++) {
      if (text.slice(at.lineStart(line), at.lineStart(line + 1)).trim() === '') continue
      const last = filled.at(-1)
      // amsmath tokens end one line early: what touches them is their \end{…}.
      const joins = last?.end === line && (last.kind === 'math' || line > next)
      if (joins) last.end = line + 1
      else filled.push({ kind: 'directive', start: line, end: line + 1, trimmed: false })
    }
  }
  for (const block of blocks) {
    fill(block.start)
    const start = Math.max(block.start, next)
    if (block.end > start) filled.push({ ...block, start })
    next = Math.max(next, block.end)
  }
  fill(lines)
  return filled
}

/** The offsets of a block without the blank space around it; undefined when it holds nothing else. */
function trim(block: Block, text: string, at: Places): [number, number] | undefined {
  const from = at.lineStart(block.start)
  const raw = text.slice(from, at.lineStart(block.end))
  if (raw.trim() === '') return undefined
  const end = from + raw.trimEnd().length
  if (block.trimmed) return [from + raw.length - raw.trimStart().length, end]
  // Indentation means something in lists and code, so only blank lines and a byte order mark go.
  const blankLines = /^\uFEFF?(?:[^\S\r\n]*(?:\r\n?|\n))*/.exec(raw)![0].length
  return [from + blankLines, end]
}
