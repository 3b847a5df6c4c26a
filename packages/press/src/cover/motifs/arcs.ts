import { mix } from '../colour.ts'
import { type Point, path, rectangle, sector } from '../shapes.ts'
import type { Motif } from './motif.ts'

/** Tiles with quarter circles, each turned its own way, as on the floor of a school of design. */
export const arcs: Motif = (box, { ground, field, accents, ink }, random) => {
  const columns = box.width > box.height * 1.6 ? 6 : 4
  const cell = box.width / columns
  const rows = Math.ceil(box.height / cell)
  const grounds = [field, field, mix(field, ground, 0.55), accents[3]]
  const drawn: string[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [box.x + column * cell, box.y + row * cell]
      const behind = random.pick(grounds)
      drawn.push(rectangle({ x, y, width: cell + 0.6, height: cell + 0.6 }, { fill: behind }))
      const turn = random.whole(0, 3)
      const corners: Point[] = [
        [x, y],
        [x + cell, y],
        [x + cell, y + cell],
        [x, y + cell],
      ]
      const from = (turn * Math.PI) / 2
      const [first, second, third] = random.shuffle(
        [accents[0], accents[1], accents[2], mix(ink, field, 0.2)].filter(tone => tone !== behind),
      )
      const kind = random.whole(0, 5)
      const quarter = (inner: number, outer: number, fill: string) =>
        path(sector(corners[turn]!, cell * inner, cell * outer, from, from + Math.PI / 2), { fill })
      if (kind <= 2) drawn.push(quarter(0, 1, first!), quarter(0, 0.66, second!), quarter(0, 0.33, third!))
      else if (kind === 3) drawn.push(quarter(0, 1, first!))
      else if (kind === 4) drawn.push(quarter(0.72, 1, first!), quarter(0.36, 0.54, first!), quarter(0, 0.18, first!))
      else {
        const opposite = corners[(turn + 2) % 4]!
        drawn.push(
          quarter(0, 0.5, first!),
          path(sector(opposite, 0, cell * 0.5, from + Math.PI, from + Math.PI * 1.5), { fill: second! }),
        )
      }
    }
  }
  return drawn.join('')
}
