import type { DirectiveSpec, GenericNode } from 'myst-common'
import { cardDirective } from 'myst-ext-card'

const longestHeader = 1_000

/**
 * The directive for cards, which looks for `^^^`, the end of a header, in the text of its paragraphs, from every
 * character anew. Text without that mark after a blank, or with too much before it to be a header, is kept from the
 * search.
 */
export const boundedCardDirective: DirectiveSpec = {
  ...cardDirective,
  run(data, file, context) {
    const body = Array.isArray(data.body) ? (data.body as GenericNode[]) : []
    const hidden = body
      .flatMap(node => node.children ?? [])
      .filter(({ type, value = '' }) => type === 'text' && !endsHeader(value))
    for (const node of hidden) node.type = 'hidden'
    try {
      return cardDirective.run(data, file, context)
    } finally {
      for (const node of hidden) node.type = 'text'
    }
  },
}

function endsHeader(text: string): boolean {
  const at = text.slice(0, longestHeader + 3).indexOf('^^^')
  return at === 0 || (at > 0 && /\s/.test(text[at - 1]!))
}
