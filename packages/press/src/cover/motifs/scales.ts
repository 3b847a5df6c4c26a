import { mix } from '../colour.ts'
import { circle, type Point } from '../shapes.ts'
import type { Motif } from './motif.ts'

/** Rows of overlapping half rings: the sea of Japanese cloth, the fans of cinemas of 1930. */
export const scales: Motif = (box, { field, accents, ink }, random) => {
  const columns = box.width > box.height * 1.6 ? 7 : random.pick([4, 5])
  const wide = box.width / columns
  const radius = wide / 2
  const rows = Math.ceil(box.height / (radius * 0.62)) + 2
  const schemes = [
    [accents[1], field, accents[1], field],
    [accents[2], mix(accents[2], field, 0.6), accents[2], field],
    [accents[3], field, accents[3], mix(accents[3], ink, 0.3)],
  ]
  const drawn: string[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = -1; column <= columns; column++) {
      const at: Point = [box.x + (column + (row % 2 ? 1 : 0.5)) * wide, box.y + row * radius * 0.62]
      const scheme =
        random.next() < 0.1
          ? [accents[0], field, accents[0], accents[1]]
          : schemes[(row + (random.next() < 0.25 ? 1 : 0)) % schemes.length]!
      for (const [index, share] of [1, 0.8, 0.6, 0.36].entries()) {
        const edge = index === 0 ? { stroke: field, 'stroke-width': radius * 0.07 } : {}
        drawn.push(circle(at, radius * share, { fill: scheme[index]!, ...edge }))
      }
    }
  }
  return drawn.join('')
}
