import { Resvg } from '@resvg/resvg-js'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { fontMetrics } from '../fonts/index.ts'
import { compose } from './compose.ts'
import type { CoverDesign } from './design.ts'
import {
  contrast,
  coverShapes,
  drawCover,
  layoutNames,
  motifNames,
  paletteNames,
  palettes,
  proposeCovers,
  renderCover,
} from './index.ts'
import { marginShare } from './layouts/layout.ts'
import { drawable, type Face, runsOf } from './text/lettering.ts'
import { backVoices, spineFaces } from './voices.ts'

const design: CoverDesign = {
  title: 'Job Queues',
  subtitle: 'Leases, retries and exactly once',
  authors: ['Ada Lovelace'],
  layout: 'technical',
  palette: 'harbour',
  motif: 'sheets',
}

const titles = [
  'B',
  'Bees',
  'On Being Late',
  'The Hound of the Baskervilles',
  'Donaudampfschifffahrtsgesellschaft',
  'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz',
  'W'.repeat(120),
  'A Field Guide to the Invisible and What We Talk About When We Say That Nothing Happened in the Long Summer of the World',
  'iiiiiiiiii iiiiiiiiii WWWWWWWWWW MMMMMMMMMM',
  'Ελληνικά και Кириллица',
  'Love ❤ and 🚀 rockets',
]

