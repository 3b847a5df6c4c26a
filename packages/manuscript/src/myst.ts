import type { GenericNode, GenericParent } from 'myst-common'
import { cardDirective } from 'myst-ext-card'
import { exerciseDirectives } from 'myst-ext-exercise'
import { gridDirectives } from 'myst-ext-grid'
import { proofDirective } from 'myst-ext-proof'
import { tabDirectives } from 'myst-ext-tabs'
import { createTokenizer, defaultOptions, mystParse } from 'myst-parser'
import { VFile } from 'vfile'

type ParserOptions = NonNullable<Parameters<typeof mystParse>[1]>

const extensions = [cardDirective, ...gridDirectives, proofDirective, ...exerciseDirectives, ...tabDirectives]

/** Parses a page of MyST with every directive Octavo knows. `file.messages` holds what the parser objects to. */
export function parseMyst(text: string): { tree: GenericParent; file: VFile } {
  const file = new VFile()
  const tree = mystParse(text.replace(/^\uFEFF/, ''), {
    markdownit: { linkify: true },
    directives: extensions,
    // myst-parser names the type of an older vfile; it only ever calls `message` on it.
    vfile: file as unknown as ParserOptions['vfile'],
  })
  inheritPositions(tree)
  return { tree, file }
}

// What a directive makes has no position of its own; that of the directive is the nearest a message can point to.
function inheritPositions(node: GenericNode, inherited?: GenericNode['position']): void {
  node.position ??= inherited
  for (const child of node.children ?? []) inheritPositions(child, node.position)
}

/** The names of directives whose body is MyST again, so that fences and footnotes inside of them count. */
const withMystBody = new Set(
  [...defaultOptions.directives, ...extensions]
    .filter(directive => directive.body?.type === 'myst')
    .flatMap(directive => [directive.name, ...[directive.alias ?? []].flat()]),
)

const pageTokenizer = createTokenizer()
// Inside of a page, three dashes are a break or the options of a directive, never front matter.
const partTokenizer = createTokenizer({ extensions: { frontmatter: false } })
for (const tokenizer of [pageTokenizer, partTokenizer]) tokenizer.core.ruler.enableOnly(['normalize', 'block'])

export type Token = ReturnType<typeof pageTokenizer.parse>[number]

/** A run of text with inline markup, and the lines it stands on: from 0, `end` exclusive. */
export interface InlineRun {
  start: number
  end: number
  content: string
}

/** The block tokens of a text, lines from 0. A page may begin with front matter, a part of a page may not. */
export function blockTokens(text: string, as: 'page' | 'part'): Token[] {
  return (as === 'page' ? pageTokenizer : partTokenizer).parse(text.replace(/^\uFEFF/, ''), {})
}

/** The name in `{name}` of a fence that is a directive. */
export function directiveName(token: Token): string | undefined {
  return token.type === 'fence' ? /^\s*\{\s*([^\s}]+)/.exec(token.info)?.[1] : undefined
}

/** Whether a fence is a directive whose body is MyST again. */
export function hasMystBody(token: Token): boolean {
  const name = directiveName(token)
  return name !== undefined && withMystBody.has(name)
}

/** Every run of inline text, in order, also inside of directives, leaving out code, math and options. */
export function inlineRuns(text: string, as: 'page' | 'part'): InlineRun[] {
  const runs: InlineRun[] = []
  const collect = (tokens: Token[], offset: number) => {
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
        collect(blockTokens(token.content, 'part'), start + 1)
      }
    }
  }
  collect(blockTokens(text, as), 0)
  return runs
}
