import { type GenericNode, normalizeLabel } from 'myst-common'
import { visit } from 'unist-util-visit'
import { labelsIn } from '../page.ts'
import type { ParsedPage } from '../parsed-page.ts'
import type { Hunk } from '../patch/patch.ts'
import type { Mender } from './fix.ts'
import { replace, type SourceLines } from './source-lines.ts'

/** Lines after the beginning of what has a label on which it may be written: behind options, or at the end of math. */
const farthest = 200

/**
 * Gives the later of two equal labels another name. References stay with the first, where they lead now, except those
 * that can only mean the later one: `{eq}` when that alone is an equation.
 */
export const mendLabels: Mender = (page, source, { labels: elsewhere }) => {
  const labels = labelsIn(page)
  return function* ({ line, rule }) {
    const seen = new Set<string>()
    for (const { label, identifier, line: at } of labels) {
      const again = seen.has(identifier)
      seen.add(identifier)
      if (!again || at > line) continue
      const definition = whereDefined(source, label, at - 1)
      // The finding is where the label is spelled: of math, behind it.
      if (!definition || (at !== line && definition.line !== line)) continue
      const taken = (name: string) => {
        const identifier = normalizeLabel(name)?.identifier ?? name
        return labels.some(other => other.identifier === identifier) || elsewhere?.has(identifier) === true
      }
      const fresh = unusedName(label, taken)
      const hunks = [replace(source, definition.start, definition.end, fresh, rule)]
      if (kindsOf(page, identifier) === 'later is the equation') {
        hunks.push(...equationReferences(page, source, identifier, label, fresh, rule))
      }
      yield {
        title: `Rename the second label ${label}, on line ${line}, to ${fresh}`,
        patch: hunks.sort((a, b) => a.start - b.start),
      }
    }
  }
}

function unusedName(label: string, taken: (name: string) => boolean): string {
  for (let number = 2; ; number++) {
    const name = `${label}-${number}`
    if (!taken(name)) return name
  }
}

/** Where a label is spelled; offsets, and the line from 1. */
interface Definition {
  start: number
  end: number
  line: number
}

function whereDefined({ lines }: SourceLines, label: string, from: number): Definition | undefined {
  const name = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const spelled = new RegExp(
    [
      `^[\\s>]*\\(${name}\\)=\\s*$`,
      `^[\\s>]*:(?:label|name):\\s*${name}\\s*$`,
      `^[\\s>]*#\\|\\s*label:\\s*${name}\\s*$`,
      `^[\\s>]*(?:label|name):\\s*["']?${name}["']?\\s*$`,
      `(?:\\$\\$|\\})\\s*\\(${name}\\)\\s*$`,
      `\\{[^{}]*#${name}(?:[\\s}])`,
    ].join('|'),
  )
  for (const [index, { text, start }] of lines.slice(from, from + farthest).entries()) {
    const found = spelled.exec(text)
    if (!found) continue
    const at = start + found.index + found[0].lastIndexOf(label)
    return { start: at, end: at + label.length, line: from + index + 1 }
  }
  return undefined
}

function kindsOf(page: ParsedPage, identifier: string): 'later is the equation' | 'other' {
  const kinds: boolean[] = []
  visit(page.tree, (node: GenericNode) => {
    if (node.type !== 'crossReference' && normalizeLabel(node.label)?.identifier === identifier)
      kinds.push(node.type === 'math')
  })
  return kinds.length === 2 && !kinds[0] && kinds[1] ? 'later is the equation' : 'other'
}

function equationReferences(
  page: ParsedPage,
  source: SourceLines,
  identifier: string,
  label: string,
  fresh: string,
  reason: string,
): Hunk[] {
  const lines = new Set<number>()
  visit(page.tree, (node: GenericNode) => {
    if (node.type !== 'crossReference' || node.identifier !== identifier || node.kind !== 'eq' || !node.position) return
    for (let line = node.position.start.line; line <= node.position.end.line; line++) lines.add(line - 1)
  })
  return [...lines].flatMap(line => {
    const { text, start } = source.lines[line] ?? { text: '', start: 0 }
    return [...text.matchAll(/\{eq\}(`+)([^`]*)\1/g)].flatMap(({ 0: role, 2: target = '', index }) => {
      if (target.trim() !== label) return []
      const at = start + index + role.lastIndexOf(label)
      return [replace(source, at, at + label.length, fresh, reason)]
    })
  })
}
