/** As much of an XML tree as an SVG needs. */
export interface SvgElement {
  name: string
  attributes: Map<string, string>
  children: (SvgElement | string)[]
}

export function writeSvg(root: SvgElement): string {
  const { attributes } = root
  attributes.set('xmlns', 'http://www.w3.org/2000/svg')
  // With its prefix, as SVG 1.1 has it: readers of e-books and epubcheck know no other, and everything else knows both.
  attributes.set('xmlns:xlink', 'http://www.w3.org/1999/xlink')
  return write(root)
}

function write({ name, attributes, children }: SvgElement): string {
  const written = [...attributes].map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join('')
  if (children.length === 0) return `<${name}${written}/>`
  const within = children.map(child => (typeof child === 'string' ? escapeXml(child) : write(child))).join('')
  return `<${name}${written}>${within}</${name}>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character]!)
}

/**
 * How many elements a viewer draws: an element that refers to another (`use`, patterns, masks, markers) draws that too,
 * so ten elements that each use the next ten times are ten billion. Stops counting beyond `most`; a circle counts as more.
 */
export function countDrawn(root: SvgElement, most: number): number {
  const byId = new Map<string, SvgElement>()
  walk(root, element => {
    const id = element.attributes.get('id')
    if (id !== undefined && !byId.has(id)) byId.set(id, element)
  })
  const counted = new Map<SvgElement, number>()
  const open = new Set<SvgElement>()

  function count(element: SvgElement): number {
    const before = counted.get(element)
    if (before !== undefined) return before
    // Viewers do not follow a reference back into itself.
    if (open.has(element)) return 1
    open.add(element)
    let sum = 1
    for (const value of element.attributes.values()) {
      for (const id of referencesIn(value)) {
        const target = byId.get(id)
        if (target) sum += count(target)
        if (sum > most) break
      }
    }
    for (const child of element.children) if (typeof child !== 'string' && sum <= most) sum += count(child)
    open.delete(element)
    counted.set(element, Math.min(sum, most + 1))
    return sum
  }
  return count(root)
}

function referencesIn(value: string): string[] {
  if (value.startsWith('#')) return [value.slice(1)]
  return [...value.matchAll(/url\(\s*["']?#([^"')\s]+)/g)].map(([, id]) => id!)
}

function walk(element: SvgElement, visit: (element: SvgElement) => void): void {
  visit(element)
  for (const child of element.children) if (typeof child !== 'string') walk(child, visit)
}
