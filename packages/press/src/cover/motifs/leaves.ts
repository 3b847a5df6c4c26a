import { mix } from '../colour.ts'
import { type Point, path, round } from '../shapes.ts'
import { type Motif, unitOf } from './motif.ts'

/** Stems that grow from below, with leaves in pairs, one half of each in shade. */
export const leaves: Motif = (box, { field, accents, ink }, random) => {
  const unit = unitOf(box)
  const count = Math.max(4, Math.round(box.width / (unit * 15)))
  const stems = Array.from({ length: count }, (_, index) => ({
    at: box.x + (box.width * (index + 0.5 + random.between(-0.14, 0.14))) / count,
    top: box.y + box.height * random.between(0.06, 0.42),
    lean: random.between(-0.22, 0.22),
    tone: [accents[1], accents[2], accents[3], accents[0]][index % 4]!,
  }))
  return random
    .shuffle(stems)
    .map(stem => {
      const bottom = box.y + box.height + unit * 6
      const long = bottom - stem.top
      const bend = (share: number): Point => [stem.at + stem.lean * long * share ** 2, bottom - long * share]
      const stalk = mix(stem.tone, ink, 0.3)
      const drawn = [
        path(`M${point(bend(0))}Q${point([stem.at, bottom - long / 2])} ${point(bend(1))}`, {
          fill: 'none',
          stroke: stalk,
          'stroke-width': unit * 0.55,
        }),
      ]
      const pairs = Math.round(long / (unit * 8.5))
      for (let pair = 0; pair < pairs; pair++) {
        const share = (pair + 0.6) / (pairs + 0.2)
        const length = unit * 15 * (1.12 - share * 0.72)
        for (const side of [-1, 1]) {
          const angle = -Math.PI / 2 + side * (0.86 - share * 0.3) + stem.lean * share
          drawn.push(leaf(bend(share), angle, length, stem.tone, field, ink))
        }
      }
      drawn.push(leaf(bend(0.99), -Math.PI / 2 + stem.lean * 1.6, unit * 9, stem.tone, field, ink))
      return drawn.join('')
    })
    .join('')
}

const point = ([x, y]: Point) => `${round(x)} ${round(y)}`

function leaf(
  from: Point,
  angle: number,
  length: number,
  tone: `#${string}`,
  field: `#${string}`,
  ink: `#${string}`,
): string {
  const to: Point = [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length]
  const wide = length * 0.34
  const half = (side: number) => {
    const out = (share: number, by: number): Point => [
      from[0] + Math.cos(angle) * length * share + Math.cos(angle + Math.PI / 2) * side * by,
      from[1] + Math.sin(angle) * length * share + Math.sin(angle + Math.PI / 2) * side * by,
    ]
    return `M${point(from)}C${point(out(0.22, wide))} ${point(out(0.68, wide * 0.85))} ${point(to)}Z`
  }
  return (
    path(half(1), { fill: tone }) +
    path(half(-1), { fill: mix(tone, ink, 0.22) }) +
    path(`M${point(from)}L${point(to)}`, { stroke: mix(tone, field, 0.6), 'stroke-width': length * 0.022 })
  )
}
