import { Resvg } from '@resvg/resvg-js'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { type Colour, contrast } from './colour.ts'
import { compose } from './compose.ts'
import type { CoverDesign } from './design.ts'
import {
  drawWrap,
  layoutNames,
  paletteNames,
  palettes,
  rasterize,
  readArtwork,
  renderCover,
  trims,
  wrapPdf,
} from './index.ts'

const design: CoverDesign = {
  title: 'A Field Guide to the Invisible',
  subtitle: 'And what we talk about',
  authors: ['Ada Lovelace'],
  layout: 'poster',
  palette: 'harbour',
  motif: 'sheets',
}
const flat = (background: string, width = 600, height = 900) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
const artworkOf = async (background: string) => readArtwork(await flat(background), 'picture.png')

describe('a cover with a picture', () => {
  it.each(layoutNames)('shows it where the %s layout has its drawing, and no motif', async layout => {
    const artwork = await artworkOf('#ff00ff')
    const shown = async (motif: CoverDesign['motif']) =>
      sharp((await renderCover({ ...design, layout, motif }, { width: 200, artwork })).bytes)
        .raw()
        .toBuffer()
    const pixels = await shown('sheets')
    expect(pixels.equals(await shown('waves'))).toBe(true)
    let magenta = 0
    for (let at = 0; at < pixels.length; at += 3)
      if (pixels[at]! > 220 && pixels[at + 1]! < 40 && pixels[at + 2]! > 220) magenta++
    // A round window is the least of them.
    expect(magenta / (pixels.length / 3)).toBeGreaterThan(0.12)
  })

  it.each(['#ffffff', '#000000', '#808080'])('has letters that can be read on a picture of %s', async background => {
    const artwork = await artworkOf(background)
    const frame = { x: 0, y: 0, width: 400, height: 640 }
    for (const palette of paletteNames) {
      const { art, text } = compose({ ...design, palette }, frame, frame, artwork)
      const render = (inside: string) =>
        new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="640">${inside}</svg>`, {
          font: { loadSystemFonts: true },
        }).render().pixels
      const [under, letters] = [render(art), render(text.replaceAll(/fill="[^"]+"/g, 'fill="#ffffff"'))]
      const { ink, quiet } = palettes[palette]
      for (let at = 0; at < letters.length; at += 4) {
        if (letters[at + 3]! < 200) continue
        const ground: Colour = `#${[0, 1, 2].map(channel => under[at + channel]!.toString(16).padStart(2, '0')).join('')}`
        expect(contrast(ink, ground)).toBeGreaterThanOrEqual(7)
        expect(contrast(quiet, ground)).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  it('is wrapped around the book as a drawn one is, to the edge that is cut off', async () => {
    const options = { trim: trims['6x9'], pages: 200, paper: 'white' as const }
    const wrap = drawWrap(design, { ...options, artwork: await artworkOf('#ff00ff') })
    expect(wrap.warnings).toEqual([])
    const { bytes, width } = await rasterize(wrap.svg, 800, 'png')
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * info.channels).subarray(0, 3)]
    expect(at(width - 1, 0)).toEqual([255, 0, 255].map(value => expect.closeTo(value, -1)))
    expect(at(0, 0)).not.toEqual(at(width - 1, 0))
    expect(
      Buffer.from(await wrapPdf(wrap, design.title))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })
})

it('takes pictures and nothing else', async () => {
  expect(await readArtwork(await flat('#123456'), 'a.png')).toMatchObject({ mediaType: 'image/jpeg', width: 600 })
  await expect(readArtwork(Buffer.from('<html>'), 'a.png')).rejects.toThrow(/no picture/)
})
