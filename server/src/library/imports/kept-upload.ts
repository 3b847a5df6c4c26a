import type { Upload } from '@octavo/manuscript/uploads'

/** What is kept of an upload: everything but the bytes of its pictures. */
export interface KeptUpload extends Omit<Upload, 'images'> {
  images: string[]
}

export const withoutBytes = (upload: Upload): KeptUpload => ({ ...upload, images: [...upload.images.keys()] })

/** An upload as the divider of chapters takes it. */
export const asUpload = (kept: KeptUpload): Upload => ({
  ...kept,
  images: new Map(kept.images.map(path => [path, new Uint8Array()])),
})
