import type { StoredBook } from '../press-book.ts'
import type { ExportFormat, ExportOptions } from './formats.ts'

/** What a thread is given to render; one after the other. */
export interface RenderOrder {
  format: ExportFormat
  options: ExportOptions
  book: Omit<StoredBook, 'bibliographies' | 'chapters'> & { bibliography?: string }
}

/** `number` names the order: what comes late for an earlier one is nothing to this one. */
export type ToRenderer =
  | { kind: 'render'; number: number; order: RenderOrder }
  | { kind: 'file'; number: number; path: string; bytes: Uint8Array }
  | { kind: 'no file'; number: number; path: string; reason: string }

/** What it says. */
export type FromRenderer = { number: number } & (
  | { kind: 'read'; path: string }
  | { kind: 'told'; stage: string; done: number; total: number }
  | { kind: 'noted'; text: string }
  | { kind: 'made'; bytes: Uint8Array<ArrayBuffer>; pages: number | undefined }
  | { kind: 'failed'; message: string; stack: string | undefined }
)
