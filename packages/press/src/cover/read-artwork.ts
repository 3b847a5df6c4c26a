import { type PrepareImage, prepareImages } from '../images/index.ts'
import type { Artwork } from './artwork.ts'

/** A picture for a cover, ready to be drawn around. */
export interface ReadArtwork extends Artwork {
  mediaType: 'image/jpeg'
  width: number
  height: number
}

/** Checks a picture a model made, and takes it as a JPEG in sRGB without metadata. Rejects with an `ImageProblem`. */
export async function readArtwork(
  bytes: Uint8Array,
  name: string,
  prepare: PrepareImage = prepareImages(),
): Promise<ReadArtwork> {
  // Pictures of covers are always JPEG.
  const { bytes: prepared, width, height } = await prepare(bytes, { purpose: 'cover', name })
  return { bytes: prepared, mediaType: 'image/jpeg', width, height }
}
