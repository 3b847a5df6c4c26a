/** An element of HTML or XML. Names are without their prefix; attributes keep theirs, as in `epub:type`. */
export interface Element {
  name: string
  attributes: Record<string, string>
  children: Content[]
}

export type Content = Element | string

/** All text in an element, as it stands. */
export function textOf(node: Content | undefined): string {
  if (node === undefined) return ''
  return typeof node === 'string' ? node : node.children.map(textOf).join('')
}

/** All text in an element with its spaces run together. */
export function wordsOf(node: Content | undefined): string {
  const pieces: string[] = []
  const collect = (part: Content) => {
    if (typeof part === 'string') pieces.push(part)
    else {
      if (part.attributes.alt) pieces.push(` ${part.attributes.alt} `)
      for (const child of part.children) collect(child)
      if (!inlineNames.has(part.name)) pieces.push(' ')
    }
  }
  if (node !== undefined) collect(node)
  return pieces.join('').replace(/\s+/g, ' ').trim()
}

/** Elements that stand within a line of text. */
export const inlineNames = new Set(
  'a abbr acronym b bdi bdo big br cite code data del dfn em font i img image input ins kbd label map mark math nobr q rb rp rt rtc ruby s samp small span strike strong sub sup svg time tt u var wbr'.split(
    ' ',
  ),
)

/** Every element in this one, itself first, in order. */
export function* elementsIn(element: Element): Generator<Element> {
  yield element
  for (const child of element.children) if (typeof child !== 'string') yield* elementsIn(child)
}

export function find(element: Element, name: string): Element | undefined {
  for (const found of elementsIn(element)) if (found.name === name) return found
  return undefined
}

export function findAll(element: Element, name: string): Element[] {
  return [...elementsIn(element)].filter(found => found.name === name)
}

export function childrenNamed(element: Element, ...names: string[]): Element[] {
  return element.children.filter(child => typeof child !== 'string' && names.includes(child.name)) as Element[]
}

/** The value of an attribute, whatever its prefix. */
export function attribute(element: Element, name: string): string | undefined {
  const direct = element.attributes[name]
  if (direct !== undefined) return direct
  for (const key in element.attributes) if (key.endsWith(`:${name}`)) return element.attributes[key]
  return undefined
}

/** Whether one of the words of an attribute is this. */
export function hasWord(element: Element, name: string, word: string): boolean {
  return (element.attributes[name] ?? '').split(/\s+/).includes(word)
}
