import { walk } from '@octavo/manuscript/pages'
import type { BoundPage, Footnote } from './bound-book.ts'
import type { Draft, SettledPage } from './draft.ts'
import { type LinkedBook, Links } from './links.ts'
import type { BookNode } from './nodes.ts'
import { readNumber } from './number-pages.ts'
import { type Settling, settle } from './settle.ts'

/** Makes of a page whose references are resolved a page of the book. */
export function settlePage(
  draft: Draft,
  linked: LinkedBook,
  shared: Pick<Settling, 'words' | 'macros' | 'diagrams'>,
): SettledPage {
  const links = new Links(linked, draft.counted.linked, () => settling)
  const settling: Settling = { ...shared, file: draft.page.file, links, problems: [] }
  return { page: boundPage(draft, settling), problems: settling.problems, cited: links.cited }
}

/** Without its tree a page has no text. */
function boundPage(
  { page, level, read, slug, title, titleNodes, number, counted, tree }: Draft,
  settling: Settling,
): BoundPage {
  const { title: bare, label } = readNumber(title, settling.words)
  const { subtitle, shortTitle, description } = read.frontMatter
  const shownTitle =
    label === undefined
      ? settle(titleNodes, settling)
      : withoutLabel(settle(titleNodes, settling), title.length - bare.length)
  const footnotes = new Map<string, Footnote>()
  walk(tree ?? { type: 'root' }, node => {
    if (node.type !== 'footnoteDefinition' || node.identifier === undefined || footnotes.has(node.identifier)) return
    footnotes.set(node.identifier, { number: Number(node.enumerator), children: settle(node.children, settling) })
  })
  return {
    file: page.file,
    slug,
    kind: page.kind,
    level,
    title: bare,
    titleNodes: shownTitle,
    ...(subtitle && { subtitle }),
    shortTitle: shortTitle ?? bare,
    ...(description && { description }),
    ...number,
    children: settle(tree?.children, settling),
    headings: [...counted.linked.headings],
    footnotes,
  }
}

/** A title without its first characters, which are its number. */
function withoutLabel(nodes: BookNode[], length: number): BookNode[] {
  const [first, ...rest] = nodes
  if (first?.type !== 'text' || String(first.value).length < length) return nodes
  return [{ ...first, value: String(first.value).slice(length) }, ...rest]
}
