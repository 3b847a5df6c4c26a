import { walk } from '@octavo/manuscript/pages'
import type { GenericNode, GenericParent } from 'myst-common'
import { enumerateTargetsTransform, ReferenceState } from 'myst-transforms'
import type { IndexEntry } from './book-index.ts'
import type { PageHeading } from './bound-book.ts'
import { copyTree } from './copy-tree.ts'
import { type LinkedPage, plainTitle } from './links.ts'
import { messagesIn } from './messages.ts'
import { readNumber } from './number-pages.ts'
import { numbering } from './numbering.ts'
import type { PageKind } from './press-book.ts'
import type { ReadPage } from './read-page.ts'
import { titled } from './resolve-references.ts'
import type { BookWords } from './words.ts'

/** A page whose places are counted and named: all that other pages need of it. */
export interface CountedPage {
  /** Everything it was counted with, and that as text to compare. */
  counting: Counting
  key: string
  /** What other pages can show of it and lead to on it, as text to compare. */
  facts: string
  state: ReferenceState
  linked: LinkedPage
  index: IndexEntry[]
}

/** What decides on the numbers and names of places on a page, beside the page itself. */
export interface Counting {
  file: string
  kind: PageKind
  hasText: boolean
  slug: string
  title: string
  level: number
  number: string | undefined
  numberedSections: number
  /** BCP 47. */
  language: string
  /** Where the page before it that has no number either has stopped counting. */
  previousCounts: ReferenceState['targetCounts'] | undefined
}

/** Numbers and names the places of a page, on a copy of its tree, which is given back. */
export function countPage(
  page: ReadPage,
  counting: Counting,
  words: BookWords,
): { counted: CountedPage; tree: GenericParent } {
  const { slug, title, number, previousCounts } = counting
  const tree = copyTree(page.tree)
  const state = new ReferenceState(slug, {
    url: slug,
    vfile: messagesIn(),
    frontmatter: { title, numbering: numbering(number, counting.numberedSections, words) },
    identifiers: page.identifiers,
    ...(previousCounts && { previousCounts }),
  })
  enumerateTargetsTransform(tree, { state })
  uniqueIds(tree)
  const linked = linkedPage(tree, counting, readNumber(title, words).title, state)
  const facts = factsOf(linked, page, number)
  const index = indexEntries(tree, slug, title)
  return { counted: { counting, key: JSON.stringify(counting), facts, state, linked, index }, tree }
}

/** Gives places of the same name on a page names of their own; the first keeps it. */
function uniqueIds(tree: GenericNode): void {
  const taken = new Set<string>()
  walk(tree, node => {
    const id = node.html_id ?? node.identifier
    if (id === undefined || references.has(node.type)) return
    let unique = id
    for (let count = 2; taken.has(unique); count++) unique = `${id}-${count}`
    taken.add(unique)
    node.html_id = unique
  })
}

/** Nodes whose identifier names another node. */
const references = new Set([
  'crossReference',
  'cite',
  'footnoteReference',
  'footnoteDefinition',
  'captionNumber',
  'embed',
])

function linkedPage(tree: GenericParent, counting: Counting, title: string, state: ReferenceState): LinkedPage {
  const named = new Map<string, GenericNode>()
  const ids = new Set<string>()
  walk(tree, node => {
    if (references.has(node.type)) return
    const id = node.html_id ?? node.identifier
    if (id !== undefined) ids.add(id)
  })
  for (const { node } of state.getAllTargets()) if (node.identifier) named.set(node.identifier, node as GenericNode)
  return {
    file: counting.file,
    slug: counting.slug,
    title,
    shown: counting.kind !== 'part' || counting.hasText,
    level: counting.level,
    named,
    ids,
    headings: headingsOf(tree),
  }
}

/**
 * Of a named place others show its number and its title, never its text; what embeds it is another matter, and is told
 * apart by the binder.
 */
function factsOf({ named, ids, ...linked }: LinkedPage, page: ReadPage, number: string | undefined): string {
  const places = [...named.values()].map(({ position: _, value: __, children, ...place }) => {
    const titles: GenericNode[] = place.type === 'heading' ? [...(children ?? [])] : []
    for (const child of children ?? []) {
      walk(child as GenericNode, node => {
        if (titled.has(node.type)) titles.push(node)
      })
    }
    return [place, titles]
  })
  const facts = [linked, number, page.identifiers, [...ids], places]
  return JSON.stringify(facts, (name, value) => (unshown.has(name) ? undefined : value))
}

/** Where it stands in the text, and what the parser calls the outputs of a cell, by chance. */
const unshown: ReadonlySet<string> = new Set(['position', 'id'])

function headingsOf(tree: GenericNode): PageHeading[] {
  const headings: PageHeading[] = []
  walk(tree, node => {
    const id = node.html_id ?? node.identifier
    if (node.type !== 'heading' || id === undefined) return
    headings.push({
      depth: node.depth,
      id,
      title: plainTitle(node.children ?? []),
      ...(node.enumerator && { number: String(node.enumerator) }),
    })
  })
  return headings
}

function indexEntries(tree: GenericNode, page: string, place: string): IndexEntry[] {
  const entries: IndexEntry[] = []
  walk(tree, node => {
    const id = node.html_id ?? node.identifier
    if (!node.indexEntries || id === undefined) return
    for (const { entry, subEntry, emphasis } of node.indexEntries) {
      entries.push({ entry, ...(subEntry && { sub: subEntry }), emphasis: emphasis === true, page, id, place })
    }
  })
  return entries
}
