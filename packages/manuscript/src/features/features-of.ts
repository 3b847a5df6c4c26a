import type { GenericNode } from 'myst-common'
import type { ParsedPage } from '../parsed-page.ts'
import { entries } from './catalogue.ts'
import type { FeatureUse } from './feature.ts'
import type { Sign, Spot } from './sign.ts'

interface Watch {
  feature: string
  conditions: Sign['conditions']
}

/** For each type of node, and for each name of a directive or a role, what to look for. */
const watches: Record<Sign['of'], Map<string, Watch[]>> = { node: new Map(), directive: new Map(), role: new Map() }
for (const { id, signs } of entries) {
  for (const { of, names, conditions } of signs) {
    for (const name of names) {
      const known = watches[of].get(name) ?? []
      watches[of].set(name, [...known, { feature: id, conditions }])
    }
  }
}

/**
 * Every use of every feature on a page, in the order of the page. Read from the tree, so that nothing inside of code,
 * raw text or comments counts; in one walk over it.
 */
export function featuresOf({ text, tree }: ParsedPage): FeatureUse[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)
  const uses: FeatureUse[] = []
  const parents: GenericNode[] = []

  function look(watching: readonly Watch[] | undefined, node: GenericNode, by: string | undefined): void {
    if (!watching) return
    const { line = 1, column = 1 } = node.position?.start ?? {}
    const spot: Spot = { node, parents, by, source: (lines[line - 1] ?? '').slice(column - 1) }
    for (const { feature, conditions } of watching) {
      if (conditions.every(condition => condition(spot))) uses.push({ feature, line, column })
    }
  }

  function walk(node: GenericNode, by: string | undefined): void {
    look(watches.node.get(node.type), node, by)
    const of = node.type === 'mystDirective' ? 'directive' : node.type === 'mystRole' ? 'role' : undefined
    if (of) look(watches[of].get(String(node.name)), node, by)
    const children = node.children
    if (!children) return
    parents.push(node)
    const within = of ? String(node.name) : by
    for (const child of children) walk(child, within)
    parents.pop()
  }

  walk(tree, undefined)
  return uses.sort((a, b) => a.line - b.line || a.column - b.column)
}
