import { crc32, deflateSync } from 'node:zlib'

/** The tokens a simulated picture is said to have. */
export const simulatedPictureTokens = 1_500

/**
 * A PNG for a prompt, the same each time: its colour runs from the top to the foot, in hues the letters add up to. Bright
 * when the prompt has that word.
 */
export function simulatedPicture(prompt: string, width: number, height: number): Buffer {
  const sum = [...prompt].reduce((all, letter) => (all * 31 + letter.codePointAt(0)!) % 65_521, 7)
  const base = /\bbright\b/i.test(prompt) ? 170 : 20
  const stride = width * 3 + 1
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const share = y / height
    const colour = [0, 1, 2].map(channel => base + Math.round(((sum >> (channel * 4)) % 16) * 3 + share * 40))
    for (let x = 0; x < width; x++) rows.set(colour, y * stride + 1 + x * 3)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8) // eight bits a channel, red green blue
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
