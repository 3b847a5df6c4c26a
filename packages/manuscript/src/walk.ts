import type { GenericNode } from 'myst-common'

/**
 * Calls for a node and for all that is in it, each before what it holds then. unist-util-visit takes several times as
 * long: it is for those who leave parts out or ask for parents.
 */
export function walk(node: GenericNode, act: (node: GenericNode) => void): void {
  act(node)
  for (const child of node.children ?? []) walk(child, act)
}
