import type { BoundBook } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import { nodesOf } from './walk.ts'

/** Where the works of a book are cited, so that its list of references can lead back. */
export interface CitedPlaces {
  /** The name of the place a citation stands at. */
  idOf(citation: BookNode): string | undefined
  /** The places that cite a work, by the name of its entry, in reading order. */
  of(entry: string): readonly { slug: string; id: string }[]
}

export function citedPlaces(book: BoundBook): CitedPlaces {
  const ids = new Map<BookNode, string>()
  const places = new Map<string, { slug: string; id: string }[]>()
  for (const page of book.pages) {
    let count = 0
    for (const node of nodesOf(page)) {
      if (node.type !== 'crossReference' || node.kind !== 'cite' || !node.anchor || ids.has(node)) continue
      const id = `cited--${++count}`
      ids.set(node, id)
      const entry = String(node.anchor)
      places.set(entry, [...(places.get(entry) ?? []), { slug: page.slug, id }])
    }
  }
  return { idOf: node => ids.get(node), of: entry => places.get(entry) ?? [] }
}
