import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ImageProblem, type ImagePurpose, prepareImages, recipes } from './index.ts'

const purposes = Object.keys(recipes) as ImagePurpose[]
const size = { width: 64, height: 32 }
const flat = (background: string | object, channels: 3 | 4 = 3) => sharp({ create: { ...size, channels, background } })
/** As fine as a photograph: PNG cannot compress it, JPEG can. */
const noise = Uint8Array.from({ length: 64 * 32 * 4 }, (_, at) => (at % 4 === 3 ? 255 : (at * at * 7919) % 251))
const photograph = (channels: 3 | 4) => {
  const image = sharp(noise, { raw: { ...size, channels: 4 } }).blur(1.5)
  return (channels === 3 ? image.removeAlpha() : image.ensureAlpha()).png().toBuffer()
}
const prepare = (bytes: Uint8Array, purpose: ImagePurpose, maxWidth?: number) =>
  prepareImages()(bytes, { purpose, name: 'images/a.png', maxWidth })
const pixel = async (bytes: Uint8Array, left = 0, top = 0) => [
  ...(await sharp(bytes).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer()),
]

describe('prepareImages', () => {
  it('goes by content, not by name', async () => {
    const jpeg = await flat('#246').jpeg().toBuffer()
    expect(await prepare(jpeg, 'epub')).toMatchObject({
      kind: 'jpeg',
      extension: 'jpg',
      mediaType: 'image/jpeg',
      ...size,
    })
  })

  it.each(purposes)('gives the %s only what it can show, from every kind of picture', async purpose => {
    const pictures = await Promise.all([
      flat('#246').png().toBuffer(),
      flat('#246').jpeg().toBuffer(),
      flat('#246').gif().toBuffer(),
      flat({ r: 9, g: 9, b: 9, alpha: 0.5 }, 4).webp().toBuffer(),
      flat('#246').avif().toBuffer(),
      flat('#246').tiff().toBuffer(),
      flat('#246').toColourspace('cmyk').jpeg().toBuffer(),
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><rect width="64" height="32" fill="#246"/></svg>',
      ),
    ])
    for (const picture of pictures) {
      const { kind, bytes } = await prepare(picture, purpose)
      expect(recipes[purpose].kinds).toContain(kind)
      const { format, space } = await sharp(bytes).metadata()
      expect(format).toBe(kind)
      expect(['srgb', 'b-w']).toContain(space)
    }
  })

  it('turns a picture as its EXIF says, and says nothing more of where it was taken', async () => {
    const left = await sharp({ create: { width: 8, height: 32, channels: 3, background: '#f00' } })
      .png()
      .toBuffer()
    const turned = await flat('#00f')
      .composite([{ input: left, left: 0, top: 0 }])
      .withExif({ IFD0: { Copyright: 'Octavo was here', Orientation: '6' } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer()
    const { width, height, bytes } = await prepare(turned, 'site')
    expect([width, height]).toEqual([32, 64])
    expect((await pixel(bytes, 16, 2))[0]).toBeGreaterThan(200)
    expect(Buffer.from(bytes).includes('Octavo was here')).toBe(false)
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
  })

  it.each(['jpeg', 'png', 'webp'] as const)('takes metadata out of a %s without touching a pixel', async format => {
    const told = await flat('#246')
      .withExif({ IFD0: { Artist: 'Octavo was here' } })
      [format]()
      .toBuffer()
    expect(Buffer.from(told).includes('Octavo was here')).toBe(true)
    const { bytes, kind } = await prepare(told, 'site')
    expect(kind).toBe(format)
    expect(Buffer.from(bytes).includes('Octavo was here')).toBe(false)
    expect(await sharp(bytes).raw().toBuffer()).toEqual(await sharp(told).raw().toBuffer())
  })

  it('makes wide gamuts and CMYK sRGB', async () => {
    const wide = await flat('#f00').withIccProfile('p3').png().toBuffer()
    const { bytes } = await prepare(wide, 'pdf')
    expect((await sharp(bytes).metadata()).icc).toBeUndefined()
    expect((await pixel(bytes))[0]).toBeGreaterThan(250)
    const cmyk = await flat('#f00').withIccProfile('cmyk').jpeg().toBuffer()
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
    const red = await pixel((await prepare(cmyk, 'epub')).bytes)
    expect(red[0]! - red[2]!).toBeGreaterThan(120)
  })

  it('narrows and never enlarges', async () => {
    const picture = await flat('#246').png().toBuffer()
    expect(await prepare(picture, 'site', 20)).toMatchObject({ width: 20, height: 10, kind: 'png' })
    expect(await prepare(picture, 'site', 200)).toMatchObject(size)
  })

  it('writes a photograph that came as PNG as JPEG, and keeps a drawing as it is', async () => {
    expect(await prepare(await photograph(3), 'epub')).toMatchObject({ kind: 'jpeg' })
    expect(await prepare(await photograph(4), 'epub'), 'an alpha channel nobody uses').toMatchObject({ kind: 'jpeg' })
    expect(await prepare(await flat('#246').png().toBuffer(), 'epub')).toMatchObject({ kind: 'png' })
  })

  it('keeps transparency where the target has it, and puts it on white where not', async () => {
    const glass = await flat({ r: 255, g: 0, b: 0, alpha: 0 }, 4).png().toBuffer()
    expect((await sharp((await prepare(glass, 'site')).bytes).metadata()).hasAlpha).toBe(true)
    expect(await pixel((await prepare(glass, 'cover')).bytes)).toEqual([255, 255, 255])
  })

  it('keeps a GIF moving where the target moves, and its first frame elsewhere', async () => {
    const frames = await Promise.all(['#f00', '#00f'].map(colour => flat(colour).png().toBuffer()))
    const moving = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [100, 100] })
      .toBuffer()
    const site = await prepare(moving, 'site')
    expect(site).toMatchObject({ kind: 'gif', ...size })
    expect((await sharp(site.bytes, { animated: true }).metadata()).pages).toBe(2)
    const pdf = await prepare(moving, 'pdf')
    expect(pdf).toMatchObject({ kind: 'png', ...size })
    expect(await pixel(pdf.bytes)).toEqual([255, 0, 0])
    const webp = await sharp(frames, { join: { animated: true } })
      .webp({ delay: [100, 100] })
      .toBuffer()
    const epub = await prepare(webp, 'epub')
    expect(epub).toMatchObject({ kind: 'gif', ...size })
    expect((await sharp(epub.bytes, { animated: true }).metadata()).pages).toBe(2)
  })

  it('draws an SVG for targets that take none, sharp enough for paper, and tells what it took out', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><script/><text y="40" font-size="40">Ag</text></svg>',
    )
    const site = await prepare(svg, 'site')
    expect(site).toMatchObject({ kind: 'svg', width: 100, height: 50, warnings: ['Taken out of the SVG: a script.'] })
    const docx = await prepare(svg, 'docx')
    expect(docx).toMatchObject({ kind: 'png', width: 200, height: 100 })
    expect((await sharp(docx.bytes).stats()).isOpaque).toBe(false)
  })
})

