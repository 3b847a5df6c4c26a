import type { GenericNode, GenericParent } from 'myst-common'
import { walk } from './walk.ts'

const phrasing = new Set([
  'text',
  'emphasis',
  'strong',
  'delete',
  'link',
  'image',
  'break',
  'subscript',
  'superscript',
  'smallcaps',
  'inlineCode',
  'inlineMath',
  'mystRole',
  'footnoteReference',
  'crossReference',
  'cite',
  'citeGroup',
  'html',
])

/**
 * Puts the text of tight list items into paragraphs, and takes images that stand alone out of theirs: what
 * myst-parser's tokensToMyst does last, without its search that compares each list item with all before.
 */
export function arrangeParagraphs(tree: GenericParent): void {
  walk(tree, node => {
    if (node.type !== 'listItem' || !node.children?.some(child => phrasing.has(child.type))) return
    const children: GenericNode[] = []
    let paragraph: GenericNode | undefined
    for (const child of node.children) {
      if (!phrasing.has(child.type)) {
        paragraph = undefined
        children.push(child)
      } else if (paragraph) paragraph.children!.push(child)
      else {
        paragraph = { type: 'paragraph', children: [child] }
        children.push(paragraph)
      }
    }
    node.children = children
  })
  walk(tree, node => {
    const only = node.type === 'paragraph' && node.children?.length === 1 ? node.children[0]! : undefined
    if (only?.type !== 'image') return
    for (const key of Object.keys(node)) delete node[key]
    Object.assign(node, only)
  })
}
