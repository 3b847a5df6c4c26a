import type { Palette } from '../palettes.ts'
import type { Random } from '../random.ts'
import type { Box } from '../shapes.ts'

/** Fills a box with a drawing of its own; it may reach beyond the box and is cut to it. The same random, the same drawing. */
export type Motif = (box: Box, palette: Palette, random: Random) => string

/** What drawings are measured in, so that they look the same in a large box and a small one. */
export const unitOf = ({ width, height }: Box): number => Math.sqrt(width * height) / 100
