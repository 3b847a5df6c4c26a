import type { Element, ElementContent, Properties, Text } from 'hast'

/** An element of HTML. Properties are named as hast has them: `className`, `ariaLabel`; those that are undefined are left out. */
export function element(
  tagName: string,
  properties: Record<string, Properties[string]> = {},
  children: ElementContent[] = [],
): Element {
  const given: Properties = {}
  for (const name in properties) {
    const value = properties[name]
    if (value !== undefined && value !== false && value !== '') given[name] = value
    // An empty text says that a picture is for decoration; an empty class says nothing.
    else if (value === '' && name === 'alt') given[name] = value
  }
  return { type: 'element', tagName, properties: given, children }
}

export const text = (value: string): Text => ({ type: 'text', value })

/** Class names from what an author or a node named, in one list without repetition. */
export function classes(...names: (string | false | undefined)[]): string {
  return [...new Set(names.flatMap(name => (name || '').split(/\s+/)).filter(Boolean))].join(' ')
}