describe('prepareImages refuses, naming the file', () => {
  const refusal = (bytes: Uint8Array, limits = {}) =>
    prepareImages({ limits })(bytes, { purpose: 'site', name: 'images/a.png' }).then(
      () => 'accepted',
      problem => (problem instanceof ImageProblem ? `${problem.code} ${problem.message}` : problem),
    )

  it('what is no picture', async () => {
    expect(await refusal(Buffer.from('%PDF-1.7'))).toMatch(/^not-an-image images\/a\.png: /)
    expect(await refusal(new Uint8Array())).toMatch(/^not-an-image/)
    expect(await refusal(Buffer.from('BM      '))).toMatch(/^unsupported .* Save it as PNG/)
  })

  it.each(['jpeg', 'png', 'gif', 'webp'] as const)('a %s that is cut off', async format => {
    const whole = await sharp(noise, { raw: { ...size, channels: 4 } })
      [format]()
      .toBuffer()
    expect(await refusal(whole.subarray(0, whole.length * 0.6))).toMatch(
      /^corrupt images\/a\.png: it is damaged or cut off/,
    )
  })

  it('a PNG whose pixels are damaged', async () => {
    const damaged = await photograph(3)
    damaged.fill(0, damaged.length >> 1, (damaged.length >> 1) + 200)
    expect(await refusal(damaged)).toMatch(/^corrupt/)
  })

  it('a small file that would be huge, before it is decoded', async () => {
    const bomb = await sharp({ create: { width: 5000, height: 5000, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    expect(bomb.length).toBeLessThan(200_000)
    expect(await refusal(bomb, { pixels: 1_000_000 })).toMatch(/^too-large .*5000 × 5000 pixels; 1 million/)
    expect(await refusal(bomb, { bytes: 1000 })).toMatch(/^too-large .*MiB/)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"/>')
    expect(await refusal(svg)).toMatch(/^too-large/)
  })
})

describe('prepareImages shares its work', () => {
  it('gives two purposes that need the same the same bytes', async () => {
    const prepareOne = prepareImages()
    const bytes = await photograph(3)
    const [epub, pdf] = await Promise.all([
      prepareOne(bytes, { purpose: 'epub', name: 'a' }),
      prepareOne(bytes, { purpose: 'pdf', name: 'a' }),
    ])
    expect(epub.bytes).toBe(pdf.bytes)
  })

  it('asks the cache first and gives what it gave before', async () => {
    const stored = new Map<string, Uint8Array>()
    const cache = {
      get: async (key: string) => stored.get(key),
      put: async (key: string, bytes: Uint8Array) => void stored.set(key, bytes),
    }
    const bytes = await photograph(3)
    const first = await prepareImages({ cache })(bytes, { purpose: 'epub', name: 'a' })
    const again = await prepareImages({ cache, limits: { pixels: 1 } })(bytes, { purpose: 'epub', name: 'a' })
    expect({ ...again, bytes: Buffer.from(again.bytes) }).toEqual({ ...first, bytes: Buffer.from(first.bytes) })
    expect([...stored.keys()]).toEqual([expect.stringMatching(/^[\w-]+$/)])
  })
})

const book = fileURLToPath(new URL('../../../../../shared/books/applied-quantum-computing/images', import.meta.url))

it.skipIf(!existsSync(book))('prepares every picture of a real book for every target', async () => {
  const prepareOne = prepareImages()
  for (const name of readdirSync(book)) {
    const bytes = readFileSync(`${book}/${name}`)
    for (const purpose of purposes) {
      const prepared = await prepareOne(bytes, { purpose, name })
      expect(recipes[purpose].kinds, name).toContain(prepared.kind)
      if (purpose !== 'cover') expect(prepared.bytes.length, name).toBeLessThanOrEqual(bytes.length)
    }
  }
})
