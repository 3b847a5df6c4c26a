import { type GenericNode, toText } from 'myst-common'
import type { Label } from '../page.ts'
import { externalLinks, identifiersOf, pathInRepository } from './find/pointers.ts'
import type { AuditOptions } from './options.ts'
import type { Reading } from './reading.ts'

/** A page as others can refer to it. */
export interface IndexedPage {
  file: string
  reading: Reading
  labels: readonly Label[]
}

/** Where the references of a book can lead. */
export class BookIndex {
  /** Identifiers of the terms its glossaries define. */
  readonly terms = new Set<string>()
  readonly #pages: readonly IndexedPage[]
  readonly #byPath = new Map<string, IndexedPage>()
  readonly #byName = new Map<string, string>()
  readonly #labels = new Set<string>()
  readonly #targets = new Map<IndexedPage, Set<string>>()
  readonly #options: AuditOptions
  #isRepositoryRoot: boolean | undefined
  #bySpelling: Map<string, string> | undefined

  constructor(pages: readonly IndexedPage[], options: AuditOptions) {
    this.#pages = pages
    this.#options = options
    for (const page of pages) {
      for (const path of pathsOf(page.file)) this.#byPath.set(path, page)
      this.#byName.set(nameOf(page.file), page.file)
      for (const { identifier } of page.labels) this.#labels.add(identifier)
      for (const { node } of page.reading.terms) for (const term of identifiersOf(toText(node))) this.terms.add(term)
    }
    for (const term of options.terms ?? []) for (const identifier of identifiersOf(term)) this.terms.add(identifier)
  }

  /** Whether something in the book was given a label. */
  hasLabel(label: string): boolean {
    return identifiersOf(label).some(identifier => this.#labels.has(identifier))
  }

  /** Whether something in the book has a label, or a heading or anchor by which MyST finds it. */
  has(label: string): boolean {
    // Most are given, so that the targets nobody named need not be gathered.
    if (this.hasLabel(label)) return true
    const identifiers = identifiersOf(label)
    return this.#pages.some(page => {
      const targets = this.#targetsOf(page)
      return identifiers.some(identifier => targets.has(identifier))
    })
  }

  /** The page at a path, which need not have an extension; with a `has` of its own. */
  pageAt(path: string): { file: string; has(label: string): boolean } | undefined {
    const page = this.#byPath.get(path)
    if (!page) return undefined
    return { file: page.file, has: label => identifiersOf(label).some(one => this.#targetsOf(page).has(one)) }
  }

  #targetsOf(page: IndexedPage): Set<string> {
    const known = this.#targets.get(page) ?? targetsIn(page)
    this.#targets.set(page, known)
    return known
  }

  /** The paths under which a link may find a file, the likeliest first. */
  candidates(path: string): string[] {
    return [path, `${path}.md`, `${path}.ipynb`, `${path}/index.md`]
  }

  /** A label that differs only in case, blanks and hyphens. */
  nearest(label: string): string | undefined {
    this.#bySpelling ??= new Map([...this.#labels].map(label => [lettersOf(label), label]))
    return this.#bySpelling.get(lettersOf(label))
  }

  /** A page of the same name in another folder. */
  sameName(path: string): string | undefined {
    return this.#byName.get(nameOf(path))
  }

  /** Whether the book is all of its repository, so that links into that can be looked up: one of them leads to a file. */
  get isRepositoryRoot(): boolean {
    const { fileAt, repository } = this.#options
    this.#isRepositoryRoot ??= this.#pages.some(({ reading }) =>
      externalLinks(reading).some(({ url }) => {
        const path = pathInRepository(url, repository)
        return path !== undefined && fileAt?.(path) !== undefined
      }),
    )
    return this.#isRepositoryRoot
  }
}

const lettersOf = (label: string) => label.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')

function pathsOf(file: string): string[] {
  const bare = file.replace(/\.\w+$/, '')
  const folder = /^(?:(.*)\/)?index$/.exec(bare)
  return folder ? [file, bare, folder[1] ?? ''] : [file, bare]
}

function targetsIn({ reading, labels }: IndexedPage): Set<string> {
  const targets = new Set<string>()
  const add = (label: string) => {
    for (const identifier of identifiersOf(label)) targets.add(identifier)
  }
  for (const { identifier } of labels) add(identifier)
  for (const { node } of reading.headings) add(toText(node))
  for (const { node } of reading.html) for (const [, id = ''] of idsIn(node)) add(id)
  for (const { node } of reading.math) for (const [, label = ''] of texLabelsIn(node)) add(label)
  return targets
}

const idsIn = ({ value = '' }: GenericNode) => value.matchAll(/\s(?:id|name)=["']([^"'<>]{1,200})["']/g)
const texLabelsIn = ({ value = '' }: GenericNode) => value.matchAll(/\\label\{([^{}]{1,200})\}/g)
