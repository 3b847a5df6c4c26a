import type { Element, ElementContent } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { visit } from 'unist-util-visit'
import type { BookNode } from '../book/nodes.ts'
import { code } from './code.ts'
import { element } from './element.ts'
import { idOf, idOn, type PageContext } from './target.ts'

/** A diagram as SVG within the page, so that its letters are those of the book; its text where it could not be drawn. */
export function diagram(node: BookNode, context: PageContext): ElementContent[] {
  const svg = typeof node.svg === 'string' ? drawing(node.svg) : undefined
  if (!svg) return code({ ...node, lang: 'mermaid' }, context)
  context.holds.svg = true
  ownNames(svg, idOn(context, `diagram--${++context.count}`))
  const words = wordsIn(svg).join(', ')
  svg.properties.role = 'img'
  svg.properties.ariaLabel = `${context.phrases.diagram}: ${words}`
  svg.properties.width = String(node.width)
  svg.properties.height = String(node.height)
  return [element('div', { id: idOf(node, context), className: 'diagram' }, [svg])]
}

function drawing(markup: string): Element | undefined {
  const svg = fromHtml(markup, { fragment: true }).children.find(
    (child): child is Element => child.type === 'element' && child.tagName === 'svg',
  )
  if (!svg) return undefined
  // Its style sheet would be one for the whole page; all it says is the font it was measured with.
  removeStyle(svg)
  delete svg.properties.style
  svg.properties.fontFamily = "'Inter Variable', Inter, sans-serif"
  return svg
}

function removeStyle(parent: Element): void {
  parent.children = parent.children.filter(child => child.type !== 'element' || child.tagName !== 'style')
  for (const child of parent.children) if (child.type === 'element') removeStyle(child)
}

/** Several drawings on one page have the same names for their arrow heads. */
function ownNames(svg: Element, prefix: string): void {
  visit(svg, 'element', (part: Element) => {
    for (const [name, value] of Object.entries(part.properties)) {
      if (typeof value !== 'string') continue
      if (name === 'id') part.properties.id = `${prefix}-${value}`
      else part.properties[name] = value.replace(/url\(#([^)]+)\)/g, `url(#${prefix}-$1)`)
      if (/href$/i.test(name) && value.startsWith('#')) part.properties[name] = `#${prefix}-${value.slice(1)}`
    }
  })
}

function wordsIn(svg: Element): string[] {
  const words: string[] = []
  visit(svg, 'text', ({ value }) => {
    if (value.trim() !== '') words.push(value.trim())
  })
  return words
}