/** Where the ink of the letters is, in the units of the drawing. */
function inkOf(text: string, { width, height }: { width: number; height: number }) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${text}</svg>`
  const {
    pixels,
    width: columns,
    height: rows,
  } = new Resvg(svg, { font: { loadSystemFonts: false }, fitTo: { mode: 'width', value: width / 4 } }).render()
  const ink = { left: Infinity, top: Infinity, right: -1, bottom: -1 }
  for (let at = 3, index = 0; at < pixels.length; at += 4, index++) {
    if (pixels[at]! < 40) continue
    const [x, y] = [index % columns, Math.floor(index / columns)]
    ink.left = Math.min(ink.left, x)
    ink.right = Math.max(ink.right, x)
    ink.top = Math.min(ink.top, y)
    ink.bottom = Math.max(ink.bottom, y)
  }
  const scale = height / rows
  return {
    left: ink.left * scale,
    top: ink.top * scale,
    right: (ink.right + 1) * scale,
    bottom: (ink.bottom + 1) * scale,
  }
}

describe.each(layoutNames)('the %s layout', layout => {
  it.each(Object.entries(coverShapes))(
    'keeps every letter of every title away from the edges of a %s',
    (_name, shape) => {
      const frame = { x: 0, y: 0, ...shape }
      // Letters may hang over by a hair, as the side of a round letter does.
      const safe = Math.min(shape.width, shape.height) * marginShare * 0.9
      for (const title of titles) {
        const { text } = compose(
          { ...design, layout, title, authors: ['Ada Lovelace', 'Łukasz Wiśniewski', 'Ελένη Παπαδοπούλου'] },
          frame,
        )
        const ink = inkOf(text, shape)
        expect(ink.left, title).toBeGreaterThan(safe)
        expect(ink.top, title).toBeGreaterThan(safe)
        expect(ink.right, title).toBeLessThan(shape.width - safe)
        expect(ink.bottom, title).toBeLessThan(shape.height - safe)
      }
    },
  )
})

describe('drawCover', () => {
  it('gives equal bytes for equal designs, and others for another book', async () => {
    expect(drawCover({ ...design })).toEqual(drawCover({ ...design }))
    expect(drawCover(design).svg).not.toBe(drawCover({ ...design, authors: ['Grace Hopper'] }).svg)
    expect(drawCover(design).svg).not.toBe(drawCover({ ...design, variation: 1 }).svg)
    const [one, other] = await Promise.all([renderCover(design, { width: 200 }), renderCover(design, { width: 200 })])
    expect(Buffer.from(one.bytes).equals(Buffer.from(other.bytes))).toBe(true)
  })

  it.each(motifNames)('draws %s, in every palette, without a font, a link or a number that is none', motif => {
    for (const [index, palette] of paletteNames.entries()) {
      const { svg, warnings } = drawCover({ ...design, motif, palette, layout: layoutNames[index % 3]! })
      expect(warnings).toEqual([])
      expect(svg).toContain('<title>Job Queues</title>')
      expect(svg).not.toMatch(/NaN|Infinity|undefined|<text|<script|xlink:href|font-family/)
      expect(svg.length).toBeLessThan(1_000_000)
    }
  })

  it('says which characters its fonts do not have, and draws none of them', () => {
    const { svg, warnings } = drawCover({ ...design, title: 'Tao ꦗꦮꦺ שלום' })
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      expect.stringMatching(/^missing-characters: .* ꦗ \(U\+A997\), .* of the title\.$/),
    ])
    expect(svg).toBe(drawCover({ ...design, title: 'Tao ꦗꦮꦺ שלום' }).svg)
    const { warnings: none } = drawCover({ ...design, title: 'ꦗꦮꦺ' })
    expect(none[0]!.message).toMatch(/not on the cover at all: upload a cover of your own\.$/)
  })

  it('divides a word only when it must, where the author allows it if he does, and says so', () => {
    expect(drawCover({ ...design, title: 'W'.repeat(60) }).warnings.map(({ code }) => code)).toEqual(['word-divided'])
    expect(drawCover({ ...design, title: 'Donau\u00addampf\u00adschifffahrts\u00adgesellschaft' }).warnings).toEqual([])
  })

  it('takes whatever text it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 130 }), fc.constantFrom(...layoutNames), (title, layout) => {
        const { svg } = drawCover({ ...design, title, layout })
        expect(svg).not.toMatch(/NaN|Infinity/)
      }),
      { numRuns: 40 },
    )
  })
})

it('finds a font for every character it does not leave out', () => {
  const faces: Face[] = layoutNames.flatMap(name => [
    ...Object.values(spineFaces[name]),
    ...Object.values(backVoices[name]),
  ])
  const characters = `${Array.from({ length: 0x3000 }, (_, at) => String.fromCodePoint(at)).join('')}🚀🎈`
  const { text } = drawable(characters)
  expect(text).toContain('Ж')
  for (const face of faces) {
    for (const { text: run, file } of runsOf(text, face)) {
      const { has } = fontMetrics(file.path)
      expect(
        [...run].filter(one => !has(one.codePointAt(0)!) && !/[\p{Default_Ignorable_Code_Point}\p{Cc}]/u.test(one)),
      ).toEqual([])
    }
  }
})

it('keeps the words of one script together, so that they are shaped and stand in the order of reading', () => {
  const face: Face = { family: 'Inter', weight: 700 }
  for (const [title, family] of [
    ['كتاب في الجبر والمقابلة', 'Noto Naskh Arabic'],
    ['דליפת הזרם', 'Noto Serif Hebrew'],
  ] as const) {
    expect(drawable(title)).toEqual({ text: title, missing: [] })
    expect(runsOf(title, face).map(({ text, file }) => [text, file.family, file.weight])).toEqual([
      [title, family, 700],
    ])
  }
})

describe('renderCover', () => {
  it.each([
    ['the front of an e-book', {}, 'jpeg', 1600, 2560],
    ['a thumbnail', { width: 320 }, 'jpeg', 320, 512],
    ['a card', { shape: coverShapes.card, format: 'png' as const }, 'png', 1200, 630],
  ])('renders %s', async (_name, picture, format, width, height) => {
    const { bytes, mediaType } = await renderCover(design, picture)
    expect(await sharp(bytes).metadata()).toMatchObject({ format, width, height, space: 'srgb', hasAlpha: false })
    expect(mediaType).toBe(`image/${format}`)
  })
})

it.each(paletteNames)('text on the palette %s can be read (WCAG 2.2 AA)', name => {
  const { ground, ink, quiet } = palettes[name]
  expect(contrast(ink, ground)).toBeGreaterThanOrEqual(7)
  expect(contrast(quiet, ground)).toBeGreaterThanOrEqual(4.5)
})

describe('proposeCovers', () => {
  const subject = { title: 'Job Queues', authors: ['Ada Lovelace'], kind: 'technical' }

  it('proposes the same again, no two alike', () => {
    const proposed = proposeCovers(subject, 8)
    expect(proposed).toEqual(proposeCovers(subject, 8))
    expect(new Set(proposed.map(({ motif }) => motif)).size).toBe(8)
    expect(new Set(proposed.map(({ palette }) => palette)).size).toBe(8)
    expect(proposeCovers({ ...subject, title: 'Bees' }, 8)).not.toEqual(
      proposed.map(one => ({ ...one, title: 'Bees' })),
    )
  })

  it('fulfils wishes', () => {
    const wished = proposeCovers(subject, 3, { motif: 'leaves', layout: 'literary' })
    expect(wished.map(({ motif, layout, variation }) => [motif, layout, variation])).toEqual([
      ['leaves', 'literary', 0],
      ['leaves', 'literary', 1],
      ['leaves', 'literary', 2],
    ])
  })
})
