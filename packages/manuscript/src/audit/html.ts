import type { Mention } from './reading.ts'

/** The beginning of an element in HTML that stands in a page. */
export interface Tag {
  line: number
  /** All of it, as it is written. */
  spelling: string
  /** The value of an attribute; an empty one when it has none, undefined when it is not there. */
  attribute(name: string): string | undefined
}

/** Longer tags are passed over; nobody writes them. */
const longestTag = 2_000

/** The tags of one name in the HTML of a page. */
export function tagsIn(html: readonly Mention[], name: string): Tag[] {
  const tag = new RegExp(`<${name}\\b([^<>]{0,${longestTag}})>`, 'gi')
  return html.flatMap(({ node: { value = '' }, line }) =>
    [...value.matchAll(tag)].map(({ 0: spelling, 1: attributes = '', index }) => ({
      line: line + value.slice(0, index).split('\n').length - 1,
      spelling,
      attribute: name => attributeOf(attributes, name),
    })),
  )
}

function attributeOf(attributes: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+)))?(?=[\\s/]|$)`, 'i').exec(
    attributes,
  )
  return match ? (match[1] ?? match[2] ?? match[3] ?? '') : undefined
}
