import { mix } from '../colour.ts'
import { line, path, rectangle } from '../shapes.ts'
import type { Motif } from './motif.ts'

/** A printed sheet before it is cut: folded three times it gives the eight leaves of an octavo. Some corners are turned. */
export const sheets: Motif = (box, { ground, field, accents, ink }, random) => {
  const columns = 4
  const cell = box.width / columns
  const rows = Math.ceil(box.height / (cell * 1.25))
  const tall = box.height / rows
  const papers = [accents[3], mix(accents[2], field, 0.1), accents[1], mix(field, ground, 0.35)]
  const drawn: string[] = []
  let last = -1
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [x, y] = [box.x + column * cell, box.y + row * tall]
      let tone = random.whole(0, papers.length - 1)
      if (tone === last) tone = (tone + 1) % papers.length
      last = tone
      const paper = papers[tone]!
      const shade = mix(paper, ink, 0.16)
      drawn.push(rectangle({ x, y, width: cell + 0.6, height: tall + 0.6 }, { fill: paper }))
      const kind = random.whole(0, 4)
      // The fold: one half lies in shade.
      if (kind < 2)
        drawn.push(rectangle({ x: x + cell / 2, y, width: cell / 2 + 0.6, height: tall + 0.6 }, { fill: shade }))
      else if (kind === 2)
        drawn.push(
          path(
            line(
              [
                [x, y + tall],
                [x + cell, y],
                [x + cell, y + tall],
              ],
              true,
            ),
            { fill: shade },
          ),
        )
      else if (kind === 3)
        drawn.push(
          path(
            line(
              [
                [x, y],
                [x + cell, y + tall],
                [x, y + tall],
              ],
              true,
            ),
            { fill: shade },
          ),
        )
      else drawn.push(lines(x, y, cell, tall, mix(paper, ink, 0.5)))
      if (random.next() < 0.4) {
        const turn = cell * random.pick([0.34, 0.5, 0.5])
        const corner = line(
          [
            [x + cell - turn, y],
            [x + cell, y + turn],
            [x + cell, y],
          ],
          true,
        )
        const back = line(
          [
            [x + cell - turn, y],
            [x + cell, y + turn],
            [x + cell - turn, y + turn],
          ],
          true,
        )
        drawn.push(path(corner, { fill: field }), path(back, { fill: accents[0] }))
      }
    }
  }
  return drawn.join('')
}

function lines(x: number, y: number, cell: number, tall: number, fill: string): string {
  const count = 9
  return Array.from({ length: count }, (_, index) => {
    const width = index === count - 1 ? cell * 0.34 : cell * 0.64
    return rectangle(
      { x: x + cell * 0.18, y: y + tall * (0.17 + (0.66 * index) / (count - 1)), width, height: tall * 0.016 },
      { fill },
    )
  }).join('')
}
