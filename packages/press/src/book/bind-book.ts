import { isExternal, resolvePath, slugify, uniqueSlug, walk } from '@octavo/manuscript/pages'
import type { GenericNode, GenericParent } from 'myst-common'
import { MultiPageReferenceResolver, resolveLinksAndCitationsTransform } from 'myst-transforms'
import { Diagrams } from '../diagram/diagrams.ts'
import type { BookProblem, BoundBook, BoundPage, Footnote } from './bound-book.ts'
import { readBibliography, type Work } from './citations.ts'
import { type CountedPage, type Counting, countPage } from './count-page.ts'
import { fetchPictures } from './fetch-pictures.ts'
import { holdingsOf } from './holdings.ts'
import { type LinkedBook, type LinkedPage, Links } from './links.ts'
import { messagesIn } from './messages.ts'
import type { BookNode } from './nodes.ts'
import { nodesOf } from './nodes-of.ts'
import { numberPages, readNumber } from './number-pages.ts'
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
  read: ReadPage
  slug: string
  title: string
  titleNodes: GenericNode[]
}

/** A page as it was bound, and all it was bound with. */
interface KeptPage {
  counted: CountedPage
  /** Of the whole book. */
  surroundings: string
  /** Of the files it names. */
  files: string
  page: BoundPage
  problems: readonly BookProblem[]
  cited: ReadonlySet<string>
}

/**
 * Reads the pages of books and binds them: every page parsed once, numbers given through the whole book, references
 * resolved between pages. Keeps what it has made: of a book in which one page has changed, the others are the same objects
 * again unless they show something of it. Nothing may be written to what it gives.
 */
export class Binder {
  readonly #read = new Map<string, ReadPage>()
  /** Pages that only others refer to, as they were counted last. */
  readonly #counted = new WeakMap<ReadPage, CountedPage>()
  readonly #bound = new WeakMap<ReadPage, KeptPage>()
  readonly #diagrams = new Diagrams()
  #bibliography: { text: string; works: ReadonlyMap<string, Work> } = { text: '', works: new Map() }

