import type { Element, ElementContent } from 'hast'
import type { BoundBook, BoundPage } from '../book/bound-book.ts'
import { element, text } from '../html/index.ts'
import { escapeXml } from '../images/svg-tree.ts'
import type { FrontPage } from './front-pages.ts'
import { documentBytes, xmlBytes } from './markup.ts'

/** A line of the contents. */
export interface NavigationEntry {
  title: string
  href: string
  below: NavigationEntry[]
}

export const pageHref = (page: BoundPage): string => `pages/${page.slug}.xhtml`

/** Parts, the chapters in them, the sections in these. */
export function contentsOf(book: BoundBook): NavigationEntry[] {
  const entries = new Map<BoundPage, NavigationEntry>()
  const top: NavigationEntry[] = []
  for (const page of book.pages) {
    const entry: NavigationEntry = {
      title: titleOf(page),
      href: pageHref(page),
      below: page.headings
        .filter(({ depth }) => depth === 2)
        .map(({ id, title, number }) => ({
          title: [number, title].filter(Boolean).join(' '),
          href: `${pageHref(page)}#${id}`,
          below: [],
        })),
    }
    entries.set(page, entry)
    const parent = page.parent && entries.get(page.parent)
    if (parent) parent.below.push(entry)
    else top.push(entry)
  }
  return top
}

export const titleOf = (page: BoundPage): string =>
  page.numberLabel === undefined || page.numberLabel === page.title ? page.title : `${page.numberLabel}: ${page.title}`

/** The contents as readers see them, and the landmarks reading systems jump to (EPUB 3.3 §7). */
export function navigationDocument(book: BoundBook, contents: NavigationEntry[], front: FrontPage[]): Uint8Array {
  const list = (entries: NavigationEntry[]): Element =>
    element(
      'ol',
      {},
      entries.map(({ title, href, below }) =>
        element('li', {}, [element('a', { href }, [text(title)]), ...(below.length > 0 ? [list(below)] : [])]),
      ),
    )
  const landmark = (type: string, href: string, title: string): ElementContent =>
    element('li', {}, [element('a', { 'epub:type': type, href }, [text(title)])])
  const start = book.pages.find(({ kind }) => kind === 'chapter' || kind === 'part') ?? book.pages[0]
  const bibliography = book.pages.find(({ children }) => children.some(({ type }) => type === 'bibliography'))
  const landmarks = [
    ...front.flatMap(({ landmark: type, name, title }) => (type ? [landmark(type, `${name}.xhtml`, title)] : [])),
    landmark('toc', 'nav.xhtml', book.words.contents),
    ...(start ? [landmark('bodymatter', pageHref(start), titleOf(start))] : []),
    ...(bibliography ? [landmark('bibliography', pageHref(bibliography), bibliography.title)] : []),
  ]
  return documentBytes(book, {
    title: book.words.contents,
    up: '',
    type: 'frontmatter',
    className: 'contents',
    body: [
      element('nav', { 'epub:type': 'toc', role: 'doc-toc', id: 'contents', ariaLabelledBy: 'contents-title' }, [
        element('h1', { id: 'contents-title' }, [text(book.words.contents)]),
        list(contents),
      ]),
      element('nav', { 'epub:type': 'landmarks', hidden: true }, [element('ol', {}, landmarks)]),
    ],
  })
}

/** The same contents for reading systems of EPUB 2 (Open Packaging Format 2.0.1 §2.4.1). */
export function ncxDocument(book: BoundBook, contents: NavigationEntry[], identifier: string): Uint8Array {
  let order = 0
  const point = ({ title, href, below }: NavigationEntry): string => {
    order++
    return `<navPoint id="point-${order}" playOrder="${order}"><navLabel><text>${escapeXml(title)}</text></navLabel><content src="${escapeXml(href)}"/>${below.map(point).join('')}</navPoint>`
  }
  const depth = (entries: NavigationEntry[]): number =>
    entries.length === 0 ? 0 : 1 + Math.max(...entries.map(({ below }) => depth(below)))
  return xmlBytes(
    `<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="${escapeXml(book.language)}">
<head><meta name="dtb:uid" content="${escapeXml(identifier)}"/><meta name="dtb:depth" content="${depth(contents)}"/><meta name="dtb:totalPageCount" content="0"/><meta name="dtb:maxPageNumber" content="0"/></head>
<docTitle><text>${escapeXml(book.title)}</text></docTitle>
<navMap>${contents.map(point).join('\n')}</navMap>
</ncx>
`,
  )
}
