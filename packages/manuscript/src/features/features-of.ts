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

/** The place a walk is at; one for all nodes, because most pages have tens of thousands. */
class Place implements Spot {
  node: GenericNode = { type: 'root' }
  readonly parents: GenericNode[] = []
  by: string | undefined
  readonly #lines: readonly string[]

  constructor(lines: readonly string[]) {
    this.#lines = lines
  }

  get source(): string {
    const { line = 1, column = 1 } = this.node.position?.start ?? {}
    return (this.#lines[line - 1] ?? '').slice(column - 1)
  }
}

/**
 * Every use of every feature on a page, in the order of the page. Read from the tree, so that nothing inside of code,
 * raw text or comments counts; in one walk over it.
 */
export function featuresOf({ text, tree }: ParsedPage): FeatureUse[] {
  const uses: FeatureUse[] = []
  const place = new Place(linesOf(text.replace(/^\uFEFF/, '')))

  function look(watching: readonly Watch[]): void {
    const { line = 1, column = 1 } = place.node.position?.start ?? {}
    for (const { feature, conditions } of watching) {
      if (conditions.every(condition => condition(place))) uses.push({ feature, line, column })
    }
  }

  function walk(node: GenericNode, by: string | undefined): void {
    const ofNode = watches.node.get(node.type)
    const named =
      node.type === 'mystDirective' ? watches.directive : node.type === 'mystRole' ? watches.role : undefined
    const ofName = named?.get(String(node.name))
    if (ofNode || ofName) {
      place.node = node
      place.by = by
      if (ofNode) look(ofNode)
      if (ofName) look(ofName)
    }
    const { children } = node
    if (!children) return
    place.parents.push(node)
    const within = named ? String(node.name) : by
    for (const child of children) walk(child, within)
    place.parents.pop()
  }

  walk(tree, undefined)
  return uses.sort((a, b) => a.line - b.line || a.column - b.column)
}

const linesOf = (text: string) => (text.includes('\r') ? text.split(/\r\n?|\n/) : text.split('\n'))
