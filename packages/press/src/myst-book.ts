/** A page of a book, or with `children` and no text a part that only groups them. */
export interface MystChapter {
  title: string
  /** Lower-case letters, digits and single hyphens, as `slugify` of the manuscript gives. Need not be unique. */
  slug: string
  /** The whole page in MyST, with its own title, as `assembleChapter` of the manuscript gives. */
  text: string
  children?: MystChapter[]
}

/** A book as mystmd sees it. Titles of chapters are MyST, the other fields are plain text. */
export interface MystBook {
  title: string
  subtitle?: string
  description?: string
  /** Names as they are printed. */
  authors?: string[]
  /** BCP 47. Kept for other forms of the book: mystmd 1.10 has no key for a language and would warn of one. */
  language?: string
  /** An SPDX identifier such as `CC-BY-4.0`. */
  license?: string
  /** At least one. */
  chapters: MystChapter[]
  /** A page in MyST, with its own title. */
  glossary?: string
  /** Files by their path from the root of the book, such as `images/queue.png`. */
  assets?: ReadonlyMap<string, string | Uint8Array>
}
