import type { BoundBook, BoundPage } from '../book/bound-book.ts'
import { nodesOf } from '../html/index.ts'

/** What the pages of a book need of each other and of its files, found in one walk. */
export interface Survey {
  /** Paths of the pictures on each page. */
  pictures: ReadonlyMap<BoundPage, readonly string[]>
  /** Paths of files for readers. */
  downloads: ReadonlySet<string>
  /** The places on each page that references lead to, by slug; '' is the page itself. */
  places: ReadonlyMap<string, ReadonlySet<string>>
  /** Pages that show what is on others: a list of works says where they are cited. */
  dependent: ReadonlySet<BoundPage>
  math: boolean
  code: boolean
}

export function surveyBook({ pages }: BoundBook): Survey {
  const pictures = new Map<BoundPage, string[]>()
  const downloads = new Set<string>()
  const places = new Map<string, Set<string>>()
  const dependent = new Set<BoundPage>()
  const kinds = new Set<string>()
  for (const page of pages) {
    const own = new Set<string>()
    for (const node of nodesOf(page)) {
      kinds.add(node.type)
      if (node.type === 'image' && typeof node.path === 'string') own.add(node.path)
      else if (typeof node.download === 'string') downloads.add(node.download)
      else if (node.type === 'bibliography') dependent.add(page)
      else if (node.type === 'crossReference' && node.kind !== 'index') {
        const slug = String(node.page)
        const known = places.get(slug) ?? new Set()
        places.set(slug, known.add(node.anchor === undefined ? '' : String(node.anchor)))
      }
    }
    pictures.set(page, [...own])
  }
  const has = (...types: string[]) => types.some(type => kinds.has(type))
  return {
    pictures,
    downloads,
    places,
    dependent,
    math: has('math', 'inlineMath'),
    code: has('code', 'inlineCode', 'keyboard', 'mermaid', 'interactive'),
  }
}
