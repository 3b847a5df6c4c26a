import { directives } from './myst.ts'
import { allowance, boundedTokenizer, limits, type Token } from './tokenizer/tokenizer.ts'

/** The names of directives whose body is MyST again, so that fences and footnotes inside of them count. */
const withMystBody = new Set(
  directives
    .filter(directive => directive.body?.type === 'myst')
    .flatMap(directive => [directive.name, ...[directive.alias ?? []].flat()]),
)

const pageTokenizer = boundedTokenizer({}, ['normalize', 'block'])
// Inside of a page, three dashes are a break or the options of a directive, never front matter.
const partTokenizer = boundedTokenizer({ extensions: { frontmatter: false } }, ['normalize', 'block'])

export type { Token }

/** A run of text with inline markup, and the lines it stands on: from 0, `end` exclusive. */
export interface InlineRun {
  start: number
  end: number
  content: string
}

/** A page, or the body of a directive in it: its lines, its block tokens, and the line of the page it begins on. */
export interface Part {
  lines: string[]
  tokens: Token[]
  offset: number
}

/** The block tokens of a text, lines from 0. A page may begin with front matter, a part of a page may not. */
export function blockTokens(text: string, as: 'page' | 'part'): Token[] {
  return (as === 'page' ? pageTokenizer : partTokenizer).parse(text.replace(/^\uFEFF/, ''), {})
}

/** The lines of a text as the parser counts them; it reads U+0000 as U+FFFD. */
export function linesOf(text: string): string[] {
  const known = text.includes('\u0000') ? text.replaceAll('\u0000', '\uFFFD') : text
  return known.split(known.includes('\r') ? /\r\n?|\n/ : '\n')
}

/**
 * A text and the bodies of directives in it that are MyST again, each before those inside of it, up to the limits the
 * parser has for directives. `enter` is asked for every token and can leave bodies out.
 */
export function parts(
  text: string,
  as: 'page' | 'part',
  enter: (token: Token, part: Part) => boolean = hasMystBody,
): Part[] {
  const all: Part[] = []
  let left = allowance(text.length).bodies
  const add = (content: string, kind: 'page' | 'part', offset: number, depth: number) => {
    const part = { lines: linesOf(content), tokens: blockTokens(content, kind), offset }
    all.push(part)
    for (const token of part.tokens) {
      if (!enter(token, part) || depth >= limits.directiveDepth || token.content.length > left) continue
      left -= token.content.length
      add(token.content, 'part', token.map![0] + offset + 1, depth + 1)
    }
  }
  add(text, as, 0, 0)
  return all
}

/** The name in `{name}` of a fence that is a directive. */
export function directiveName(token: Token): string | undefined {
  return token.type === 'fence' ? /^\s*\{\s*([^\s}]+)/.exec(token.info)?.[1] : undefined
}

/** Whether a fence is a directive whose body is MyST again. */
export function hasMystBody(token: Token): boolean {
  return holdsMyst(directiveName(token))
}

/** Whether the body of a directive of this name is MyST again. */
export function holdsMyst(name: string | undefined): boolean {
  return name !== undefined && withMystBody.has(name)
}

/** Every run of inline text in a text and its directives, in order, leaving out code, math and options. */
export function inlineRuns(parts: Part[]): InlineRun[] {
  return parts.flatMap(runsIn).sort((a, b) => a.start - b.start)
}

function runsIn({ tokens, offset }: Part): InlineRun[] {
  const runs: InlineRun[] = []
  let range: [number, number] = [0, 0]
  for (const token of tokens) {
    if (token.map) range = token.map
    const start = range[0] + offset
    // Terms of definition lists come with an empty range, cells of tables with none: they stand on the first line.
    const end = Math.max(range[1], range[0] + 1) + offset
    if (token.type === 'inline') {
      const last = runs.at(-1)
      if (last?.start === start && last.end === end) last.content += `\n${token.content}`
      else runs.push({ start, end, content: token.content })
    } else if (hasMystBody(token)) {
      runs.push({ start, end: start + 1, content: token.info.replace(/^\s*\{[^}]*\}/, '') })
    }
  }
  return runs
}
