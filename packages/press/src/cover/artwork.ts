import { type Box, element } from './shapes.ts'

/** A picture in place of a motif: the bytes of a PNG or JPEG, without letters of its own. */
export interface Artwork {
  bytes: Uint8Array
  mediaType: 'image/png' | 'image/jpeg'
}

/** A picture that fills a box: what is too much of it is cut off evenly. */
export function fillWith({ bytes, mediaType }: Artwork, { x, y, width, height }: Box): string {
  const href = `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`
  return element('image', { x, y, width, height, href, preserveAspectRatio: 'xMidYMid slice' })
}
