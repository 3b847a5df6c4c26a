/** What a page is in its book: it decides on its number, its opening and the pages its running heads show. */
export type PageKind = 'front' | 'part' | 'chapter' | 'back'

/** A page of a book. A part may have no text of its own: then it has a title and children. */
export interface PressPage {
  /** Its path in the book, by which other pages link to it: `chapters/leases.md`. Unique. */
  file: string
  kind: PageKind
  /** In plain text, for a page whose text has none. */
  title?: string
  /** MyST, with front matter if it has any. */
  text: string
  children?: PressPage[]
}

/** The files of a book by their path from its root, such as `images/queue.png`. */
export interface BookFiles {
  has(path: string): boolean
  read(path: string): Promise<Uint8Array>
  /** Brings a picture from the web among the files. Without it pictures stay where they are, which is a problem. */
  fetch?(url: string): Promise<RemotePicture>
}

/** Where among the files of a book a picture from the web is by now, or in sentences why it is not. */
export type RemotePicture = { path: string } | { reason: string }

/** A manuscript with everything its pages need, ready for the press. */
export interface PressBook {
  /** A UUID that stays with the book, for stores and readers. */
  id: string
  title: string
  subtitle?: string
  /** Names as they are printed. */
  authors: string[]
  /** BCP 47. */
  language: string
  description?: string
  publisher?: string
  /** ISBN-13, with or without hyphens. */
  isbn?: string
  /** A licence by its SPDX identifier or a copyright line, as printed. */
  rights?: string
  keywords?: string[]
  dedication?: string
  /** Of the last change: exports of the same book are the same bytes. */
  modified: Date
  pages: PressPage[]
  files: BookFiles
  /** The path of a picture among the files. */
  cover?: string
  /** BibTeX. */
  bibliography?: string
  /** Down to which level sections are numbered: 0 none, 1 those of a chapter, 2 those in them, … */
  numberedSections: number
  /** TeX macros for all formulas, `\R` → `\mathbb{R}`. */
  macros?: Record<string, string>
  abbreviations?: Record<string, string>
}
