import { Resvg } from '@resvg/resvg-js'
import sharp from 'sharp'
import { fontFiles } from '../fonts/index.ts'
import type { PreparedKind, Recipe } from './decision.ts'
import type { ImageLimits } from './image-facts.ts'
import { ImageProblem } from './image-problem.ts'
import { sanitizeSvg } from './sanitize-svg.ts'

interface PreparedSvg {
  bytes: Uint8Array
  kind: PreparedKind
  width: number
  height: number
  warnings: string[]
}

/** A target that takes no SVG gets it drawn at twice its size, for paper, within these pixels. */
const narrowest = 64

/** A sanitised SVG, or where the target takes none, a PNG of it drawn with the book's own fonts. */
export async function prepareSvg(
  bytes: Uint8Array,
  recipe: Recipe,
  name: string,
  limits: ImageLimits,
): Promise<PreparedSvg> {
  const { svg, removed } = sanitizeSvg(bytes, name)
  const warnings = removed.length > 0 ? [`Taken out of the SVG: ${removed.join(', ')}.`] : []
  const size = draw(svg, name)
  if (size.width * size.height > limits.pixels) {
    throw new ImageProblem('too-large', name, `it is ${size.width} × ${size.height} pixels. Make its width smaller.`)
  }
  if (recipe.kinds.includes('svg')) {
    const [width, height] = [Math.round(size.width), Math.round(size.height)]
    return { bytes: new TextEncoder().encode(svg), kind: 'svg', width, height, warnings }
  }
  const width = Math.max(narrowest, Math.min(recipe.maxWidth, Math.round(size.width * 2)))
  if ((width * width * size.height) / size.width > limits.pixels) {
    throw new ImageProblem('too-large', name, 'it is much higher than wide. Divide it.')
  }
  const { kinds, quality } = recipe
  const drawn = draw(svg, name, width).render()
  const about = { width: drawn.width, height: drawn.height, warnings }
  if (kinds.includes('png')) return { bytes: drawn.asPng(), kind: 'png', ...about }
  const flat = await sharp(drawn.asPng()).flatten({ background: '#fff' }).jpeg({ quality }).toBuffer()
  return { bytes: flat, kind: 'jpeg', ...about }
}

function draw(svg: string, name: string, toWidth?: number): Resvg {
  try {
    return new Resvg(svg, {
      font: {
        loadSystemFonts: false,
        // Reading the size needs no letters, and loading them takes longer than everything else here.
        fontFiles: toWidth ? fontFiles('technical').map(({ path }) => path) : [],
        defaultFontFamily: 'Inter',
        sansSerifFamily: 'Inter',
        serifFamily: 'Source Serif 4',
        monospaceFamily: 'JetBrains Mono',
      },
      ...(toWidth ? { fitTo: { mode: 'width', value: toWidth } } : {}),
    })
  } catch (cause) {
    throw new ImageProblem(
      'corrupt',
      name,
      'this SVG cannot be drawn. Open it in the program that made it and save it again.',
      { cause },
    )
  }
}
