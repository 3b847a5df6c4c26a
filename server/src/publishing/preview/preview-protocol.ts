import type { PageBlocks } from '@octavo/press/site'
import type { StoredBook } from '../press-book.ts'

/** What the thread is given to show; one after the other. */
export interface PreviewOrder {
  book: Omit<StoredBook, 'bibliographies'> & { bibliography?: string }
  /** The path of the page that is wanted. */
  file: string
}

/** `number` names the order: what comes late for an earlier one is nothing to this one. */
export type ToPreviewer =
  | { kind: 'preview'; number: number; order: PreviewOrder }
  | { kind: 'file'; number: number; path: string; bytes: Uint8Array }
  | { kind: 'no file'; number: number; path: string; reason: string }

/** What it says. */
export type FromPreviewer = { number: number } & (
  | { kind: 'read'; path: string }
  | { kind: 'made'; page: PageBlocks }
  | { kind: 'failed'; message: string; stack: string | undefined }
)
