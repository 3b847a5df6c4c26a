import { resolvePath, slugify, uniqueSlug } from '@octavo/manuscript/pages'
import { MultiPageReferenceResolver, resolveLinksAndCitationsTransform } from 'myst-transforms'
import { Diagrams } from '../diagram/diagrams.ts'
import type { BoundBook, BoundPage } from './bound-book.ts'
import { readBibliography, type Work } from './citations.ts'
import { type CountedPage, type Counting, countPage } from './count-page.ts'
import type { Draft, KeptPage } from './draft.ts'
import { fetchPictures } from './fetch-pictures.ts'
import { holdingsOf } from './holdings.ts'
import type { LinkedBook } from './links.ts'
import { messagesIn } from './messages.ts'
import { nodesOf } from './nodes-of.ts'
import { numberPages } from './number-pages.ts'
import type { PressBook, PressPage } from './press-book.ts'
import { type ReadPage, readPressPage } from './read-page.ts'
import { resolveReferences } from './resolve-references.ts'
import { settlePage } from './settle-page.ts'
import { isSame, standsAlone, surroundingsIn } from './surroundings.ts'
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
    const words = bookWords(book.language)
    const drafts = await this.#readAll(book, options)
    const wanted = onlyOne(drafts, options.only)
    const works = await this.#worksOf(book)
    addClosingPages(drafts, works.size > 0, words)
    this.#countAll(drafts, wanted, book, words)

    const shown = wanted ? [wanted] : drafts
    const pictures = shown.flatMap(({ read }) => holdingsOf(read).pictures)
    const remote = await fetchPictures(book.files, pictures, options.onPicture)
    const linked: LinkedBook = {
      pages: [],
      files: book.files,
      remote,
      works,
      cited: new Set(),
      index: drafts.flatMap(({ counted }) => counted.index),
      referencesPage: drafts.find(({ read }) => holdingsOf(read).bibliography)?.slug,
    }
    const around = surroundingsIn(book, drafts, linked)
    for (const draft of drafts)
      if (draft.kept && !isSame(draft.kept.surroundings, around(draft))) countAnew(draft, words)
    linked.pages = drafts.map(({ counted }) => counted.linked)
    resolveAll(
      shown.filter(({ kept }) => !kept),
      drafts,
    )

    const diagrams = await this.#diagrams.of(shown.flatMap(({ read }) => holdingsOf(read).diagrams))
    const pages = new Map<Draft, BoundPage>()
    const problems = drafts.flatMap(({ read }) => read.problems)
    for (const draft of settlingOrder(drafts, linked)) {
      options.signal?.throwIfAborted()
      const made = draft.kept ?? settlePage(draft, linked, { words, macros: book.macros ?? {}, diagrams })
      pages.set(draft, made.page)
      problems.push(...made.problems)
      for (const work of made.cited) linked.cited.add(work)
      if (wanted || draft.kept || !standsAlone(draft.read)) continue
      this.#bound.set(draft.read, { ...made, counted: draft.counted, surroundings: around(draft) })
    }
    for (const draft of drafts) this.#putUnder(draft, pages)

    const { bibliography: _, abbreviations: __, ...rest } = book
    const bound = drafts.map(draft => pages.get(draft)!)
    return { ...rest, words, pages: bound.filter(page => page.file !== '' || page.children.length > 0), problems }
  }

  /** Numbers and names what is on the pages, those that were counted with the same before excepted. */
  #countAll(drafts: readonly Draft[], wanted: Draft | undefined, book: PressBook, words: BookWords): void {
    const numbers = numberPages(
      drafts.map(({ page, title, parent }) => ({ page, title, parentTitle: parent?.title })),
      words,
    )
    let previousCounts: Counting['previousCounts']
    for (const [at, draft] of drafts.entries()) {
      draft.number = numbers[at]!
      const unnumbered = draft.number.number === undefined
      const counting = countingOf(draft, book, unnumbered ? previousCounts : undefined)
      const only = wanted !== undefined && draft !== wanted
      const kept = wanted ? undefined : this.#bound.get(draft.read)
      const known = only ? this.#counted.get(draft.read) : kept?.counted
      if (known?.key === JSON.stringify(counting)) Object.assign(draft, { counted: known, kept })
      else Object.assign(draft, countPage(draft.read, counting, words))
      if (only) {
        this.#counted.set(draft.read, draft.counted)
        draft.tree = undefined
      }
      if (unnumbered) previousCounts = draft.counted.state.targetCounts
    }
  }

  /** Leads from a page to that of its part. */
  #putUnder(draft: Draft, pages: Map<Draft, BoundPage>): void {
    const parent = draft.parent && pages.get(draft.parent)
    const page = pages.get(draft)!
    if (!parent || page.parent === parent) return
    // Somebody may still read the book a kept page was part of.
    const own = draft.kept ? { ...page } : page
    own.parent = parent
    pages.set(draft, own)
    const kept = this.#bound.get(draft.read)
    if (kept?.page === page) kept.page = own
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
    } as Draft)
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

function countingOf(
  { page, slug, title, level, number: { number } }: Draft,
  { numberedSections, language }: PressBook,
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

/** A page whose surroundings have changed: its tree is that of a book as it was. */
function countAnew(draft: Draft, words: BookWords): void {
  Object.assign(draft, countPage(draft.read, draft.counted.counting, words), { kept: undefined })
}

/** Resolves what pages refer to on their own copies. */
function resolveAll(pages: readonly Draft[], all: readonly Draft[]): void {
  const states = all.map(({ counted }) => counted.state)
  const referring = pages.map(({ tree, slug }) => ({
    tree: tree!,
    state: new MultiPageReferenceResolver(states, slug, messagesIn()),
  }))
  for (const { tree, state } of referring)
    resolveLinksAndCitationsTransform(nodesOf(tree).only('link', 'cite'), { state, transformers: [] })
  resolveReferences(referring)
}

/** What is cited is known when all other pages are settled. */
const settlingOrder = (drafts: readonly Draft[], { referencesPage }: LinkedBook): Draft[] =>
  drafts.toSorted((a, b) => Number(a.slug === referencesPage) - Number(b.slug === referencesPage))
