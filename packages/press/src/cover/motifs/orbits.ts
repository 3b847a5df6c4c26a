import { mix } from '../colour.ts'
import { circle, type Point, path, sector } from '../shapes.ts'
import { type Motif, unitOf } from './motif.ts'

/** A sun in two halves and what goes round it. */
export const orbits: Motif = (box, { field, accents, ink }, random) => {
  const unit = unitOf(box)
  const centre: Point = [box.x + box.width * random.between(0.34, 0.66), box.y + box.height * random.between(0.46, 0.6)]
  const sun = unit * random.between(15, 19)
  const drawn: string[] = []
  const reach = Math.hypot(box.width, box.height)
  let radius = sun + unit * 5
  for (let index = 0; radius < reach; index++) {
    const strong = index % 3 === 1
    drawn.push(
      circle(centre, radius, {
        fill: 'none',
        stroke: strong ? accents[2] : mix(accents[3], field, 0.45),
        'stroke-width': unit * (strong ? 0.8 : 0.35),
      }),
    )
    if (index % 4 === 2) {
      const from = random.between(0, 6.28)
      drawn.push(
        path(sector(centre, radius, radius + unit * 4.4, from, from + random.between(0.9, 2.4)), {
          fill: mix(accents[2], field, 0.35),
        }),
      )
    }
    const bodies = index === 0 ? 1 : random.whole(1, 2)
    for (let body = 0; body < bodies; body++) {
      const angle = random.between(0, Math.PI * 2)
      const at: Point = [centre[0] + Math.cos(angle) * radius, centre[1] + Math.sin(angle) * radius]
      const size = unit * random.pick([1.2, 1.8, 2.8, 4.2])
      const tone = random.pick([accents[0], accents[1], accents[1], accents[3]])
      drawn.push(circle(at, size + unit * 0.9, { fill: field }), circle(at, size, { fill: tone }))
      if (size > unit * 2)
        drawn.push(
          path(sector(at, 0, size, angle + Math.PI / 2, angle + Math.PI * 1.5), { fill: mix(tone, ink, 0.25) }),
        )
    }
    radius += unit * random.pick([4.4, 6, 8.5])
  }
  const tip = random.between(0, Math.PI)
  drawn.push(
    circle(centre, sun, { fill: accents[0] }),
    path(sector(centre, 0, sun, tip, tip + Math.PI), { fill: accents[1] }),
  )
  return drawn.join('')
}
