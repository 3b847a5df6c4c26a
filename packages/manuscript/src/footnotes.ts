import { blockTokens, type InlineRun, inlineRuns, linesOf, type Part, type Token } from './blocks.ts'
import { boundedTokenizer, limits } from './tokenizer/tokenizer.ts'

/** A footnote definition: its lines from 0, `end` exclusive, and what stands after `[^identifier]:`, unindented. */
export interface FootnoteDefinition {
  identifier: string
  body: string
  start: number
  end: number
}

/** A footnote reference: the lines of the run it stands in, its line, and its turn among equal spellings in that run. */
export interface FootnoteReference {
  identifier: string
  line: number
  run: InlineRun
  occurrence: number
}

/** The footnote definitions of a text that stand on their own, not inside of a list, a quote or a directive. */
export function footnoteDefinitions(text: string, as: 'page' | 'part'): FootnoteDefinition[] {
  return definitionsIn(blockTokens(text, as), linesOf(text))
}

/** As `footnoteDefinitions`, with those inside of directives. */
export function allFootnoteDefinitions(parts: Part[]): FootnoteDefinition[] {
  return parts
    .flatMap(part =>
      definitionsIn(part.tokens, part.lines).map(({ start, end, ...definition }) => ({
        ...definition,
        start: start + part.offset,
        end: end + part.offset,
      })),
    )
    .sort((a, b) => a.start - b.start)
}

function definitionsIn(tokens: Token[], lines: string[]): FootnoteDefinition[] {
  const definitions: FootnoteDefinition[] = []
  let covered = 0
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.type === 'footnote_reference_open' && token.level === 0) {
      const identifier = String(token.meta.label)
      // The token has no lines: its definition is the first one of that name after what came before.
      let start = covered
      while (start < lines.length && !lines[start]!.trimStart().startsWith(`[^${identifier}]:`)) start++
      let end = start + 1
      for (index++; tokens[index]?.type !== 'footnote_reference_close' || tokens[index]!.level > 0; index++)
        end = Math.max(end, tokens[index]!.map?.[1] ?? 0)
      const [first = '', ...more] = lines.slice(start, end)
      const body = [
        first
          .trimStart()
          .slice(identifier.length + 4)
          .trimStart(),
        ...more.map(line => line.replace(/^(?: {4}|\t)/, '')),
      ]
      definitions.push({ identifier, body: body.join('\n').trimEnd(), start, end })
      covered = end
    } else if (token.level === 0 && token.map) covered = Math.max(covered, token.map[1])
  }
  return definitions
}

const inlineTokenizer = boundedTokenizer({}, ['normalize', 'block', 'inline'])

/** A footnote as it is referred to. */
export const spelling = new RegExp(`\\[\\^([^\\]\\s]{1,${limits.footnoteLabel - 3}})\\]`, 'g')

/**
 * Every footnote reference of a text and its directives, defined or not, in order. What only looks like one, in code or math or escaped,
 * is left out: each spelling is numbered, declared as a footnote, and the parser tells which it takes for a reference.
 */
export function footnoteReferences(parts: Part[]): FootnoteReference[] {
  return inlineRuns(parts).flatMap(run => {
    if (!run.content.includes('[^')) return []
    const spelled: FootnoteReference[] = []
    const refs: Record<string, number> = {}
    const seen = new Map<string, number>()
    let line = run.start
    let counted = 0
    const numbered = run.content.replace(spelling, (_, identifier: string, offset: number) => {
      line += run.content.slice(counted, offset).split('\n').length - 1
      counted = offset
      const occurrence = seen.get(identifier) ?? 0
      seen.set(identifier, occurrence + 1)
      const label = `octavo-${spelled.length}`
      refs[`:${label}`] = -1
      spelled.push({ identifier, run, occurrence, line })
      return `[^${label}]`
    })
    const taken = new Set<string>()
    const take = (tokens: Token[]) => {
      for (const token of tokens) {
        if (token.type === 'footnote_ref') taken.add(token.meta.label)
        take(token.children ?? [])
      }
    }
    take(inlineTokenizer.parseInline(numbered, { footnotes: { refs } }))
    return spelled.filter((_, index) => taken.has(`octavo-${index}`))
  })
}
