import type { CoverWarning } from '../design.ts'
import type { Palette } from '../palettes.ts'
import type { Box } from '../shapes.ts'
import type { Measure } from '../text/break-lines.ts'
import { type Fit, fitText, type Room } from '../text/fit-text.ts'
import { type Face, widthOf } from '../text/lettering.ts'

/** What a layout arranges, and where. */
export interface Stage {
  /** The cover as it is seen. No letter comes nearer to its edges than `margin`. */
  frame: Box
  /** What is painted: the frame and, for print, what is cut off. */
  paint: Box
  title: string
  subtitle: string
  authors: string
  palette: Palette
  /** The motif, cut to a box. `key` names it, where a drawing has several. */
  draw(box: Box, key?: string): string
  /** Told of what did not fit. */
  warnings: CoverWarning[]
}

/** What lies under the letters, and the letters. */
export interface Drawn {
  art: string
  text: string
}

export type Layout = (stage: Stage) => Drawn

/** Of the width. At 6 × 9 inches 13 mm, twice what printers ask for (6.35 mm). */
export const marginShare = 0.085

/** Fits one of the cover's texts and tells of it when it took force. */
export function fit(
  what: 'title' | 'subtitle' | 'name' | 'description',
  text: string,
  room: Room,
  face: Face,
  stage: Pick<Stage, 'warnings'>,
): Fit {
  const measure: Measure = part => widthOf(part, face)
  if (!text) return { lines: [], size: room.smallest, divided: false, cut: false }
  const found = fitText(text, room, measure)
  if (found.cut) {
    stage.warnings.push({ code: 'text-cut', message: `The ${what} is too long for the cover: its end is missing.` })
  } else if (found.divided) {
    stage.warnings.push({
      code: 'word-divided',
      message: `The ${what} has a word too long for the cover: it is divided.`,
    })
  }
  // A dot between names is for names on one line.
  return what === 'name' ? { ...found, lines: found.lines.map(line => line.replace(/\u00a0·$/, '')) } : found
}
