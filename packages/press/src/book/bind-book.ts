import { resolvePath, slugify, uniqueSlug, walk } from '@octavo/manuscript/pages'
import type { GenericNode } from 'myst-common'
import {
  enumerateTargetsTransform,
  MultiPageReferenceResolver,
  ReferenceState,
  resolveLinksAndCitationsTransform,
} from 'myst-transforms'
import { Diagrams } from '../diagram/diagrams.ts'
import type { IndexEntry } from './book-index.ts'
import type { BookProblem, BoundBook, BoundPage, Footnote, PageHeading } from './bound-book.ts'
import { readBibliography } from './citations.ts'
import { copyTree } from './copy-tree.ts'
import { fetchPictures } from './fetch-pictures.ts'
import { holdingsOf } from './holdings.ts'
import { type LinkedBook, type LinkedPage, Links, plainTitle } from './links.ts'
import { messagesIn } from './messages.ts'
import type { BookNode } from './nodes.ts'
import { nodesOf } from './nodes-of.ts'
import { numberPages, readNumber } from './number-pages.ts'
import { numbering } from './numbering.ts'
import type { PressBook, PressPage } from './press-book.ts'
import { type ReadPage, readPressPage } from './read-page.ts'
import { resolveReferences } from './resolve-references.ts'
import { type Settling, settle } from './settle.ts'
import { type BookWords, bookWords } from './words.ts'

export interface BindOptions {
  /** Called as each page is read. */
  onPage?: (done: number, of: number) => void
  /** Called for pictures among the files of the book as soon as the page is read that shows them. */
  onPicture?: (path: string) => void
  signal?: AbortSignal
  /**
   * The file of the one page that is wanted: the others have their titles, numbers and headings, and no text. Takes a
   * fraction of the time, unless the page shows what is on others.
   */
  only?: string
}

interface Draft {
  page: PressPage
  parent: Draft | undefined
  level: number
  /** As the binder keeps it: nothing may be written to it. */
  kept: ReadPage
  read: ReadPage
  slug: string
  title: string
  titleNodes: GenericNode[]
}

/**
 * Reads the pages of books and binds them: every page parsed once, numbers given through the whole book, references
 * resolved between pages. Keeps what it has read, so that a book of which one page has changed is bound anew quickly.
 */
export class Binder {
  readonly #read = new Map<string, ReadPage>()
  /** Pages that only others refer to, as they were counted last. */
  readonly #counted = new WeakMap<ReadPage, CountedPage>()
  readonly #diagrams = new Diagrams()

  /** Throws BibliographyError, UnknownNodeError, and the signal's reason. */
  async bind(book: PressBook, options: BindOptions = {}): Promise<BoundBook> {
    const { signal, only } = options
    const words = bookWords(book.language)
    const drafts = await this.#readAll(book, options)
    const wanted = onlyOne(drafts, only)
    const works = await readBibliography(book.bibliography ?? '')
    addClosingPages(drafts, works.size > 0, words)
    const numbers = numberPages(
      drafts.map(({ page, title, parent }) => ({ page, title, parentTitle: parent?.title })),
      words,
    )

    const counted: CountedPage[] = []
    const unnumbered: { counts?: ReferenceState['targetCounts'] } = {}
    for (const [at, draft] of drafts.entries()) {
      const number = numbers[at]!.number
      const previousCounts = number === undefined ? unnumbered.counts : undefined
      const others = wanted !== undefined && draft !== wanted
      const { slug, title, page, level } = draft
      const key = others
        ? JSON.stringify([slug, title, number, page.kind, level, book.numberedSections, book.language, previousCounts])
        : ''
      const known = others ? this.#counted.get(draft.kept) : undefined
      const one =
        known?.key === key ? known : countPage(draft, key, number, previousCounts, book.numberedSections, words)
      if (others) this.#counted.set(draft.kept, one)
      draft.read = one.read
      if (number === undefined) unnumbered.counts = one.state.targetCounts
      counted.push(one)
    }

    const states = counted.map(({ state }) => state)
    const problems: BookProblem[] = drafts.flatMap(({ read }) => read.problems)
    const shown = wanted ? [wanted] : drafts
    const pictures = shown.flatMap(({ kept }) => holdingsOf(kept).pictures)
    const remote = await fetchPictures(book.files, pictures, options.onPicture)
    const linked: LinkedBook = {
      pages: counted.map(({ linked }) => linked),
      files: book.files,
      remote,
      works,
      cited: new Set(),
      index: counted.flatMap(({ index }) => index),
      referencesPage: drafts.find(({ kept }) => holdingsOf(kept).bibliography)?.slug,
    }
    for (const draft of shown) {
      const vfile = messagesIn()
      const state = new MultiPageReferenceResolver(states, draft.slug, vfile)
      resolveLinksAndCitationsTransform(nodesOf(draft.read.tree).only('link', 'cite'), { state, transformers: [] })
      resolveReferences(draft.read.tree, state)
    }

    const diagrams = await this.#diagrams.of(shown.flatMap(({ kept }) => holdingsOf(kept).diagrams))
    const pages: BoundPage[] = []
    const settlings = drafts.map(({ page }, at): Settling => {
      const settling: Settling = {
        file: page.file,
        words,
        macros: book.macros ?? {},
        diagrams,
        links: new Links(linked, linked.pages[at]!, () => settling),
        problems,
      }
      return settling
    })
    // What is cited is known when all other pages are settled.
    const order = [...drafts.keys()].sort(
      (a, b) => Number(drafts[a]!.slug === linked.referencesPage) - Number(drafts[b]!.slug === linked.referencesPage),
    )
    for (const at of order) {
      signal?.throwIfAborted()
      const text = wanted === undefined || drafts[at] === wanted
      pages[at] = boundPage(drafts[at]!, numbers[at]!, linked.pages[at]!, settlings[at]!, text)
    }
    for (const [at, { parent }] of drafts.entries()) if (parent) pages[at]!.parent = pages[drafts.indexOf(parent)]!
    const { bibliography: _, abbreviations: __, ...rest } = book
    return { ...rest, words, pages: pages.filter(page => page.file !== '' || page.children.length > 0), problems }
  }

