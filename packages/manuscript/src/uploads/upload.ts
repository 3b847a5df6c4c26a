/** What an author gave, told by its content and not by its name. */
export type UploadFormat = 'myst' | 'markdown' | 'epub' | 'docx' | 'pdf' | 'text' | 'html'

/** A file, or a folder or archive of files, read: everything that was in it, in reading order. */
export interface Upload {
  format: UploadFormat
  metadata: UploadMetadata
  blocks: UploadBlock[]
  /** Where the file itself says that something begins, in reading order. */
  marks: UploadMark[]
  /** Pictures by path, such as `images/queue.png`. `imagePath` finds the one that a block shows. */
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

/** One heading, paragraph, list, table … Labels before it belong to it; the front matter of a page is a block of its own. */
export interface UploadBlock {
  /** MyST; of a MyST page its source, byte for byte. Joined by blank lines, blocks make a page. */
  text: string
  /** The words a reader of the file sees, without markup; spaces run together. Of front matter, its title. */
  plain: string
  /** From 1, for what the file marks as a heading, or a title in its front matter. */
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
  /** Index in `blocks` of the first that belongs to it; of a part without words, of its first chapter. */
  block: number
  title: string
  /** From 1. */
  depth: number
  from: 'nav' | 'ncx' | 'spine' | 'outline' | 'contents' | 'toc'
  /** Words of the file for what this is: of `epub:type`, such as `chapter bodymatter`; `part` of a MyST toc. */
  semantics?: string
  /** A stable name of the place in the file, by which a later import finds it again. */
  identity?: string
}

export type RemovedReason =
  /** Of a page, printed again and again: also headers and footers of a document. */
  | 'running-head'
  | 'page-number'
  /** A table of contents, whose entries are marks. */
  | 'contents'
  /** Around the text of a web page: menus, sidebars, related links. */
  | 'navigation'
  /** Programs and styles. */
  | 'script'
  /** What the file itself hides, such as text that is marked as deleted. */
  | 'hidden'
  /** The same text is elsewhere already. */
  | 'duplicate'
  /** A remark on the text, not a part of it. */
  | 'comment'
  /** A file of the folder that its table of contents does not name. */
  | 'unlisted'
  /** The library's words around a text of Project Gutenberg. */
  | 'license'

export interface RemovedText {
  text: string
  reason: RemovedReason
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
