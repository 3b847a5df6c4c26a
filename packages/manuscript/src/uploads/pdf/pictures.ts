import { getResolvedPDFJS } from 'unpdf'
import type { PdfPage } from './open.ts'
import { type Channels, pngOf } from './png.ts'

/** A picture on a page, and where it stands. Measures are points, from the lower left corner. */
export interface PagePicture {
  page: number
  x: number
  /** Of its upper edge. */
  top: number
  width: number
  height: number
  /** Names the same picture on other pages. */
  key: string
}

interface Raster {
  width: number
  height: number
  /** 1 one bit a pixel, 2 RGB, 3 RGBA (`ImageKind` of pdf.js). */
  kind: number
  data: Uint8Array | Uint8ClampedArray | undefined
}

type Matrix = [number, number, number, number, number, number]

/** Points a picture has at least: smaller ones are bullets and ornaments. */
const smallest = 12

/** Pictures of one page that are looked at. */
const mostOfPage = 200

/** The pictures of a document, each packed once and at once: unpacked, those of a book do not fit into memory. */
export class PdfPictures {
  readonly shown: PagePicture[] = []
  readonly packed = new Map<string, Uint8Array>()
  /** How many could not be decoded, or are beyond the limit. */
  lost = 0
  readonly #limit: number
  #bytes = 0

  /** `limit` is how many bytes all of them may have, packed. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Takes the pictures of a page, by the operators that paint it. */
  async take(page: PdfPage, number: number): Promise<void> {
    const { OPS } = await getResolvedPDFJS()
    const { fnArray, argsArray } = await page.getOperatorList()
    let matrix: Matrix = [1, 0, 0, 1, 0, 0]
    let count = 0
    const stack: Matrix[] = []
    for (const [index, operator] of fnArray.entries()) {
      const args = argsArray[index]
      if (operator === OPS.save) stack.push(matrix)
      else if (operator === OPS.restore) matrix = stack.pop() ?? matrix
      else if (operator === OPS.transform) matrix = times(matrix, args as Matrix)
      else if (operator === OPS.paintFormXObjectBegin) {
        stack.push(matrix)
        if (args?.[0]) matrix = times(matrix, args[0] as Matrix)
      } else if (operator === OPS.paintFormXObjectEnd) matrix = stack.pop() ?? matrix
      else if (operator === OPS.paintImageXObject || operator === OPS.paintInlineImageXObject) {
        const [x, top, width, height] = boxOf(matrix)
        if (width < smallest || height < smallest) continue
        const isNamed = operator === OPS.paintImageXObject
        const raster =
          count++ < mostOfPage
            ? ((isNamed ? await rasterOf(page, String(args[0])) : args[0]) as Raster | undefined)
            : undefined
        const key = raster?.data && this.#pack(raster)
        if (key) this.shown.push({ page: number, x, top, width, height, key })
        else this.lost++
      }
    }
  }

  #pack(raster: Raster): string | undefined {
    const key = keyOf(raster)
    if (this.packed.has(key)) return key
    if (this.#bytes > this.#limit) return undefined
    const png = toPng(raster)
    this.#bytes += png.length
    this.packed.set(key, png)
    return key
  }
}

async function rasterOf(page: PdfPage, name: string): Promise<Raster | undefined> {
  const objects = name.startsWith('g_') ? page.commonObjs : page.objs
  // What the operators name is there once they are, or is still being decoded.
  const { promise, resolve } = Promise.withResolvers<Raster | undefined>()
  objects.get(name, (found: unknown) => resolve(found as Raster | undefined))
  return await promise
}

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}

/** The unit square, where pictures are painted, under a matrix: left, top, width, height. */
function boxOf([a, b, c, d, e, f]: Matrix): [number, number, number, number] {
  const xs = [e, e + a, e + c, e + a + c]
  const ys = [f, f + b, f + d, f + b + d]
  const [left, top] = [Math.min(...xs), Math.max(...ys)]
  return [left, top, Math.max(...xs) - left, top - Math.min(...ys)]
}

/** The same for the same pixels, without looking at all of them. */
function keyOf({ width, height, kind, data }: Raster): string {
  let sum = 0
  const step = Math.max(1, Math.floor(data!.length / 1000))
  for (let index = 0; index < data!.length; index += step) sum = (sum * 31 + data![index]!) >>> 0
  return [width, height, kind, data!.length, sum].join('-')
}

function toPng({ width, height, kind, data }: Raster): Uint8Array {
  if (kind !== 1) return pngOf(data!, width, height, (kind === 3 ? 4 : 3) as Channels)
  // Eight pixels a byte, rows begin with a byte of their own; 1 is white.
  const row = Math.ceil(width / 8)
  const gray = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) gray[y * width + x] = (data![y * row + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 255 : 0
  }
  return pngOf(gray, width, height, 1)
}
