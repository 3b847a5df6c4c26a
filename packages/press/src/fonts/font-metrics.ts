import { fontBytes } from './package-file.ts'

/** What is known of a font before anything is drawn with it (OpenType 1.9: `head`, `hhea`, `hmtx`, `cmap`, `OS/2`). */
export interface FontMetrics {
  /** Whether it has a picture of this character. */
  has(codePoint: number): boolean
  /**
   * The width of a text, in multiples of the size, as its characters advance. Kerning is left out: it only brings letters
   * closer, so nothing is wider than said here.
   */
  width(text: string): number
  /** Heights over the baseline, in multiples of the size. */
  capHeight: number
  ascender: number
  /** Below the baseline, positive. */
  descender: number
}

const known = new Map<string, FontMetrics>()

/** The metrics of a TTF by its path. Read once: fonts do not change while the program runs. */
export function fontMetrics(path: string): FontMetrics {
  const before = known.get(path)
  if (before) return before
  const metrics = readMetrics(fontBytes(path))
  known.set(path, metrics)
  return metrics
}

function readMetrics(bytes: Uint8Array): FontMetrics {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = new Map<string, number>()
  for (let index = 0; index < view.getUint16(4); index++) {
    const at = 12 + index * 16
    tables.set(String.fromCharCode(...bytes.subarray(at, at + 4)), view.getUint32(at + 8))
  }
  const [head, hhea, hmtx, cmap, os2] = ['head', 'hhea', 'hmtx', 'cmap', 'OS/2'].map(name => {
    const at = tables.get(name)
    if (at === undefined) throw new Error(`A font without the table "${name}" cannot be measured.`)
    return at
  }) as [number, number, number, number, number]
  const em = view.getUint16(head + 18)
  const advances = view.getUint16(hhea + 34)
  const glyphOf = readCmap(view, cmap)
  const advance = (glyph: number) => view.getUint16(hmtx + Math.min(glyph, advances - 1) * 4) / em
  return {
    has: codePoint => glyphOf(codePoint) !== 0,
    width: text => {
      let sum = 0
      for (const character of text) sum += advance(glyphOf(character.codePointAt(0)!))
      return sum
    },
    // Version 2 of OS/2 brought the height of capitals; without it, seven tenths are near enough.
    capHeight: view.getUint16(os2) >= 2 ? view.getInt16(os2 + 88) / em : 0.7,
    ascender: view.getInt16(hhea + 4) / em,
    descender: -view.getInt16(hhea + 6) / em,
  }
}

/** A map from characters to glyphs; 0 is the glyph for "missing". Format 12 has all of Unicode, 4 its first plane. */
function readCmap(view: DataView, cmap: number): (codePoint: number) => number {
  let best: { format: number; at: number } | undefined
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const at = cmap + view.getUint32(cmap + 4 + index * 8 + 4)
    const format = view.getUint16(at)
    if ((format === 4 || format === 12) && format > (best?.format ?? 0)) best = { format, at }
  }
  if (!best) throw new Error('A font without a Unicode character map cannot be measured.')
  return best.format === 12 ? format12(view, best.at) : format4(view, best.at)
}

function format12(view: DataView, at: number): (codePoint: number) => number {
  const groups = view.getUint32(at + 12)
  return codePoint => {
    let low = 0
    let high = groups - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const group = at + 16 + middle * 12
      if (codePoint < view.getUint32(group)) high = middle - 1
      else if (codePoint > view.getUint32(group + 4)) low = middle + 1
      else return view.getUint32(group + 8) + codePoint - view.getUint32(group)
    }
    return 0
  }
}

function format4(view: DataView, at: number): (codePoint: number) => number {
  const twice = view.getUint16(at + 6)
  const [ends, starts, deltas, offsets] = [14, 16 + twice, 16 + twice * 2, 16 + twice * 3].map(
    offset => at + offset,
  ) as [number, number, number, number]
  return codePoint => {
    for (let segment = 0; segment < twice; segment += 2) {
      if (codePoint > view.getUint16(ends + segment)) continue
      const start = view.getUint16(starts + segment)
      if (codePoint < start) return 0
      const offset = view.getUint16(offsets + segment)
      const delta = view.getUint16(deltas + segment)
      if (offset === 0) return (codePoint + delta) & 0xffff
      const glyph = view.getUint16(offsets + segment + offset + (codePoint - start) * 2)
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}