  async #readAll(book: PressBook, { onPage, onPicture, signal, only }: BindOptions): Promise<Draft[]> {
    const drafts: Draft[] = []
    const add = (pages: readonly PressPage[], parent?: Draft) => {
      for (const page of pages) {
        const draft = { page, parent, level: parent ? parent.level + 1 : 0 } as Draft
        drafts.push(draft)
        add(page.children ?? [], draft)
      }
    }
    add(book.pages)
    const slugs = new Set<string>()
    const kept = new Set<string>()
    for (const [at, draft] of drafts.entries()) {
      signal?.throwIfAborted()
      const { page } = draft
      const key = JSON.stringify([page.file, page.text, book.abbreviations])
      kept.add(key)
      let read = this.#read.get(key)
      // A page that includes files is read again: they may have changed.
      if (!read || read.includes) {
        read = await readPressPage(page.file, page.text, { files: book.files, abbreviations: book.abbreviations ?? {} })
        this.#read.set(key, read)
      }
      draft.kept = read
      // They are drawn while the rest is read.
      if (only === undefined || only === page.file) this.#diagrams.begin(holdingsOf(read).diagrams)
      for (const url of onPicture ? holdingsOf(read).pictures : []) {
        const path = resolvePath(page.file, url)
        if (path !== undefined && book.files.has(path)) onPicture?.(path)
      }
      const shown = read.frontMatter.title ?? page.title ?? read.headingTitle ?? slugify(page.file)
      draft.title = shown.replace(/\s+/g, ' ').trim()
      draft.titleNodes = read.titleNodes ?? [{ type: 'text', value: draft.title }]
      const name =
        page.text.trim() === ''
          ? slugify(draft.title)
          : slugify(
              page.file
                .split('/')
                .at(-1)!
                .replace(/\.\w+$/, ''),
            )
      draft.slug = uniqueSlug(name || 'page', slugs)
      slugs.add(draft.slug)
      onPage?.(at + 1, drafts.length)
    }
    for (const key of this.#read.keys()) if (!kept.has(key)) this.#read.delete(key)
    return drafts
  }
}

/** Binds a book once. See `Binder`. */
export const bindBook = (book: PressBook, options?: BindOptions): Promise<BoundBook> => new Binder().bind(book, options)

