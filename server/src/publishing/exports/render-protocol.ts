import type { StoredBook } from '../press-book.ts'
import type { ExportFormat, ExportOptions } from './formats.ts'

/** What the thread that renders is begun with. */
export interface RenderOrder {
  format: ExportFormat
  options: ExportOptions
  book: Omit<StoredBook, 'bibliographies'> & { bibliography?: string }
}

/** What it says. */
export type FromRenderer =
  | { kind: 'read'; path: string }
  | { kind: 'told'; stage: string; done: number; total: number }
  | { kind: 'noted'; text: string }
  | { kind: 'made'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'failed'; message: string; stack: string | undefined }

/** What it is answered when it reads a file. */
export type ToRenderer = { path: string; bytes: Uint8Array } | { path: string; error: string }
