import { isExternal, resolvePath } from '@octavo/manuscript/pages'
import { type GenericNode, toText } from 'myst-common'
import type { IndexEntry } from './book-index.ts'
import { indexNodes } from './book-index.ts'
import { byAuthor, referenceNodes, shortAuthors, type Work, yearOf } from './citations.ts'
import type { BookNode } from './nodes.ts'
import type { BookFiles, RemotePicture } from './press-book.ts'
import { problem, type Settling } from './settle.ts'

/** A page as links see it. */
export interface LinkedPage {
  file: string
  slug: string
  title: string
  /** Whether it has a page of its own: a part without text has none. */
  shown: boolean
  level: number
  /** Nodes by the names others refer to them with. */
  named: ReadonlyMap<string, GenericNode>
  /** Places on it. */
  ids: ReadonlySet<string>
  headings: readonly { depth: number; id: string; title: string; number?: string }[]
}

/** What the pages of one book link to. */
export interface LinkedBook {
  pages: readonly LinkedPage[]
  files: BookFiles
  /** Pictures that were asked for on the web, by their address as written. */
  remote: ReadonlyMap<string, RemotePicture>
  works: ReadonlyMap<string, Work>
  /** Works cited on the pages that are settled. */
  cited: Set<string>
  index: readonly IndexEntry[]
  /** The page the list of references stands on. */
  referencesPage: string | undefined
}

const media = /\.(mp4|webm|mov|mp3|ogg|wav|m4a)$/i

/** Where the references of one page lead. */
export class Links {
  /** Works it cites, as far as it is settled. */
  readonly cited = new Set<string>()
  readonly #book: LinkedBook
  readonly #page: LinkedPage
  readonly #settling: () => Settling
  #embedding = 0

  constructor(book: LinkedBook, page: LinkedPage, settling: () => Settling) {
    this.#book = book
    this.#page = page
    this.#settling = settling
  }

