import type { Root, RootContent } from 'mdast'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { toMarkdown } from 'mdast-util-to-markdown'
import type { BoundBook, BoundPage } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import { flow, type MarkdownPlace } from './handlers.ts'

/**
 * A book in the Markdown GitHub reads: `README.md` with its contents, a file for each page, and the files they show.
 * What Markdown has no form for becomes a quote with a title in bold; places are pointed to by their page and heading.
 */
export async function renderMarkdown(book: BoundBook): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, string | Uint8Array>([['README.md', contents(book)]])
  const used = new Set<string>()
  for (const page of book.pages) {
    if (page.kind === 'part' && page.children.length === 0) continue
    files.set(fileOf(page), pageText(page, book, used))
  }
  for (const path of used) files.set(`files/${path}`, await book.files.read(path))
  const encoder = new TextEncoder()
  return new Map(
    [...files].map(([path, content]) => [path, typeof content === 'string' ? encoder.encode(content) : content]),
  )
}

const fileOf = (page: BoundPage) => `${page.slug}.md`
const titleOf = (page: BoundPage) => [page.numberLabel, page.title].filter(Boolean).join(': ')

function pageText(page: BoundPage, book: BoundBook, used: Set<string>): string {
  const place: MarkdownPlace = {
    book,
    page,
    href(slug, anchor) {
      const target = book.pages.find(page => page.slug === slug)!
      // Anchors of GitHub are those of its headings.
      const heading = target.headings.find(({ id }) => id === anchor)
      return `${slug === page.slug ? '' : fileOf(target)}${heading ? `#${headingAnchor([heading.number, heading.title].filter(Boolean).join(' '))}` : slug === page.slug ? '#' : ''}`
    },
    file(path) {
      used.add(path)
      return `files/${path.split('/').map(encodeURIComponent).join('/')}`
    },
  }
  const children: RootContent[] = [
    { type: 'heading', depth: 1, children: [{ type: 'text', value: titleOf(page) }] },
    ...flow(page.children, place),
    ...[...page.footnotes.values()].map(
      ({ number, children }): RootContent => ({
        type: 'footnoteDefinition',
        identifier: String(number),
        label: String(number),
        children: flow(children as BookNode[], place) as never,
      }),
    ),
  ]
  return write({ type: 'root', children })
}

function contents(book: BoundBook): string {
  const line = (page: BoundPage) => {
    const title = titleOf(page).replace(/[[\]\\]/g, '\\$&')
    return `${'  '.repeat(page.level)}- ${page.kind === 'part' && page.children.length === 0 ? title : `[${title}](${fileOf(page)})`}`
  }
  const front: RootContent[] = [
    { type: 'heading', depth: 1, children: [{ type: 'text', value: book.title }] },
    ...[book.subtitle, book.authors.join(', '), book.description]
      .filter(Boolean)
      .map((value): RootContent => ({ type: 'paragraph', children: [{ type: 'text', value: value! }] })),
  ]
  return `${write({ type: 'root', children: front })}\n${book.pages.map(line).join('\n')}\n`
}

const write = (root: Root) =>
  toMarkdown(root, { extensions: [gfmToMarkdown()], bullet: '-', emphasis: '*', fences: true, rule: '-' })

/** The anchor GitHub gives a heading: lower case, no punctuation, hyphens for spaces. */
const headingAnchor = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