/** The list of references and the index, where the author has asked for neither but the text has use for them. */
function addClosingPages(drafts: Draft[], hasWorks: boolean, words: BookWords): void {
  const cites = hasWorks && drafts.some(({ kept }) => holdingsOf(kept).cites)
  const indexed = drafts.some(({ kept }) => holdingsOf(kept).indexed)
  const add = (type: 'bibliography' | 'genindex', title: string, slug: string) => {
    const read: ReadPage = {
      tree: { type: 'root', children: [{ type }] },
      frontMatter: {},
      identifiers: [],
      problems: [],
      includes: false,
    }
    drafts.push({
      page: { file: '', kind: 'back', text: ' ' },
      parent: undefined,
      level: 0,
      slug: uniqueSlug(slug, new Set(drafts.map(draft => draft.slug))),
      title,
      titleNodes: [{ type: 'text', value: title }],
      kept: read,
      read,
    })
  }
  if (cites && !drafts.some(({ kept }) => holdingsOf(kept).bibliography))
    add('bibliography', words.references, 'references')
  if (indexed && !drafts.some(({ kept }) => holdingsOf(kept).index)) add('genindex', words.index, 'index-of-terms')
}

/** The one page that is wanted, where it can be bound without the texts of the others. */
function onlyOne(drafts: readonly Draft[], file: string | undefined): Draft | undefined {
  const wanted = file === undefined ? undefined : drafts.find(({ page }) => page.file === file)
  if (!wanted) return undefined
  const { embeds, bibliography } = holdingsOf(wanted.kept)
  return embeds || bibliography ? undefined : wanted
}

/** A page whose places are counted and named: all that other pages need of it. */
interface CountedPage {
  /** Everything it was counted with. */
  key: string
  read: ReadPage
  state: ReferenceState
  linked: LinkedPage
  index: IndexEntry[]
}

function countPage(
  draft: Draft,
  key: string,
  number: string | undefined,
  previousCounts: ReferenceState['targetCounts'] | undefined,
  numberedSections: number,
  words: BookWords,
): CountedPage {
  const { kept, slug, title } = draft
  const read = { ...kept, tree: copyTree(kept.tree), problems: [...kept.problems] }
  const state = new ReferenceState(slug, {
    url: slug,
    vfile: messagesIn(),
    frontmatter: { title, numbering: numbering(number, numberedSections, words) },
    identifiers: read.identifiers,
    ...(previousCounts && { previousCounts }),
  })
  enumerateTargetsTransform(read.tree, { state })
  uniqueIds(read.tree)
  const own = { ...draft, read }
  return {
    key,
    read,
    state,
    linked: linkedPage(own, readNumber(title, words).title, state),
    index: indexEntries(own),
  }
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

function linkedPage({ page, slug, level, read }: Draft, title: string, state: ReferenceState): LinkedPage {
  const named = new Map<string, GenericNode>()
  const ids = new Set<string>()
  walk(read.tree, node => {
    if (references.has(node.type)) return
    const id = node.html_id ?? node.identifier
    if (id !== undefined) ids.add(id)
  })
  for (const { node } of state.getAllTargets()) if (node.identifier) named.set(node.identifier, node as GenericNode)
  return {
    file: page.file,
    slug,
    title,
    shown: page.kind !== 'part' || page.text.trim() !== '',
    level,
    named,
    ids,
    headings: headingsOf(read.tree),
  }
}

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

function indexEntries({ read, slug, title }: Draft): IndexEntry[] {
  const entries: IndexEntry[] = []
  walk(read.tree, node => {
    const id = node.html_id ?? node.identifier
    if (!node.indexEntries || id === undefined) return
    for (const { entry, subEntry, emphasis } of node.indexEntries) {
      entries.push({
        entry,
        ...(subEntry && { sub: subEntry }),
        emphasis: emphasis === true,
        page: slug,
        id,
        place: title,
      })
    }
  })
  return entries
}

function boundPage(
  { page, level, read, slug, title, titleNodes }: Draft,
  number: { number?: string; numberLabel?: string },
  linked: LinkedPage,
  settling: Settling,
  withText: boolean,
): BoundPage {
  const { title: bare, label } = readNumber(title, settling.words)
  const { subtitle, shortTitle, description } = read.frontMatter
  const shownTitle =
    label === undefined
      ? settle(titleNodes, settling)
      : withoutLabel(settle(titleNodes, settling), title.length - bare.length)
  const footnotes = new Map<string, Footnote>()
  walk(withText ? read.tree : { type: 'root' }, node => {
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
    children: withText ? settle(read.tree.children, settling) : [],
    headings: [...linked.headings],
    footnotes,
  }
}

/** A title without its first characters, which are its number. */
function withoutLabel(nodes: BookNode[], length: number): BookNode[] {
  const [first, ...rest] = nodes
  if (first?.type !== 'text' || String(first.value).length < length) return nodes
  return [{ ...first, value: String(first.value).slice(length) }, ...rest]
}
