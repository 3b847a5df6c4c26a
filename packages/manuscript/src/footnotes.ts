import { createTokenizer } from 'myst-parser'
import { blockTokens, hasMystBody, type InlineRun, inlineRuns, type Token } from './myst.ts'

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
  return definitionsIn(blockTokens(text, as), text)
}

/** As `footnoteDefinitions`, with those inside of directives. */
export function allFootnoteDefinitions(text: string, as: 'page' | 'part'): FootnoteDefinition[] {
  const tokens = blockTokens(text, as)
  const nested = tokens.filter(hasMystBody).flatMap(token =>
    allFootnoteDefinitions(token.content, 'part').map(definition => {
      const offset = token.map![0] + 1
      return { ...definition, start: definition.start + offset, end: definition.end + offset }
    }),
  )
  return [...definitionsIn(tokens, text), ...nested].sort((a, b) => a.start - b.start)
}

function definitionsIn(tokens: Token[], text: string): FootnoteDefinition[] {
  const lines = text.split(/\r\n?|\n/)
  const definitions: FootnoteDefinition[] = []
  let covered = 0
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.type === 'footnote_reference_open' && token.level === 0) {
      const close = tokens.findIndex(
        (other, at) => at > index && other.type === 'footnote_reference_close' && other.level === 0,
      )
      const ends = tokens.slice(index, close).flatMap(inner => inner.map?.[1] ?? [])
      const identifier = String(token.meta.label)
      // The token has no lines: its definition is the first one of that name after what came before.
      const start = lines.findIndex((line, at) => at >= covered && line.trimStart().startsWith(`[^${identifier}]:`))
      const end = ends.reduce((most, last) => Math.max(most, last), start + 1)
      const [first = '', ...more] = lines.slice(start, end)
      const body = [
        first
          .trimStart()
          .slice(identifier.length + 4)
          .trimStart(),
        ...more.map(line => line.replace(/^(?: {4}|\t)/, '')),
      ]
      definitions.push({ identifier, body: body.join('\n').trimEnd(), start, end })
      index = close
      covered = end
    } else if (token.level === 0 && token.map) covered = Math.max(covered, token.map[1])
  }
  return definitions
}

const inlineTokenizer = createTokenizer()
inlineTokenizer.core.ruler.enableOnly(['normalize', 'block', 'inline'])

/**
 * Every footnote reference of a text, defined or not, in order. What only looks like one, in code or math or escaped,
 * is left out: each spelling is numbered, declared as a footnote, and the parser tells which it takes for a reference.
 */
export function footnoteReferences(text: string, as: 'page' | 'part'): FootnoteReference[] {
  return inlineRuns(text, as).flatMap(run => {
    if (!run.content.includes('[^')) return []
    const spelled: FootnoteReference[] = []
    const refs: Record<string, number> = {}
    const seen = new Map<string, number>()
    const numbered = run.content.replace(/\[\^([^\]\s]+)\]/g, (_, identifier: string, offset: number) => {
      const occurrence = seen.get(identifier) ?? 0
      seen.set(identifier, occurrence + 1)
      const label = `octavo-${spelled.length}`
      refs[`:${label}`] = -1
      spelled.push({
        identifier,
        run,
        occurrence,
        line: run.start + run.content.slice(0, offset).split('\n').length - 1,
      })
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
