/** Millimetres; printers publish inches. */
export const inch = 25.4

/** Trim sizes by the names authors know. */
export const trims = {
  a5: { width: 148, height: 210 },
  a4: { width: 210, height: 297 },
  letter: { width: 8.5 * inch, height: 11 * inch },
  '5x8': { width: 5 * inch, height: 8 * inch },
  '5.5x8.5': { width: 5.5 * inch, height: 8.5 * inch },
  '6x9': { width: 6 * inch, height: 9 * inch },
  '7x10': { width: 7 * inch, height: 10 * inch },
} as const satisfies Record<string, Trim>

/** The size of a page once it is cut, in millimetres. */
export interface Trim {
  width: number
  height: number
}

export type TrimName = keyof typeof trims
export const trimNames = Object.keys(trims) as TrimName[]

/**
 * Thickness of a page (a leaf has two), in inches, as Kindle Direct Publishing publishes it for paperbacks ("Create a
 * paperback cover", kdp.amazon.com/help G201953020). Other printers' papers differ: their own templates say.
 */
export const papers = { white: 0.002252, cream: 0.0025, colour: 0.002347 } as const

export type Paper = keyof typeof papers
export const paperNames = Object.keys(papers) as Paper[]

/** From the same page: what is cut off each outer edge; the least pages for text on a spine; room beside that text. */
export const bleed = 0.125 * inch
export const fewestPagesForSpineText = 79
export const besideSpineText = 0.0625 * inch

/** Of the same printer's paperbacks. */
export const pageRange = { fewest: 24, most: 828 }

/** In millimetres. A leaf has two pages, so an odd page is followed by a blank one. */
export function spineWidth(pages: number, paper: Paper): number {
  return (pages + (pages % 2)) * papers[paper] * inch
}
