/** What an author gave, told by its content and not by its name. */
export type UploadFormat = 'myst' | 'markdown' | 'epub' | 'docx' | 'pdf' | 'text' | 'html'

/** A file, or a folder or archive of files, read: everything that was in it, in reading order. */
export interface Upload {
  format: UploadFormat
  metadata: UploadMetadata
  blocks: UploadBlock[]
  /** Where the file itself says that something begins, in reading order. */
  marks: UploadMark[]
  /** Images by the path the blocks show them by, such as `images/queue.png`. */
  images: Map<string, Uint8Array>
  /** The path of the picture the file calls its cover. */
  cover?: string
  /** BibTeX. */
  bibliography?: string
  /** What is in no block, and why. */
  removed: RemovedText[]
  /** What could not be read as it was meant, in words for the author. */
  warnings: string[]
}

export interface UploadMetadata {
  title?: string
  subtitle?: string
  authors?: string[]
  /** BCP 47. */
  language?: string
  description?: string
  publisher?: string
  rights?: string
  /** As the file has them: ISBN, UUID, DOI. */
  identifiers?: string[]
  keywords?: string[]
}

/** One heading, paragraph, list, table … */
export interface UploadBlock {
  /** MyST. */
  text: string
  /** The words a reader of the file sees, without markup; spaces run together. */
  plain: string
  /** From 1, for what the file marks as a heading. */
  depth?: number
  /** The file inside of an archive or folder. */
  file?: string
  /** From 1. */
  page?: number
  /** Of its letters, as a multiple of those most of the text is set in. */
  size?: number
  bold?: boolean
  centered?: boolean
  /** Follows a page break, or more room than paragraphs have between them. */
  apart?: boolean
  /** Names other places of the file point to this one by. */
  anchors?: string[]
}

/** The word of a file on its own structure. */
export interface UploadMark {
  /** Index in `blocks` of the first that belongs to it. */
  block: number
  title: string
  /** From 1. */
  depth: number
  from: 'nav' | 'ncx' | 'spine' | 'outline' | 'contents' | 'toc'
  /** Of a table of contents that has it, as `epub:type` or the part of a MyST toc: `bodymatter`, `appendix`, `dedication`. */
  semantics?: string
  /** A stable name of the place in the file, by which a later import finds it again. */
  identity?: string
}

export interface RemovedText {
  text: string
  reason: 'running-head' | 'page-number' | 'contents' | 'navigation' | 'script' | 'hidden' | 'duplicate'
  /** As `page 12` or `OEBPS/nav.xhtml`. */
  place: string
}

/** A file that cannot be read, in words for the author: what is wrong, and what to do. */
export class UploadError extends Error {
  override name = 'UploadError'
  readonly reason:
    | 'unknown-format'
    | 'too-large'
    | 'too-many-files'
    | 'encrypted'
    | 'damaged'
    | 'unsafe-path'
    | 'empty'
    | 'no-text'

  constructor(reason: UploadError['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
