import type { PdfSettings, Trim } from './pdf-options.ts'

/** A page, in points (1/72 inch): its size with bleed, margins from its edge, and the size of letters. */
export interface Paper {
  width: number
  height: number
  inside: number
  outside: number
  top: number
  bottom: number
  textSize: number
  /** What is left for text. */
  measure: number
  textHeight: number
}

const inch = 72
const mm = 72 / 25.4

/** Margins that give lines of 60 to 75 letters (Bringhurst, The Elements of Typographic Style, 2.1.2). */
const trims: Record<Trim, Omit<Paper, 'measure' | 'textHeight'>> = {
  a4: {
    width: 210 * mm,
    height: 297 * mm,
    inside: 32 * mm,
    outside: 36 * mm,
    top: 30 * mm,
    bottom: 32 * mm,
    textSize: 10.75,
  },
  letter: {
    width: 8.5 * inch,
    height: 11 * inch,
    inside: 1.3 * inch,
    outside: 1.45 * inch,
    top: 1.15 * inch,
    bottom: 1.2 * inch,
    textSize: 10.75,
  },
  '6x9': {
    width: 6 * inch,
    height: 9 * inch,
    inside: 0.8 * inch,
    outside: 0.65 * inch,
    top: 0.85 * inch,
    bottom: 0.85 * inch,
    textSize: 10,
  },
  '5.5x8.5': {
    width: 5.5 * inch,
    height: 8.5 * inch,
    inside: 0.75 * inch,
    outside: 0.6 * inch,
    top: 0.8 * inch,
    bottom: 0.8 * inch,
    textSize: 9.75,
  },
}

/** What is cut off on every side, in points. */
export const bleedWidth = 3 * mm

export function paperOf({ trim, variant, bleed, theme }: PdfSettings, pages: number): Paper {
  const paper = { ...trims[trim] }
  if (theme === 'literary') paper.textSize *= 1.08 // EB Garamond is drawn small.
  if (variant === 'screen') {
    // No spine: the text stands in the middle.
    paper.inside = paper.outside = (paper.inside + paper.outside) / 2
  } else {
    const moved = Math.max(0, gutter(pages) + 0.125 * inch - paper.inside)
    paper.inside += moved
  }
  const measure = paper.width - paper.inside - paper.outside
  const textHeight = paper.height - paper.top - paper.bottom
  const cut = bleed ? bleedWidth : 0
  return {
    ...paper,
    width: paper.width + 2 * cut,
    height: paper.height + 2 * cut,
    inside: paper.inside + cut,
    outside: paper.outside + cut,
    top: paper.top + cut,
    bottom: paper.bottom + cut,
    measure,
    textHeight,
  }
}

/**
 * The least inside margin a printer takes, as a thick book swallows it: Kindle Direct Publishing, "Set Trim Size, Bleed,
 * and Margins" (https://kdp.amazon.com/help/topic/GVBQ3CMEQW3W2VL6), the strictest of the usual ones.
 */
export function gutter(pages: number): number {
  const least = [
    [150, 0.375],
    [300, 0.5],
    [500, 0.625],
    [700, 0.75],
  ].find(([most]) => pages <= most!)
  return (least?.[1] ?? 0.875) * inch
}
