import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type ImageCache, type ImagePurpose, prepareImages } from '@octavo/press/images'
import sharp from 'sharp'
import type { Row } from './database.ts'

/** A real book's pictures, where one lies beside the project. */
const realPictures = fileURLToPath(new URL('../../../shared/books/applied-quantum-computing/images/', import.meta.url))
const targets: ImagePurpose[] = ['site', 'epub', 'pdf', 'docx']
const threads = 2

/**
 * What the pictures of a whole book cost, for every form of it: seconds of as many processors as there are threads, so that
 * other work on the machine changes little. A build of all forms has ten seconds in all.
 */
export async function measureImages(): Promise<Row[]> {
  const rows = [await measure('107 illustrations of 1376 × 768, half PNG', await illustrations(107), 4)]
  if (existsSync(realPictures)) {
    const names = await readdir(realPictures)
    const pictures = await Promise.all(names.map(name => readFile(realPictures + name)))
    rows.push(await measure(`the ${names.length} pictures of a real book`, pictures, 2))
  }
  return rows
}

async function measure(what: string, pictures: Uint8Array[], atMost: number): Promise<Row> {
  const stored = new Map<string, Uint8Array>()
  const cache: ImageCache = {
    get: async key => stored.get(key),
    put: async (key, bytes) => {
      stored.set(key, bytes)
    },
  }
  const [cold, bytes] = await prepareAll(pictures, cache)
  const [again] = await prepareAll(pictures, cache)
  const megabytes = (size: number) => (size / 1e6).toFixed(1)
  return {
    name: `preparing ${what} for ${targets.join(', ')}`,
    value: cold,
    unit: 's',
    atMost,
    peer: `${megabytes(pictures.reduce((sum, { length }) => sum + length, 0))} MB became ${megabytes(bytes / targets.length)} MB for each; from the cache ${again.toFixed(2)} s`,
  }
}

async function prepareAll(pictures: Uint8Array[], cache: ImageCache): Promise<[seconds: number, bytes: number]> {
  const start = process.cpuUsage()
  const prepare = prepareImages({ threads, cache })
  let bytes = 0
  const work = pictures.flatMap((picture, index) =>
    targets.map(async purpose => {
      const { length } = (await prepare(picture, { purpose, name: String(index) })).bytes
      bytes += length
    }),
  )
  await Promise.all(work)
  const { user, system } = process.cpuUsage(start)
  return [(user + system) / 1e6 / threads, bytes]
}

/** Shaded pictures with some grain, as image models make them. */
async function illustrations(count: number): Promise<Uint8Array[]> {
  const size = { width: 1376, height: 768 }
  const made: Uint8Array[] = []
  for (let index = 0; index < count; index++) {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
    const picture = sharp({ create: { ...size, channels: 3, background: '#000', noise } })
      .blur(3 + (index % 5))
      .modulate({ hue: (index * 37) % 360 })
    made.push(await (index % 2 ? picture.png() : picture.jpeg({ quality: 92 })).toBuffer())
  }
  return made
}
