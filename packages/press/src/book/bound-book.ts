import type { GenericNode } from 'myst-common'
import type { BookNode } from './nodes.ts'
import type { BookFiles, PageKind, PressBook } from './press-book.ts'
import type { BookWords } from './words.ts'

/** A book whose pages are parsed, whose numbers are given and whose references lead somewhere. Every target reads this. */
export interface BoundBook extends Omit<PressBook, 'pages' | 'bibliography' | 'abbreviations'> {
  words: BookWords
  /** In reading order, those of parts included. */
  pages: BoundPage[]
  files: BookFiles
  /** What readers would miss or find broken, with its place. */
  problems: BookProblem[]
}

export interface BoundPage {
  file: string
  /** Names its file in every target. Unique: lower-case letters, digits and hyphens. */
  slug: string
  kind: PageKind
  /** The page of the part it stands in. */
  parent?: BoundPage
  /** 0 for a page that stands in no part. */
  level: number
  /** In plain text, without its number. */
  title: string
  /** The title as it is shown. */
  titleNodes: BookNode[]
  subtitle?: string
  /** For running heads and navigation. */
  shortTitle: string
  description?: string
  /** As printed: `3`, `B`, `II`; none for a page without a number. */
  number?: string
  /** With the word for what it is: `Chapter 3`, `Appendix B`, `Part II`. */
  numberLabel?: string
  /** What is on the page, without its title. */
  children: BookNode[]
  /** The headings in it, for contents. */
  headings: PageHeading[]
  footnotes: Map<string, Footnote>
}

export interface PageHeading {
  /** 2 for a section, 3 for one in it, … */
  depth: number
  id: string
  /** In plain text. */
  title: string
  number?: string
}

export interface Footnote {
  /** From 1 on each page. */
  number: number
  children: BookNode[]
}

export interface BookProblem {
  file: string
  /** From 1. */
  line?: number
  rule:
    | 'broken-link'
    | 'broken-reference'
    | 'broken-citation'
    | 'missing-image'
    | 'remote-image'
    | 'unknown-directive'
    | 'unknown-role'
    | 'missing-file'
    | 'not-drawn'
    | 'not-shown'
  message: string
}

/** Says where a node of the text stands, for problems and errors. */
export const lineOf = (node: GenericNode): number | undefined => node.position?.start.line
