import { isExternal, resolvePath } from '../../audit/paths.ts'
import { slugify } from '../../slug.ts'
import { type Element, elementsIn, findAll, hasWord, wordsOf } from './element.ts'
import { type HtmlPage, placeKey } from './host.ts'

/** A note, where it stands, and what it is called in MyST. */
export interface Note {
  label: string
  page: HtmlPage
  element: Element
}

/**
 * What pages refer to within themselves: places that need a label, notes, and the references to them. Notes are told by
 * their semantics (`epub:type`, DPUB-ARIA roles) or, in older books, by a short link that its target links back to.
 */
export class Links {
  /** By element that refers to a note. */
  readonly references = new Map<Element, Note>()
  /** By the element that is the note. */
  readonly notes = new Map<Element, Note>()
  /** Links from notes to where they are referred to: MyST makes these itself. */
  readonly backLinks = new Set<Element>()
  /** Labels by place. */
  readonly labels = new Map<string, string>()
  readonly #places = new Map<string, { page: HtmlPage; element: Element }>()
  readonly #taken = new Set<string>()

  constructor(pages: HtmlPage[]) {
    for (const page of pages) {
      this.#places.set(page.path, { page, element: page.root })
      for (const element of elementsIn(page.root)) {
        for (const id of idsOf(element)) this.#places.set(placeKey(page.path, id), { page, element })
      }
    }
    const links = pages.flatMap(page => findAll(page.root, 'a').map(link => ({ page, link })))
    for (const { page, link } of links) this.#pairNote(page, link)
    for (const note of this.notes.values()) this.#findBackLinks(note)
    for (const { page, link } of links) {
      const key = this.targetOf(page, link.attributes.href)
      if (!key || this.references.has(link) || this.backLinks.has(link) || this.labels.has(key)) continue
      this.labels.set(key, this.#label(key))
    }
  }

  /** The place an address leads to; undefined when it is in none of the pages. */
  targetOf(page: HtmlPage, address: string | undefined): string | undefined {
    if (address === undefined || isExternal(address)) return undefined
    const [path, id = ''] = address.split('#', 2) as [string, string?]
    const target = path === '' ? page.path : resolvePath(page.path, path.replace(/\?.*$/, ''))
    if (target === undefined) return undefined
    const key = placeKey(target, decodeFragment(id))
    if (this.#places.has(key)) return key
    return this.#places.has(target) && path !== '' ? target : undefined
  }

  #pairNote(page: HtmlPage, link: Element): void {
    const key = this.targetOf(page, link.attributes.href)
    const target = key === undefined ? undefined : this.#places.get(key)
    if (!key || !target) return
    const isNoted = hasWord(link, 'epub:type', 'noteref') || hasWord(link, 'role', 'doc-noteref')
    if (!isNoted && !this.#isPair(page, link, target)) return
    const known = this.notes.get(target.element)
    const note = known ?? { ...target, label: this.#label(noteName(key.slice(key.indexOf('#') + 1))) }
    if (!blockNames.has(target.element.name)) return
    this.notes.set(target.element, note)
    this.references.set(link, note)
  }

  /** Whether a link to a note is answered by a link back, as in `<a id="r1" href="#n1">1</a> … <li id="n1">… <a href="#r1">`. */
  #isPair(page: HtmlPage, link: Element, { page: at, element }: { page: HtmlPage; element: Element }): boolean {
    if (!/^[[(]?(\d{1,4}|[*†‡§¶‖]{1,4}|[a-z]{1,2})[\])]?$/i.test(wordsOf(link))) return false
    if (!blockNames.has(element.name) || this.references.has(link)) return false
    for (const inside of elementsIn(element)) {
      if (/^h[1-6]$/.test(inside.name)) return false
      if (inside.name !== 'a' || inside.attributes.href === undefined) continue
      const back = this.targetOf(at, inside.attributes.href)
      const place = back === undefined ? undefined : this.#places.get(back)
      if (place?.page === page && place.element !== page.root && isAround(place.element, link)) return true
    }
    return false
  }

  #findBackLinks({ page, element }: Note): void {
    for (const link of findAll(element, 'a')) {
      const key = this.targetOf(page, link.attributes.href)
      const place = key === undefined ? undefined : this.#places.get(key)?.element
      const marked = hasWord(link, 'role', 'doc-backlink') || hasWord(link, 'epub:type', 'backlink')
      const refers =
        place && lines.has(place.name) && [...elementsIn(place)].some(inside => this.references.has(inside))
      if (marked || refers) this.backLinks.add(link)
    }
  }

  #label(key: string): string {
    const base = slugify(
      key
        .replace(/\.x?html?(#|$)/i, '$1')
        .replace(/^.*\//, '')
        .replace(/[#_.]+/g, '-'),
    )
    let label = base
    for (let count = 2; this.#taken.has(label); count++) label = `${base}-${count}`
    this.#taken.add(label)
    return label
  }
}

const blockNames = new Set(['aside', 'li', 'p', 'div', 'section', 'dd', 'td', 'dt', 'tr'])

/** What a note links back to: its reference, or the line around that. */
const lines = new Set(['a', 'sup', 'span', 'p', 'li', 'small', 'b', 'i'])

/** The link itself, or the little around it that is lifted above the line. */
function isAround(place: Element, link: Element): boolean {
  return place === link || (wordsOf(place).length <= 12 && [...elementsIn(place)].includes(link))
}

export function idsOf({ name, attributes }: Element): string[] {
  const ids = [attributes.id, attributes['xml:id'], name === 'a' ? attributes.name : undefined]
  return ids.filter(id => id !== undefined && id !== '') as string[]
}

function decodeFragment(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch (error) {
    if (error instanceof URIError) return id
    throw error
  }
}

/** Ids such as `n1` say more with a word before them. */
function noteName(id: string): string {
  return /note|fn|footn|endn/i.test(id) ? id : `note-${id}`
}
