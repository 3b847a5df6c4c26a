import { walk } from '@octavo/manuscript/pages'
import { copyNode, type GenericNode, type GenericParent } from 'myst-common'
import type { MultiPageReferenceResolver } from 'myst-transforms'

/**
 * Gives cross references what they point to and captions their number: what resolveReferencesTransform of myst-transforms
 * does, in one walk instead of a search of the tree for each reference and each container.
 */
export function resolveReferences(tree: GenericParent, state: MultiPageReferenceResolver): void {
  walk(tree, node => {
    if (node.type === 'crossReference') {
      state.resolveReferenceContent(node as Parameters<typeof state.resolveReferenceContent>[0])
      unnest(node)
    } else if (node.type === 'container' && node.enumerator) numberCaption(node, state)
  })
}

/** A reference cannot hold another, as that to a heading with a link in it would. */
function unnest(reference: GenericNode): void {
  const flat = (nodes: GenericNode[]): GenericNode[] =>
    nodes.flatMap(node =>
      node.type === 'link' || node.type === 'crossReference'
        ? flat(node.children ?? [])
        : [node.children ? { ...node, children: flat(node.children) } : node],
    )
  if (reference.children?.some(holdsLink)) reference.children = flat(copyNode(reference.children))
}

const holdsLink = (node: GenericNode): boolean =>
  node.type === 'link' || node.type === 'crossReference' || (node.children?.some(holdsLink) ?? false)

/** The number comes first in the caption; a part of a figure has one even without words. Its words are made later. */
function numberCaption(container: GenericNode, state: MultiPageReferenceResolver): void {
  const target = state.getTarget(container.identifier)?.node as GenericNode | undefined
  const enumerator = target?.enumerator ?? container.enumerator
  const caption = container.children?.find(child => child.type === 'caption')
  let paragraph = caption?.children?.find(child => child.type === 'paragraph')
  if (!paragraph && container.subcontainer) {
    paragraph = { type: 'paragraph', children: [] }
    container.children = [...(container.children ?? []), { type: 'caption', children: [paragraph] }]
  }
  if (!paragraph) return
  paragraph.children = [
    {
      type: 'captionNumber',
      kind: container.kind ?? 'figure',
      enumerator,
      subcontainer: container.subcontainer === true,
    },
    ...(paragraph.children ?? []).filter(child => child.type !== 'captionNumber'),
  ]
}
