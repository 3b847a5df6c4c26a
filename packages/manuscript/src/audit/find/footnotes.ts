import type { GenericNode } from 'myst-common'
import { visit } from 'unist-util-visit'
import { type Part, parts } from '../../blocks.ts'
import { allFootnoteDefinitions, footnoteReferences, spelling } from '../../footnotes.ts'
import { type Finding, finding } from '../finding.ts'
import type { Reading } from '../reading.ts'
import type { RuleId } from '../rules.ts'

/** Footnotes without a definition, a reference or a name of their own. */
export function footnoteFindings(reading: Reading): Finding[] {
  return isAccountedFor(reading) ? [] : findFootnotes(reading)
}

/**
 * Whether every spelling of a footnote has become one in the tree, which keeps only those that have both ends. Where one
 * has not, if only because it is shown as code, the text is looked at more closely, which takes longer.
 */
function isAccountedFor({ page: { text }, footnotes }: Reading): boolean {
  if (!text.includes('[^')) return true
  // Those written where they are referred to have no spelling to count.
  return !text.includes('^[') && [...text.matchAll(spelling)].length === footnotes
}

function findFootnotes({ page: { text, tree }, source }: Reading): Finding[] {
  const page = parts(text, 'page')
  const definitions = [...allFootnoteDefinitions(page), ...page.flatMap(nestedDefinitions)].sort(
    (a, b) => a.start - b.start,
  )
  const references = footnoteReferences(page)
  const defined = new Map<string, number>()
  // The tree keeps what the text leads to. A footnote that only itself refers to, or another such one, is never shown.
  const shown = new Set<string | undefined>()
  visit(tree, 'footnoteDefinition', (node: GenericNode) => void shown.add(node.label))
  const used = new Set(references.map(reference => reference.identifier).filter(identifier => shown.has(identifier)))
  const found: Finding[] = []
  const report = (rule: RuleId, line: number, identifier: string, message: string) =>
    found.push(finding(rule, source.spot(line + 1, `[^${identifier}]`), `the footnote "${identifier}" ${message}`))
  for (const { identifier, start } of definitions) {
    const before = defined.get(identifier)
    if (before !== undefined) {
      report('duplicate-footnote', start, identifier, `is already defined on line ${before + 1}. Rename or remove one`)
    } else if (!used.has(identifier)) {
      const remedy = `Refer to it with [^${identifier}] or remove it`
      report('unused-footnote', start, identifier, `is not referred to in the text. ${remedy}`)
    }
    defined.set(identifier, before ?? start)
  }
  for (const { identifier, line } of references) {
    if (defined.has(identifier)) continue
    const remedy = `Add [^${identifier}]: with its text, or remove the reference`
    report('undefined-footnote', line, identifier, `is not defined. ${remedy}`)
  }
  return found
}

/** Those inside of lists, quotes and each other, which the parser takes out of there as it does with all. Lines from 0. */
function nestedDefinitions({ tokens, offset }: Part): { identifier: string; start: number }[] {
  return tokens.flatMap((token, index) => {
    if (token.type !== 'footnote_reference_open' || token.level === 0) return []
    // The token has no lines of its own; what is in it begins on its line.
    const line = tokens.slice(index, index + 3).find(({ map }) => map)?.map?.[0] ?? 0
    return { identifier: String(token.meta.label), start: line + offset }
  })
}