  /** Throws BibliographyError, UnknownNodeError, and the signal's reason. */
  async bind(book: PressBook, options: BindOptions = {}): Promise<BoundBook> {
    const { signal, only } = options
    const words = bookWords(book.language)
    const drafts = await this.#readAll(book, options)
    const wanted = onlyOne(drafts, only)
    const works = await this.#worksOf(book)
    addClosingPages(drafts, works.size > 0, words)
    const numbers = numberPages(
      drafts.map(({ page, title, parent }) => ({ page, title, parentTitle: parent?.title })),
      words,
    )

    const counted: CountedPage[] = []
    const trees = new Map<Draft, GenericParent>()
    const count = (at: number, counting: Counting, key: string) => {
      const one = countPage(drafts[at]!.read, counting, key, words)
      trees.set(drafts[at]!, one.tree)
      return one.counted
    }
    const countings: Counting[] = []
    let previousCounts: Counting['previousCounts']
    for (const [at, draft] of drafts.entries()) {
      const number = numbers[at]!.number
      const counting = countingOf(draft, book, number, number === undefined ? previousCounts : undefined)
      const key = JSON.stringify(counting)
      const known = wanted ? draft !== wanted && this.#counted.get(draft.read) : this.#bound.get(draft.read)?.counted
      const one = known && known.key === key ? known : count(at, counting, key)
      if (wanted && draft !== wanted) this.#counted.set(draft.read, one)
      if (number === undefined) previousCounts = one.state.targetCounts
      counted.push(one)
      countings.push(counting)
    }

    const shown = wanted ? [wanted] : drafts
    const pictures = shown.flatMap(({ read }) => holdingsOf(read).pictures)
    const remote = await fetchPictures(book.files, pictures, options.onPicture)
    const referencesPage = drafts.find(({ read }) => holdingsOf(read).bibliography)?.slug
    const surroundings = [
      JSON.stringify([book.language, book.macros, book.bibliography, referencesPage]),
      ...counted.map(({ facts }) => facts),
    ].join('\n')
    const kept = new Map<Draft, KeptPage>()
    for (const [at, draft] of wanted ? [] : drafts.entries()) {
      const known = this.#bound.get(draft.read)
      if (!known || known.counted !== counted[at]) continue
      if (known.surroundings === surroundings && known.files === filesNamedBy(draft, book, remote))
        kept.set(draft, known)
      else counted[at] = count(at, countings[at]!, known.counted.key)
    }
    const fresh = shown.filter(draft => !kept.has(draft))

    const linked: LinkedBook = {
      pages: counted.map(({ linked }) => linked),
      files: book.files,
      remote,
      works,
      cited: new Set(),
      index: counted.flatMap(({ index }) => index),
      referencesPage,
    }
    const states = counted.map(({ state }) => state)
    const referring = fresh.map(draft => ({
      tree: trees.get(draft)!,
      state: new MultiPageReferenceResolver(states, draft.slug, messagesIn()),
    }))
    for (const { tree, state } of referring)
      resolveLinksAndCitationsTransform(nodesOf(tree).only('link', 'cite'), { state, transformers: [] })
    resolveReferences(referring)

    const diagrams = await this.#diagrams.of(shown.flatMap(({ read }) => holdingsOf(read).diagrams))
    const settlings = drafts.map(({ page }, at): Settling => {
      const settling: Settling = {
        file: page.file,
        words,
        macros: book.macros ?? {},
        diagrams,
        links: new Links(linked, linked.pages[at]!, () => settling),
        problems: [],
      }
      return settling
    })
    const pages: BoundPage[] = []
    const problems: BookProblem[][] = []
    // What is cited is known when all other pages are settled.
    const order = [...drafts.keys()].sort(
      (a, b) => Number(drafts[a]!.slug === referencesPage) - Number(drafts[b]!.slug === referencesPage),
    )
    for (const at of order) {
      signal?.throwIfAborted()
      const draft = drafts[at]!
      const settling = settlings[at]!
      const known = kept.get(draft)
      const tree = wanted && draft !== wanted ? undefined : trees.get(draft)
      pages[at] = known?.page ?? boundPage(draft, numbers[at]!, linked.pages[at]!, settling, tree)
      problems[at] = [...(known?.problems ?? settling.problems)]
      const cited = known?.cited ?? settling.links.cited
      for (const work of cited) linked.cited.add(work)
      if (wanted || known || !standsAlone(draft)) continue
      const files = filesNamedBy(draft, book, remote)
      this.#bound.set(draft.read, {
        counted: counted[at]!,
        surroundings,
        files,
        page: pages[at]!,
        problems: problems[at]!,
        cited,
      })
    }
    for (const [at, { parent }] of drafts.entries()) {
      const above = parent && pages[drafts.indexOf(parent)]!
      if (!above || pages[at]!.parent === above) continue
      const known = kept.get(drafts[at]!)
      if (!known) pages[at]!.parent = above
      // Somebody may still read the book it was part of.
      else known.page = pages[at] = { ...known.page, parent: above }
    }
    const { bibliography: _, abbreviations: __, ...rest } = book
    return {
      ...rest,
      words,
      pages: pages.filter(page => page.file !== '' || page.children.length > 0),
      problems: [...drafts.flatMap(({ read }) => read.problems), ...order.flatMap(at => problems[at]!)],
    }
  }

  async #worksOf({ bibliography: text = '' }: PressBook): Promise<ReadonlyMap<string, Work>> {
    if (this.#bibliography.text !== text) this.#bibliography = { text, works: await readBibliography(text) }
    return this.#bibliography.works
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
      draft.read = read
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
  const cites = hasWorks && drafts.some(({ read }) => holdingsOf(read).cites)
  const indexed = drafts.some(({ read }) => holdingsOf(read).indexed)
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
      read,
    })
  }
  if (cites && !drafts.some(({ read }) => holdingsOf(read).bibliography))
    add('bibliography', words.references, 'references')
  if (indexed && !drafts.some(({ read }) => holdingsOf(read).index)) add('genindex', words.index, 'index-of-terms')
}

/** The one page that is wanted, where it can be bound without the texts of the others. */
function onlyOne(drafts: readonly Draft[], file: string | undefined): Draft | undefined {
  const wanted = file === undefined ? undefined : drafts.find(({ page }) => page.file === file)
  if (!wanted) return undefined
  const { embeds, bibliography } = holdingsOf(wanted.read)
  return embeds || bibliography ? undefined : wanted
}

/** Whether a page is made of itself and of what the pages say of themselves, and of nothing else in the book. */
function standsAlone({ read }: Draft): boolean {
  const { embeds, bibliography, index } = holdingsOf(read)
  return !embeds && !bibliography && !index
}

function countingOf(
  { page, slug, title, level }: Draft,
  { numberedSections, language }: PressBook,
  number: string | undefined,
  previousCounts: Counting['previousCounts'],
): Counting {
  const { file, kind, text } = page
  return {
    file,
    kind,
    hasText: text.trim() !== '',
    slug,
    title,
    level,
    number,
    numberedSections,
    language,
    previousCounts,
  }
}

/** What there is of the files and pictures a page names, as text to compare. */
function filesNamedBy({ page, read }: Draft, { files }: PressBook, remote: LinkedBook['remote']): string {
  const found = holdingsOf(read).addresses.map(address => {
    if (isExternal(address)) return remote.get(address) ?? null
    const path = resolvePath(page.file, address.replace(/[?#].*$/s, ''))
    return path !== undefined && files.has(path)
  })
  return JSON.stringify(found)
}

/** Without its tree a page has no text. */
function boundPage(
  { page, level, read, slug, title, titleNodes }: Draft,
  number: { number?: string; numberLabel?: string },
  linked: LinkedPage,
  settling: Settling,
  tree: GenericParent | undefined,
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
