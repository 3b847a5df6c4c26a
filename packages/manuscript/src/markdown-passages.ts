import { isDefinition } from './definition.ts'
import type { PassageKind } from './passage.ts'
import { inlineTokens, plainText } from './plain-text.ts'
import { boundedTokenizer } from './tokenizer/tokenizer.ts'

/** A block of a source before it has an id: lines from 0, `end` exclusive. `level` and `title` only on headings. */
export interface Block {
  kind: PassageKind
  start: number
  end: number
  /** Whether the indentation of its first line carries no meaning and may be left outside of the passage. */
  trimmed: boolean
  heading?: { level: number; title: string }
}

// Blocks only: running directives, roles and inline rules would cost ten times as much and move footnotes to the end.
const tokenizer = boundedTokenizer({}, ['normalize', 'block'])

type Token = ReturnType<typeof tokenizer.parse>[number]

const directiveKinds: Record<string, PassageKind> = {
  math: 'math',
  figure: 'figure',
  image: 'figure',
  table: 'table',
  'list-table': 'table',
  'csv-table': 'table',
  code: 'code',
  'code-block': 'code',
  'code-cell': 'code',
  sourcecode: 'code',
  blockquote: 'quote',
  epigraph: 'quote',
  'pull-quote': 'quote',
}

/** The block passages of MyST Markdown, in order, from the block tokens of myst-parser. */
export function markdownBlocks(text: string): Block[] {
  // A byte order mark would hide front matter and the first heading; a space in its place moves no line.
  const tokens = tokenizer.parse(text.replace(/^\uFEFF/, ''), {})
  const blocks: Block[] = []
  for (const group of topLevel(tokens)) {
    const maps = group.flatMap(token => (token.map ? [token.map] : []))
    if (maps.length === 0) continue
    const start = maps.reduce((least, map) => Math.min(least, map[0]), Number.POSITIVE_INFINITY)
    const end = maps.reduce((most, map) => Math.max(most, map[1]), 0)
    blocks.push(block(group, start, end))
  }
  return blocks.sort((a, b) => a.start - b.start || a.end - b.end)
}

/** Splits a flat token stream into one run of tokens per block of the outermost level. */
function topLevel(tokens: Token[]): Token[][] {
  const groups: Token[][] = []
  let depth = 0
  for (const token of tokens) {
    if (depth === 0) groups.push([])
    groups.at(-1)!.push(token)
    depth += token.nesting
  }
  return groups
}

function block(group: Token[], start: number, end: number): Block {
  const first = group[0]!
  const inline = group[1]?.content ?? ''
  switch (first.type) {
    case 'heading_open':
      return {
        kind: 'heading',
        start,
        end,
        trimmed: true,
        heading: { level: Number(first.tag[1]), title: plainText(inline) },
      }
    case 'paragraph_open':
      return {
        kind: isFigure(inline) ? 'figure' : isDefinition(inline) ? 'definition' : 'paragraph',
        start,
        end,
        trimmed: true,
      }
    case 'bullet_list_open':
    case 'ordered_list_open':
      return { kind: 'list', start, end, trimmed: false }
    case 'table_open':
      return { kind: 'table', start, end, trimmed: false }
    case 'blockquote_open':
      return { kind: 'quote', start, end, trimmed: false }
    case 'dl_open':
      return { kind: 'definition', start, end, trimmed: false }
    case 'code_block':
      return { kind: 'code', start, end, trimmed: false }
    case 'math_block':
    case 'math_block_label':
    case 'amsmath':
      return { kind: 'math', start, end, trimmed: false }
    case 'fence':
    case 'colon_fence':
      return { kind: fenceKind(first.info), start, end, trimmed: false }
    default:
      return { kind: 'directive', start, end, trimmed: false }
  }
}

function fenceKind(info: string): PassageKind {
  const name = /^\s*\{\s*([^\s}]+)/.exec(info)?.[1]
  return name === undefined ? 'code' : (directiveKinds[name] ?? 'directive')
}

function isFigure(inline: string): boolean {
  if (!inline.startsWith('![') && !inline.startsWith('[![')) return false
  const seen = inlineTokens(inline).filter(token => token.content.trim() !== '' || token.type === 'image')
  return seen.length > 0 && seen.every(token => token.type === 'image')
}