  link(node: GenericNode, children: BookNode[]): BookNode[] {
    const url = String(node.url ?? '').trim()
    const shown = children.length > 0 ? children : [{ type: 'text' as const, value: url }]
    if (isExternal(url)) {
      // Anything else could run when a reader follows it.
      if (/^(https?:\/\/|mailto:|tel:)/i.test(url) || url.startsWith('//')) {
        return [{ type: 'link', url: url.startsWith('//') ? `https:${url}` : url, children: shown, ...at(node) }]
      }
      problem(
        this.#settling(),
        node,
        'broken-link',
        `"${url}" is no address readers can follow. Use https, mailto or tel`,
      )
      return shown
    }
    const [path = '', anchor] = url.replace(/\?[^#]*/, '').split('#')
    const target = path === '' ? this.#page.file : resolvePath(this.#page.file, path)
    const page = target === undefined ? undefined : this.#pageAt(target)
    if (page)
      return [this.#to(node, page, anchor, children.length > 0 ? children : [{ type: 'text', value: page.title }])]
    if (target !== undefined && this.#book.files.has(target)) {
      return [{ type: 'link', download: target, children: shown, ...at(node) }]
    }
    problem(this.#settling(), node, 'broken-link', `"${url}" is no page and no file of the book. Mend the link`)
    return shown
  }

  reference(node: GenericNode, children: BookNode[]): BookNode[] {
    const page = node.url ? this.#book.pages.find(({ slug }) => slug === node.url) : this.#page
    if (!page || (!node.resolved && !node.url)) {
      problem(
        this.#settling(),
        node,
        'broken-reference',
        `nothing is called "${node.label ?? node.identifier}". Mend the reference`,
      )
      return children.length > 0 ? children : [{ type: 'text', value: String(node.label ?? node.identifier) }]
    }
    return [this.#to(node, page, node.html_id ?? node.identifier, children)]
  }

  #to(node: GenericNode, page: LinkedPage, anchor: string | undefined, children: BookNode[]): BookNode {
    const named = anchor === undefined || page.ids.has(anchor) ? undefined : page.named.get(anchor.toLowerCase())
    const id = anchor !== undefined && page.ids.has(anchor) ? anchor : (named?.html_id ?? named?.identifier)
    if (anchor && !id) {
      problem(
        this.#settling(),
        node,
        'broken-reference',
        `there is no "${anchor}" on the page "${page.title}". Mend the link`,
      )
    }
    if (!page.shown) return { type: 'span', children }
    return {
      type: 'crossReference',
      page: page.slug,
      ...(id && { anchor: id }),
      ...(node.kind && { kind: node.kind }),
      children,
      ...at(node),
    }
  }

  #pageAt(path: string): LinkedPage | undefined {
    const bare = path.replace(/\.(md|ipynb|html)$/i, '')
    return this.#book.pages.find(({ file }) => file === path || file.replace(/\.(md|ipynb)$/i, '') === bare)
  }

  image(node: GenericNode, settled: BookNode): BookNode {
    const url = String(node.url ?? '')
    if (isExternal(url)) {
      const remote = this.#book.remote.get(url)
      if (remote && 'path' in remote) return { ...settled, path: remote.path }
      const what = remote
        ? `the picture ${url} could not be fetched: ${remote.reason.replace(/\.$/, '')}`
        : `the picture ${url} is on another host and not in the book. Fetch it into the book, or replace it`
      problem(this.#settling(), node, 'remote-image', what)
      return { ...settled, remote: url }
    }
    const path = resolvePath(this.#page.file, url.replace(/[?#].*$/s, ''))
    if (path === undefined || !this.#book.files.has(path)) {
      problem(
        this.#settling(),
        node,
        'missing-image',
        `the picture "${url}" is not in the book. Add it, or mend its path`,
      )
      return settled
    }
    if (media.test(path)) {
      return {
        type: 'link',
        download: path,
        children: [{ type: 'text', value: node.alt || path.split('/').at(-1)! }],
        ...at(node),
      }
    }
    return { ...settled, path }
  }

  cite(group: GenericNode): BookNode[] {
    const narrative =
      group.kind === 'narrative' || (group.children?.length === 1 && group.children[0]!.kind === 'narrative')
    const shown: BookNode[] = []
    const say = (value: string) => shown.push({ type: 'text', value })
    if (!narrative) say('(')
    for (const [index, cite] of (group.children ?? []).entries()) {
      if (index > 0) say('; ')
      if (cite.type === 'crossReference') shown.push(...this.reference(cite, []))
      else shown.push(...this.#work(cite, narrative))
    }
    if (!narrative) say(')')
    return shown
  }

  #work(cite: GenericNode, narrative: boolean): BookNode[] {
    const key = String(cite.label ?? cite.identifier)
    const work = this.#book.works.get(key)
    if (!work) {
      problem(
        this.#settling(),
        cite,
        'broken-citation',
        `"${key}" is in no bibliography of the book. Add the work, or mend the key`,
      )
      return [{ type: 'text', value: key }]
    }
    this.cited.add(key)
    const year = yearOf(work)
    const words =
      cite.partial === 'year'
        ? year
        : cite.partial === 'author'
          ? shortAuthors(work)
          : narrative
            ? `${shortAuthors(work)} (${year})`
            : `${shortAuthors(work)}, ${year}`
    const affixed = [cite.prefix && `${cite.prefix} `, words, cite.suffix && `, ${cite.suffix}`]
      .filter(Boolean)
      .join('')
    const page = this.#book.referencesPage
    const children: BookNode[] = [{ type: 'text', value: affixed }]
    return page === undefined
      ? children
      : [{ type: 'crossReference', page, anchor: referenceId(key), kind: 'cite', children, ...at(cite) }]
  }

  bibliography(): BookNode[] {
    const cited = new Set([...this.#book.cited, ...this.cited])
    const works = [...this.#book.works.values()].filter(({ id }) => cited.has(id)).sort(byAuthor)
    if (works.length === 0) return []
    return [
      {
        type: 'bibliography',
        children: works.map(work => ({
          type: 'bibliographyEntry',
          id: referenceId(work.id),
          children: referenceNodes(work),
        })),
      },
    ]
  }

  index(): BookNode[] {
    return this.#book.index.length === 0 ? [] : [indexNodes(this.#book.index)]
  }

  /** A table of contents that stands in the text: of the page, or of the book. */
  contents(node: GenericNode): BookNode[] {
    const depth = Number(node.depth ?? 6)
    if (node.kind === 'page' || node.kind === 'section') {
      const headings = this.#page.headings.filter(heading => heading.depth - 1 <= depth)
      return nested(
        headings.map(({ depth, id, title, number }) => ({
          depth,
          node: this.#entry(this.#page, id, [number, title].filter(Boolean).join(' ')),
        })),
      )
    }
    const pages = this.#book.pages.filter(page => page.level < depth)
    return nested(pages.map(page => ({ depth: page.level, node: this.#entry(page, undefined, page.title) })))
  }

  #entry(page: LinkedPage, id: string | undefined, title: string): BookNode {
    const children: BookNode[] = [{ type: 'text', value: title }]
    return page.shown
      ? { type: 'crossReference', page: page.slug, ...(id && { anchor: id }), children }
      : { type: 'span', children }
  }

  /** A copy of what an `embed` shows, without the names it is referred to by. */
  embedded(node: GenericNode): GenericNode[] | undefined {
    const label = String(node.source?.label ?? '').toLowerCase()
    const source = this.#book.pages.map(page => page.named.get(label)).find(Boolean)
    if (!source || this.#embedding > 5) return undefined
    const copy = structuredClone(source)
    strip(copy)
    return [copy]
  }
}

export const referenceId = (key: string): string => `cite-${key.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`

const at = (node: GenericNode) => (node.position ? { position: node.position } : {})

function strip(node: GenericNode): void {
  delete node.identifier
  delete node.label
  delete node.html_id
  delete node.indexEntries
  for (const child of node.children ?? []) strip(child)
}

/** A list with lists in it, of entries in order. */
function nested(entries: { depth: number; node: BookNode }[]): BookNode[] {
  if (entries.length === 0) return []
  const top = Math.min(...entries.map(({ depth }) => depth))
  const items: BookNode[] = []
  for (let at = 0; at < entries.length; ) {
    let end = at + 1
    while (end < entries.length && entries[end]!.depth > top) end++
    const [first, ...below] =
      entries[at]!.depth === top ? entries.slice(at, end) : [undefined, ...entries.slice(at, end)]
    items.push({
      type: 'listItem',
      children: [
        ...(first ? [{ type: 'paragraph' as const, children: [first.node] }] : []),
        ...nested(below.filter(entry => entry !== undefined)),
      ],
    })
    at = end
  }
  return [{ type: 'list', ordered: false, children: items }]
}

export const plainTitle = (nodes: GenericNode[]): string => toText(nodes).replace(/\s+/g, ' ').trim()
