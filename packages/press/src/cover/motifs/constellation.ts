import { mix } from '../colour.ts'
import { circle, line, type Point, path } from '../shapes.ts'
import { type Motif, unitOf } from './motif.ts'

/** A graph: points that are each other's neighbours are joined (Toussaint's relative neighbourhood graph, 1980). */
export const constellation: Motif = (box, { field, accents }, random) => {
  const unit = unitOf(box)
  const columns = Math.max(5, Math.round(box.width / (unit * 12.5)))
  const cell = box.width / columns
  const rows = Math.ceil(box.height / cell) + 1
  const points: Point[] = []
  for (let row = -1; row <= rows; row++) {
    for (let column = -1; column <= columns; column++) {
      if (random.next() < 0.14) continue
      points.push([
        box.x + (column + random.between(0.12, 0.88)) * cell,
        box.y + (row + random.between(0.12, 0.88)) * cell,
      ])
    }
  }
  const far = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])
  const degree = points.map(() => 0)
  const edges: string[] = []
  points.forEach((a, one) => {
    points.forEach((b, other) => {
      const distance = far(a, b)
      if (other <= one || distance > cell * 2.2) return
      if (points.some(c => c !== a && c !== b && far(a, c) < distance && far(b, c) < distance)) return
      degree[one]!++
      degree[other]!++
      edges.push(line([a, b]))
    })
  })
  const drawn = [
    path(edges.join(''), { fill: 'none', stroke: mix(accents[3], field, 0.25), 'stroke-width': unit * 0.42 }),
  ]
  points.forEach((point, index) => {
    const large = degree[index]! >= 3
    const fill = large
      ? random.pick([accents[0], accents[0], accents[1], accents[2]])
      : random.pick([accents[1], accents[3], accents[2]])
    const radius = unit * (large ? random.between(1.5, 2.7) : random.between(0.7, 1.15))
    if (large && random.next() < 0.4) {
      drawn.push(circle(point, radius * 1.9, { fill: field, stroke: fill, 'stroke-width': unit * 0.5 }))
    }
    drawn.push(circle(point, radius, { fill }))
  })
  return drawn.join('')
}
