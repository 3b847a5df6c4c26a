import { walk } from '@octavo/manuscript/pages'
import { copyNode, type GenericNode, type GenericParent } from 'myst-common'
import type { MultiPageReferenceResolver } from 'myst-transforms'

/** Nodes whose words others may show when they refer to what is called so. */
export const titled: ReadonlySet<string> = new Set(['heading', 'caption', 'admonitionTitle', 'definitionTerm'])

/** A page whose references are to be resolved, and all that pages refer to, as seen from it. */
export interface Referring {
  tree: GenericParent
  state: MultiPageReferenceResolver
}

/**
 * Gives cross references what they point to and captions their number: what resolveReferencesTransform of myst-transforms
 * does, in two walks instead of a search of the tree for each reference and each container. References in titles come
 * first, on all pages: what one shows does not hang on where it stands.
 */
export function resolveReferences(pages: readonly Referring[]): void {
  const resolved = new Set<GenericNode>()
  const resolve = (node: GenericNode, state: MultiPageReferenceResolver) => {
    if (node.type !== 'crossReference' || resolved.has(node)) return
    resolved.add(node)
    state.resolveReferenceContent(node as Parameters<typeof state.resolveReferenceContent>[0])
    unnest(node)
  }
  for (const { tree, state } of pages) {
    walk(tree, node => {
      if (titled.has(node.type)) walk(node, within => resolve(within, state))
    })
  }
  for (const { tree, state } of pages) {
    walk(tree, node => {
      if (node.type === 'container' && node.enumerator) numberCaption(node, state)
      resolve(node, state)
    })
  }
}

/** A reference cannot hold another, as that to a heading with a link in it would; and the number of a caption is its own. */
function unnest(reference: GenericNode): void {
  const flat = (nodes: GenericNode[]): GenericNode[] =>
    nodes.flatMap(node => {
      if (node.type === 'captionNumber') return []
      if (node.type === 'link' || node.type === 'crossReference') return flat(node.children ?? [])
      return [node.children ? { ...node, children: flat(node.children) } : node]
    })
  if (reference.children?.some(isOrHoldsOther)) reference.children = flat(copyNode(reference.children))
}

const isOrHoldsOther = (node: GenericNode): boolean =>
  ['link', 'crossReference', 'captionNumber'].includes(node.type) || (node.children?.some(isOrHoldsOther) ?? false)

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
