import type { Element, ElementContent } from 'hast'
import { toHtml } from 'hast-util-to-html'
import { EXIT, visit } from 'unist-util-visit'
import type { BoundPage } from '../book/bound-book.ts'
import type { HtmlPage } from '../html/index.ts'
import type { SitePicture } from './site-cache.ts'

/** Stands for the address of a picture that is still being prepared. */
const pending = 'picture-of-the-book:'

export const pendingPicture = (path: string) => ({ src: pending + path, width: 0, height: 0 })

/** Puts the pictures in their places. False where one of them could not be prepared: then the page has to say so. */
export function placePictures(
  { title, content, notes }: HtmlPage,
  pictures: ReadonlyMap<string, SitePicture | undefined>,
): boolean {
  let complete = true
  for (const children of [title, content, notes]) {
    visit({ type: 'root' as const, children }, 'element', (node: Element) => {
      const source = node.properties.src
      if (node.tagName !== 'img' || typeof source !== 'string' || !source.startsWith(pending)) return undefined
      const picture = pictures.get(source.slice(pending.length))
      if (!picture) {
        complete = false
        return EXIT
      }
      node.properties.src = picture.file
      node.properties.width = picture.width
      node.properties.height = picture.height
      return undefined
    })
  }
  return complete
}

/** Gives every heading that has a name a link to itself. Says what the link is for in the words of the site. */
export function linkHeadings({ content }: HtmlPage, page: BoundPage, label: string): void {
  const named = new Set(page.headings.map(({ id }) => id))
  visit({ type: 'root' as const, children: content }, 'element', (node: Element) => {
    const id = node.properties.id
    if (!/^h[2-6]$/.test(node.tagName) || typeof id !== 'string' || !named.has(id)) return
    node.children.push({
      type: 'element',
      tagName: 'a',
      properties: { className: ['anchor'], href: `#${encodeURIComponent(id)}`, ariaLabel: label },
      children: [{ type: 'text', value: '#' }],
    })
  })
}

export const markupOf = (children: ElementContent[]): string => toHtml({ type: 'root', children })
