import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  parse,
  type TreeAdapter,
} from 'parse5'
import type { UploadLimits } from '../limits.ts'
import { UploadError } from '../upload.ts'
import type { Content, Element } from './element.ts'

type Node = DefaultTreeAdapterTypes.Node

/**
 * Parses HTML as browsers do. Throws damaged for a page beyond the limits, before the costs of its nesting are due: they
 * grow with its square.
 */
export function parseHtml(text: string, limits: UploadLimits, name: string): Element {
  const document = parse(text, { treeAdapter: boundedAdapter(limits, name), scriptingEnabled: false })
  return { name: '#document', attributes: {}, children: contentsOf(document) }
}

function boundedAdapter(limits: UploadLimits, name: string): TreeAdapter<DefaultTreeAdapterMap> {
  const depths = new WeakMap<object, number>()
  let elements = 0
  const count = (parent: object, child: object) => {
    const depth = (depths.get(parent) ?? 0) + 1
    depths.set(child, depth)
    if (depth > limits.depth || ++elements > limits.elements) {
      const what = depth > limits.depth ? `is nested more than ${limits.depth} deep` : 'has too many elements'
      throw new UploadError('damaged', `${name} ${what}: no book needs that. Save it anew, or as plain text.`)
    }
  }
  return {
    ...defaultTreeAdapter,
    appendChild(parent, child) {
      count(parent, child)
      defaultTreeAdapter.appendChild(parent, child)
    },
    insertBefore(parent, child, before) {
      count(parent, child)
      defaultTreeAdapter.insertBefore(parent, child, before)
    },
  }
}

function contentsOf(node: Node): Content[] {
  // What stands in a template is in no page.
  if (!('childNodes' in node)) return []
  return node.childNodes.flatMap((child): Content[] => {
    if ('tagName' in child) {
      const attributes = Object.fromEntries(
        child.attrs.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]),
      )
      return [{ name: child.tagName, attributes, children: contentsOf('content' in child ? child.content : child) }]
    }
    return 'value' in child ? [child.value] : []
  })
}
