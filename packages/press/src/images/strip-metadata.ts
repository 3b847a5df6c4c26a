import type { ImageFacts } from './image-facts.ts'

/**
 * Takes out what tells of the author and not of the picture — EXIF with its place and camera, comments, XMP, thumbnails,
 * previews — without touching a pixel. Only for pictures in sRGB that need no rotation: both would be lost with it.
 */
export function stripMetadata(bytes: Uint8Array, kind: ImageFacts['kind']): Uint8Array {
  if (kind === 'jpeg') return stripJpeg(bytes)
  if (kind === 'png') return stripPng(bytes)
  if (kind === 'webp') return stripWebp(bytes)
  if (kind === 'gif') return stripGif(bytes)
  return bytes
}

/** ITU-T T.81 annex B. JFIF (APP0) and Adobe's note on colour (APP14) belong to the picture; the other APPn do not. */
function stripJpeg(bytes: Uint8Array): Uint8Array {
  const kept = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!
    // Fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++
      continue
    }
    // From the start of the scan on, everything is picture.
    if (marker === 0xda) return join([...kept, bytes.subarray(at)])
    const end = at + 2 + uint16(bytes, at + 2)
    const application = marker >= 0xe0 && marker <= 0xef
    const jfif = marker === 0xe0 && bytes[at + 4] === 0x4a && bytes[at + 7] === 0x46
    if ((!application && marker !== 0xfe) || jfif || marker === 0xee) kept.push(bytes.subarray(at, end))
    at = end
  }
  return bytes
}

/** PNG third edition §11. What is listed changes how pixels look; every other ancillary chunk is text about them. */
const pngChunks = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'sBIT',
  'pHYs',
  'acTL',
  'fcTL',
  'fdAT',
])

function stripPng(bytes: Uint8Array): Uint8Array {
  const kept = [bytes.subarray(0, 8)]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + uint32(bytes, at)
    const type = ascii(bytes, at + 4)
    if (pngChunks.has(type)) kept.push(bytes.subarray(at, end))
    at = end
    if (type === 'IEND') break
  }
  return join(kept)
}

/** RFC 9649 §2.7: chunks are padded to even lengths; the flags of `VP8X` announce EXIF, XMP and ICC. */
function stripWebp(bytes: Uint8Array): Uint8Array {
  const dropped = new Set(['EXIF', 'XMP ', 'ICCP'])
  const kept: Uint8Array[] = []
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = little32(bytes, at + 4)
    const end = at + 8 + size + (size % 2)
    const type = ascii(bytes, at)
    if (!dropped.has(type)) {
      const chunk = bytes.slice(at, end)
      if (type === 'VP8X') chunk[8]! &= ~0b0010_1100
      kept.push(chunk)
    }
    at = end
  }
  const head = bytes.slice(0, 12)
  const body = join(kept)
  new DataView(head.buffer).setUint32(4, body.length + 4, true)
  return join([head, body])
}

/** GIF89a §24 (comments) and §26 (application extensions); of those only the one that says how often to repeat stays. */
function stripGif(bytes: Uint8Array): Uint8Array {
  const table = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  const afterBlocks = (at: number) => {
    let end = at
    while (end < bytes.length && bytes[end] !== 0) end += bytes[end]! + 1
    return end + 1
  }
  let at = 13 + table(bytes[10]!)
  const kept = [bytes.subarray(0, at)]
  while (at < bytes.length && bytes[at] !== 0x3b) {
    const picture = bytes[at] === 0x2c
    if (!picture && bytes[at] !== 0x21) return bytes
    const end = picture ? afterBlocks(at + 11 + table(bytes[at + 9]!)) : afterBlocks(at + 2)
    const label = bytes[at + 1]
    const repeats = label === 0xff && ascii(bytes, at + 3) === 'NETS'
    if (picture || label === 0xf9 || label === 0x01 || repeats) kept.push(bytes.subarray(at, end))
    at = end
  }
  return join([...kept, Uint8Array.of(0x3b)])
}

const uint16 = (bytes: Uint8Array, at: number) => (bytes[at]! << 8) | bytes[at + 1]!
const uint32 = (bytes: Uint8Array, at: number) => uint16(bytes, at) * 65_536 + uint16(bytes, at + 2)
const little32 = (bytes: Uint8Array, at: number) =>
  bytes[at]! + bytes[at + 1]! * 256 + bytes[at + 2]! * 65_536 + bytes[at + 3]! * 16_777_216
const ascii = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))

function join(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
