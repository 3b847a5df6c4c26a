import { Resvg } from '@resvg/resvg-js'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { CoverDesign } from './design.ts'
import { composeWrap } from './draw-wrap.ts'
import { drawWrap, layoutNames, rasterize, readIsbn, spineWidth, trimNames, trims, wrapPdf } from './index.ts'
import type { Box } from './shapes.ts'

const design: CoverDesign = {
  title: 'Job Queues',
  subtitle: 'Leases, retries and exactly once',
  authors: ['Ada Lovelace'],
  layout: 'technical',
  palette: 'harbour',
  motif: 'sheets',
}
const isbn = readIsbn('978-0-306-40615-7')
const description = 'A queue is a promise.\n\nThis book keeps it.'

describe('spineWidth', () => {
  it.each([
    [200, 'white', 11.44],
    [200, 'cream', 12.7],
    [200, 'colour', 11.92],
    [199, 'white', 11.44],
    [828, 'white', 47.36],
  ] as const)('of %i pages of %s paper is %f mm', (pages, paper, millimetres) => {
    expect(spineWidth(pages, paper)).toBeCloseTo(millimetres, 2)
  })
})

/** Whether there is ink of these letters anywhere outside these boxes. */
function outside(text: string, sheet: Box, boxes: Box[]): boolean {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${sheet.width}" height="${sheet.height}">${text}</svg>`
  const { pixels, width } = new Resvg(svg, {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'width', value: 1000 },
  }).render()
  const scale = sheet.width / width
  for (let at = 3; at < pixels.length; at += 4) {
    if (pixels[at]! < 40) continue
    const [x, y] = [(((at - 3) / 4) % width) * scale, Math.floor((at - 3) / 4 / width) * scale]
    if (
      !boxes.some(
        box =>
          x >= box.x - scale && x <= box.x + box.width + scale && y >= box.y - scale && y <= box.y + box.height + scale,
      )
    )
      return true
  }
  return false
}

const within = ({ x, y, width, height }: Box, left: number, top = left): Box => ({
  x: x + left,
  y: y + top,
  width: width - 2 * left,
  height: height - 2 * top,
})

describe('drawWrap', () => {
  it('is as large as the printer asks, bleed and spine and all', () => {
    const { svg, width, height, spine } = drawWrap(design, { trim: trims['6x9'], pages: 200, paper: 'cream' })
    expect([width, height, spine].map(length => length.toFixed(2))).toEqual(['323.85', '234.95', '12.70'])
    expect(svg).toMatch(/^<svg [^>]*width="323\.85mm" height="234\.95mm" viewBox="0 0 3238\.5 2349\.5"/)
    expect(svg).not.toMatch(/NaN|<text|href/)
  })

  it.each(trimNames)('keeps letters 6 mm from every edge and fold at %s', trim => {
    for (const layout of layoutNames) {
      for (const pages of [90, 600]) {
        const long = { ...design, layout, title: 'A Field Guide to the Invisible and What We Talk About' }
        const { text, boxes } = composeWrap(long, {
          trim: trims[trim],
          pages,
          paper: 'white',
          isbn,
          description: description.repeat(20),
        })
        const safe = [within(boxes.back, 63.5), within(boxes.front, 63.5), within(boxes.spine, 15.8, 63.5)]
        expect(outside(text, boxes.sheet, safe), `${layout} ${pages}`).toBe(false)
      }
    }
  })

  it('writes on the spine only of a book that is thick enough', () => {
    const warned = (pages: number) =>
      drawWrap(design, { trim: trims['5x8'], pages, paper: 'white' }).warnings.map(({ code }) => code)
    expect(warned(78)).toEqual(['spine-too-narrow'])
    expect(warned(79)).not.toContain('spine-too-narrow')
    expect(warned(200)).toEqual([])
  })

  it('leaves room for a barcode of the printer where there is no ISBN', async () => {
    const options = { trim: trims['6x9'], pages: 200, paper: 'white' as const }
    const [without, having] = [drawWrap(design, options), drawWrap(design, { ...options, isbn })]
    expect(without.svg).toContain('#ffffff')
    expect(having.svg.length).toBeGreaterThan(without.svg.length)
  })

  it('says when the description is too long for the back', () => {
    const { warnings } = drawWrap(design, {
      trim: trims['5x8'],
      pages: 200,
      paper: 'white',
      description: 'Word '.repeat(2000),
    })
    expect(warnings).toEqual([{ code: 'text-cut', message: expect.stringMatching(/too long for the back/) }])
  })

  it('becomes a picture at 300 dpi, and a PDF of one page at its size, the same every time', async () => {
    const wrap = drawWrap(design, { trim: trims.a5, pages: 120, paper: 'white', isbn, description })
    const pixels = Math.round((wrap.width / 25.4) * 300)
    const { bytes } = await rasterize(wrap.svg, pixels, 'png', 300)
    expect(await sharp(bytes).metadata()).toMatchObject({ width: pixels, density: 300 })
    const pdf = Buffer.from(await wrapPdf(wrap, design.title))
    expect(pdf.equals(Buffer.from(await wrapPdf(wrap, design.title)))).toBe(true)
    const [, width, height] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'))!.map(Number)
    expect(width).toBeCloseTo((wrap.width / 25.4) * 72, 0)
    expect(height).toBeCloseTo((wrap.height / 25.4) * 72, 0)
    expect(pdf.toString('latin1')).toContain(
      `/TrimBox [9.000 9.000 ${(width! - 9).toFixed(3)} ${(height! - 9).toFixed(3)}]`,
    )
  })
})
