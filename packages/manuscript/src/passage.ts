/** A place in a text: line and column count from 1, offset from 0, columns and offsets in UTF-16 code units. */
export interface Place {
  line: number
  column: number
  offset: number
}

export const passageKinds = [
  'heading',
  'paragraph',
  'list',
  'table',
  'code',
  'math',
  'quote',
  'definition',
  'figure',
  'directive',
] as const
export type PassageKind = (typeof passageKinds)[number]

/** One block of a source, with its exact place: `source.text.slice(start.offset, end.offset) === text`. */
export interface Passage {
  /** Unique within a book. */
  id: string
  /** The id of the source it stands in. */
  source: string
  /** Its order in that source, from 0. */
  position: number
  kind: PassageKind
  text: string
  /** The headings above it, outermost first, as plain text. */
  headings: string[]
  start: Place
  end: Place
}

/** What the author gave: a note, a file, a page. */
export interface Source {
  /** Unique within a book. */
  id: string
  /** What a reader calls it, e.g. `notes/queues.md` or the title of a web page. */
  title: string
  /** Where it came from: a path relative to the brief, or a URL. */
  origin: string
  format: 'markdown' | 'text'
  text: string
}
