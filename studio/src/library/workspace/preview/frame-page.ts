import type { Block, Rendered } from './renderer.ts'

interface ShownBlock extends Omit<Block, 'html'> {
  nodes: ChildNode[]
}

/** The document of a frame in which nothing can run, before there is anything in it. */
export const emptyPage =
  '<!doctype html><html><head><meta charset="utf-8"></head><body><main id="text"><article><header class="opening"></header><div class="prose"></div><div class="prose notes-of-page"></div><div class="here" hidden></div></article></main></body></html>'

/**
 * A rendered chapter in its frame. Only blocks that changed are made anew, and what is being read stays where it is.
 * Their elements stand side by side as on the site, so that its style sheet finds them as it does there.
 */
export class FramePage {
  readonly #document: Document
  #blocks: ShownBlock[] = []
  #marked: HTMLElement[] = []
  #opening = ''
  #notes = ''

  constructor(document: Document) {
    this.#document = document
    // Pictures come and windows are drawn wider: the mark goes along.
    new ResizeObserver(() => this.#placeMark()).observe(this.#part('.prose'))
  }

  get #window(): Window {
    return this.#document.defaultView!
  }

  /** The style sheet at this address; resolves when it has come. */
  async style(href: string, theme: string): Promise<void> {
    const { head, documentElement } = this.#document
    const before = head.querySelector('link')
    if (before?.getAttribute('href') !== href) {
      const link = this.#document.createElement('link')
      link.rel = 'stylesheet'
      link.href = href
      const { promise, resolve } = Promise.withResolvers<void>()
      link.addEventListener('load', () => resolve())
      link.addEventListener('error', () => resolve())
      head.append(link)
      // A page without its style is better than none.
      await Promise.race([promise, new Promise(rest => setTimeout(rest, 3_000))])
      before?.remove()
    }
    documentElement.dataset.theme = theme
  }

  colours(colours: 'light' | 'dark'): void {
    this.#document.documentElement.dataset.colours = colours
  }

  /** Shows a rendering in place of the one before. */
  show(rendered: Rendered): void {
    const { documentElement, body } = this.#document
    documentElement.lang = rendered.language
    documentElement.dir = rendered.direction
    body.className = `page page-${rendered.kind}`
    const rest = this.#holdStill()
    this.#showOpening(rendered)
    this.#showBlocks(rendered.blocks)
    if (rendered.notes !== this.#notes) {
      this.#notes = rendered.notes
      this.#part('.notes-of-page').replaceChildren(this.#fragment(rendered.notes))
    }
    rest()
  }

  /** Marks the block a line is in, and on request brings it into view. */
  mark(line: number, { scroll }: { scroll: boolean }): void {
    const at = this.#blocks.findLastIndex(block => block.line <= line)
    const block = this.#blocks[at]
    this.#marked = block?.nodes.filter(isElement) ?? []
    this.#placeMark()
    if (!scroll) return
    if (this.#marked.length === 0) this.#window.scrollTo(0, 0)
    else this.#bringIntoView(this.#marked, line - block!.line, this.#linesOf(at))
  }

  #placeMark(): void {
    const here = this.#part('.here') as HTMLElement
    const [first] = this.#marked
    here.hidden = !first?.isConnected
    if (!first || here.hidden) return
    const origin = this.#part('article').getBoundingClientRect().top
    const top = first.getBoundingClientRect().top
    here.style.top = `${top - origin}px`
    here.style.height = `${this.#marked.at(-1)!.getBoundingClientRect().bottom - top}px`
  }

  /** Scrolls to a place by its name. */
  goTo(id: string): void {
    this.#document.getElementById(id)?.scrollIntoView({ block: 'start' })
  }

  #linesOf(at: number): number {
    return Math.max(1, (this.#blocks[at + 1]?.line ?? this.#blocks[at]!.line + 1) - this.#blocks[at]!.line)
  }

  #bringIntoView(elements: Element[], linesIn: number, lines: number): void {
    const top = elements[0]!.getBoundingClientRect().top
    const bottom = elements.at(-1)!.getBoundingClientRect().bottom
    const height = this.#window.innerHeight
    // In a long list or table, about as far down as the line is in its source.
    const point = top + (bottom - top) * Math.min(1, linesIn / lines)
    if (point >= height * 0.1 && Math.min(bottom, point + 40) <= height * 0.9) return
    this.#window.scrollBy(0, point - height * 0.3)
  }

  #showOpening({ numberLabel, title, subtitle }: Rendered): void {
    const opening = JSON.stringify([numberLabel, title, subtitle])
    if (opening === this.#opening) return
    this.#opening = opening
    const make = (tag: string, className: string, text: string) => {
      const element = this.#document.createElement(tag)
      element.className = className
      element.textContent = text
      return element
    }
    const heading = this.#document.createElement('h1')
    heading.append(this.#fragment(title))
    heading.dataset.line = '1'
    this.#part('.opening').replaceChildren(
      ...(numberLabel ? [make('p', 'eyebrow', numberLabel)] : []),
      heading,
      ...(subtitle ? [make('p', 'subtitle', subtitle)] : []),
    )
  }

  #showBlocks(blocks: readonly Block[]): void {
    const prose = this.#part('.prose')
    const kept = new Map<string, ShownBlock[]>()
    for (const block of this.#blocks) kept.set(block.key, [...(kept.get(block.key) ?? []), block])
    const next = blocks.map(({ line, key, html }): ShownBlock => {
      const known = kept.get(key)?.shift()
      const nodes = known?.nodes ?? [...this.#fragment(html).childNodes]
      for (const node of nodes) if (isElement(node)) node.dataset.line = String(line)
      return { line, key, nodes }
    })
    for (const gone of kept.values()) for (const { nodes } of gone) for (const node of nodes) node.remove()
    let at: ChildNode | null = prose.firstChild
    for (const { nodes } of next) {
      for (const node of nodes) {
        if (node === at) at = at.nextSibling
        else prose.insertBefore(node, at)
      }
    }
    this.#blocks = next
  }

  /** Remembers where what is seen stands; the function it gives scrolls there again after a change. */
  #holdStill(): () => void {
    const height = this.#window.innerHeight
    const seen: [Element, number][] = []
    for (const { nodes } of this.#blocks) {
      const element = nodes.find(isElement)
      const top = element?.getBoundingClientRect().top
      if (element && top !== undefined && top >= 0 && top < height) seen.push([element, top])
    }
    return () => {
      const stayed = seen.find(([element]) => element.isConnected)
      if (stayed) this.#window.scrollBy(0, stayed[0].getBoundingClientRect().top - stayed[1])
    }
  }

  #part(selector: string): Element {
    return this.#document.querySelector(selector)!
  }

  #fragment(html: string): DocumentFragment {
    const template = this.#document.createElement('template')
    template.innerHTML = html
    return template.content
  }
}

// An element of a frame is none of this window's: `instanceof` would say no.
const isElement = (node: Node): node is HTMLElement => node.nodeType === Node.ELEMENT_NODE
