import type { BookProblem, BoundBook } from '../book/bound-book.ts'
import type { SearchSection } from './search-sections.ts'

/**
 * What one rendering of a book leaves for the next: pages whose text is the same are not rendered again, pictures whose
 * bytes are the same are not prepared again. Keep one for each book and theme; it lives in memory.
 */
export class SiteCache {
  /** By slug. */
  readonly pages = new Map<string, RenderedPage>()
  /** By path in the book. */
  readonly pictures = new Map<string, KnownPicture>()
  /** Of the files last given, by path in the site. */
  readonly hashes = new Map<string, string>()
  /** Files the rendering before had given and the last one has not: who writes to a folder takes them out. */
  removed: string[] = []

  /** Takes the files that were given, and forgets what the book no longer has. */
  remember(book: BoundBook, given: ReadonlyMap<string, string>): void {
    this.removed = [...this.hashes.keys()].filter(path => !given.has(path))
    this.hashes.clear()
    for (const [path, hash] of given) this.hashes.set(path, hash)
    const slugs = new Set(book.pages.map(({ slug }) => slug))
    for (const slug of this.pages.keys()) if (!slugs.has(slug)) this.pages.delete(slug)
    for (const [key, { picture }] of this.pictures) if (!given.has(picture.file)) this.pictures.delete(key)
  }
}

export interface RenderedPage {
  /** Of everything its HTML is made of, pictures aside. */
  key: string
  /** The pictures it was rendered with. */
  pictures: string
  text: PageText
  /** What others are shown of places on it, by the name of the place; '' is the page. */
  previews: ReadonlyMap<string, string>
  sections: SearchSection[]
  problems: BookProblem[]
}

/** What the renderer made of a page's text, in HTML. */
export interface PageText {
  title: string
  content: string
  notes: string
}

export interface KnownPicture {
  /** SHA-256 of the file in the book. */
  source: string
  picture: SitePicture
}

/** A picture as the site has it. */
export interface SitePicture {
  /** Its name in the site. */
  file: string
  bytes: Uint8Array
  /** Pixels. */
  width: number
  height: number
  warnings: string[]
}
