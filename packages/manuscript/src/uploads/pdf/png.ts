import { crc32, deflateSync } from 'node:zlib'

/** How many bytes a pixel has: gray, red-green-blue, and with transparency. */
export type Channels = 1 | 3 | 4

const colorTypes = { 1: 0, 3: 2, 4: 6 } as const

/** Pixels as a PNG (ISO/IEC 15948), row after row from the top, 8 bits a channel. */
export function pngOf(
  pixels: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
  channels: Channels,
): Uint8Array {
  const row = width * channels
  const raw = new Uint8Array((row + 1) * height)
  // Each row begins with its filter; 1, the difference to the pixel on the left, suits pictures.
  for (let y = 0; y < height; y++) {
    const to = y * (row + 1)
    raw[to] = 1
    for (let x = 0; x < row; x++)
      raw[to + 1 + x] = pixels[y * row + x]! - (x >= channels ? pixels[y * row + x - channels]! : 0)
  }
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, colorTypes[channels], 0, 0, 0], 8)
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(raw)), chunk('IEND', new Uint8Array())]
  return new Uint8Array(Buffer.concat([signature, ...chunks]))
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  bytes.set(Buffer.from(type, 'latin1'), 4)
  bytes.set(data, 8)
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)))
  return bytes
}
