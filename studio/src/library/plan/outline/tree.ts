import type { OutlineItem } from '../../book.ts'

export type Item = OutlineItem

export type Section = Item['sections'][number]

/** What an item of the outline says, and what stands below it. `key` stays while its id may still be on its way. */
export interface Node extends Pick<Item, 'kind' | 'title' | 'synopsis' | 'objectives' | 'targetWords' | 'status'> {
  key: string
  sections: Section[]
  chapter: Item['chapter']
  children: Node[]
}

/** A line of the tree as it is shown: an item, or with `section` a section of it. */
export interface Row {
  key: string
  node: Node
  section?: number
  /** From 1. */
  level: number
  /** Undefined where there is nothing below. */
  open?: boolean
  /** Of chapters, counted through the book. */
  number?: number
  position: number
  siblings: number
}

export const sectionKey = (node: Node, index: number): string => `${node.key}/${index}`

/** The outline as it came, each item under the key that belongs to its id. */
export function nodesOf(items: readonly Item[], keyOf: (id: string) => string): Node[] {
  return items.map(item => ({
    key: keyOf(item.id),
    kind: item.kind,
    title: item.title,
    synopsis: item.synopsis,
    objectives: item.objectives,
    targetWords: item.targetWords,
    status: item.status,
    sections: item.sections,
    chapter: item.chapter,
    children: nodesOf(item.children, keyOf),
  }))
}

/** Every item, each before what is below it. */
export function* eachNode(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node
    yield* eachNode(node.children)
  }
}

/** The lines of a tree whose items in `folded` hide what is below them. */
export function rowsOf(nodes: readonly Node[], folded: ReadonlySet<string>): Row[] {
  let chapters = 0
  const below = (level: number, siblings: readonly Node[]): Row[] =>
    siblings.flatMap((node, index) => {
      const all = node.sections.length + node.children.length
      const open = all === 0 ? {} : { open: !folded.has(node.key) }
      const number = node.kind === 'chapter' ? { number: ++chapters } : {}
      const row: Row = {
        key: node.key,
        node,
        level,
        ...open,
        ...number,
        position: index + 1,
        siblings: siblings.length,
      }
      const sections = node.sections.map(
        (_, at): Row => ({
          key: sectionKey(node, at),
          node,
          section: at,
          level: level + 1,
          position: at + 1,
          siblings: all,
        }),
      )
      const children = below(level + 1, node.children)
      return open.open ? [row, ...sections, ...children] : [row]
    })
  return below(1, nodes)
}

export interface Place {
  parent: Node | null
  siblings: readonly Node[]
  index: number
}

/** Where an item stands. */
export function placeOf(nodes: readonly Node[], key: string, parent: Node | null = null): Place | undefined {
  const index = nodes.findIndex(node => node.key === key)
  if (index >= 0) return { parent, siblings: nodes, index }
  for (const node of nodes) {
    const found = placeOf(node.children, key, node)
    if (found) return found
  }
  return undefined
}

/** The tree with one item changed. */
export function change(nodes: readonly Node[], key: string, to: (node: Node) => Node): Node[] {
  return nodes.map(node => (node.key === key ? to(node) : { ...node, children: change(node.children, key, to) }))
}

/** The tree without an item and what is below it. */
export function without(nodes: readonly Node[], key: string): Node[] {
  return nodes.filter(node => node.key !== key).map(node => ({ ...node, children: without(node.children, key) }))
}

/** The tree with an item among the children of another, or with null at the top. */
export function within(nodes: readonly Node[], parent: string | null, index: number, node: Node): Node[] {
  if (parent === null) return nodes.toSpliced(index, 0, node)
  return change(nodes, parent, found => ({ ...found, children: found.children.toSpliced(index, 0, node) }))
}

/** Whether an item or anything below it has text, which no change of the plan may delete. */
export const isWritten = (node: Node): boolean => (node.chapter?.words ?? 0) > 0 || node.children.some(isWritten)

/** How many passages an item stands on; each counts once. */
export const passagesOf = (node: Node): number => new Set(node.sections.flatMap(section => section.passages)).size
