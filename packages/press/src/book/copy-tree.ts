/** A copy of a tree of plain objects that shares no object with it. What structuredClone does, without its price. */
export function copyTree<Tree>(tree: Tree): Tree {
  if (Array.isArray(tree)) return tree.map(copyTree) as Tree
  if (typeof tree !== 'object' || tree === null) return tree
  const copy: Record<string, unknown> = {}
  for (const key in tree) {
    const value = tree[key]
    // Positions are never written to.
    copy[key] = key === 'position' || typeof value !== 'object' ? value : copyTree(value)
  }
  return copy as Tree
}
