import type { Structure } from '@octavo/manuscript'
import type { UploadError } from '@octavo/manuscript/uploads'
import type { KeptUpload } from './kept-upload.ts'

/** What the thread that reads an upload is begun with. */
export interface ReadingOrder {
  name: string
  bytes: Uint8Array
  /** `upload` is the text alone, `structure` proposes chapters besides, `images` gives the pictures. */
  want: 'upload' | 'structure' | 'images'
}

/** What it says. */
export type FromReader =
  | { kind: 'told'; done: number; total: number }
  | { kind: 'upload'; upload: KeptUpload }
  | { kind: 'structure'; upload: KeptUpload; structure: Structure }
  | { kind: 'images'; images: Map<string, Uint8Array> }
  | { kind: 'refused'; reason: UploadError['reason']; message: string }
  | { kind: 'failed'; message: string; stack: string | undefined }
