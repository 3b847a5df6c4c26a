import type { GenericNode, GenericParent } from 'myst-common'

/** The nodes of a tree by type, each list in the order of the text, as found by one walk. */
export function nodesOf(tree: GenericParent) {
  const byType = new Map<string, GenericNode[]>()
  let gated = false
  const walk = (node: GenericNode) => {
    const list = byType.get(node.type)
    if (list) list.push(node)
    else byType.set(node.type, [node])
    gated ||= node.gate !== undefined
    for (const child of node.children ?? []) walk(child)
  }
  walk(tree)
  const of = (type: string): readonly GenericNode[] => byType.get(type) ?? []
  return {
    /** Whether something opens here and closes further down. */
    gated,
    has: (...types: string[]) => types.some(type => byType.has(type)),
    of,
    /** A root that holds nodes of these types, one after the other, and no others, for steps that look no further. */
    only: (...types: string[]): GenericParent => ({ type: 'root', children: types.flatMap(of) }),
  }
}
