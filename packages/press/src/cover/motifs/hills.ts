import { mix } from '../colour.ts'
import { circle, curve, element, type Point, path, round } from '../shapes.ts'
import { type Motif, unitOf } from './motif.ts'

/** Hills behind hills, a moon over them, a wood on the nearest. */
export const hills: Motif = (box, { field, accents, ground, ink }, random) => {
  const { x, y, width, height } = box
  const unit = unitOf(box)
  const moon: Point = [x + width * random.between(0.25, 0.75), y + height * random.between(0.18, 0.26)]
  const halo = [17, 13.5].map((size, index) =>
    circle(moon, unit * size, { fill: mix(field, accents[1], 0.12 + index * 0.12) }),
  )
  const drawn = [...halo, circle(moon, unit * 10, { fill: accents[1] })]
  const count = 6
  const dark = darker(ground, ink)
  for (let row = 0; row < count; row++) {
    const depth = row / (count - 1)
    const base = y + height * (0.4 + 0.5 * depth)
    const points: Point[] = []
    const phases = [random.between(0, 6.3), random.between(0, 6.3), random.between(0, 6.3)]
    for (let step = -2; step <= 26; step++) {
      const share = step / 24
      const lift =
        Math.sin(share * 3.4 + phases[0]!) +
        0.5 * Math.sin(share * 8 + phases[1]!) +
        0.2 * Math.sin(share * 17 + phases[2]!)
      points.push([x + width * share, base - lift * height * 0.055 * (1.1 - depth * 0.4)])
    }
    const tone =
      depth < 0.5
        ? mix(mix(field, accents[3], 0.45), accents[2], depth * 2)
        : mix(accents[2], dark, (depth - 0.5) * 1.7)
    if (row === count - 1) drawn.push(wood(points, unit, tone, random.next))
    drawn.push(
      path(
        `${curve(points)}L${round(x + width * 1.2)} ${round(y + height * 1.2)}L${round(x - width * 0.2)} ${round(y + height * 1.2)}Z`,
        { fill: tone },
      ),
    )
    if (row === 2) drawn.push(band(points, accents[0], unit))
  }
  return drawn.join('')
}

const darker = (one: `#${string}`, other: `#${string}`) =>
  Number.parseInt(one.slice(3, 5), 16) < Number.parseInt(other.slice(3, 5), 16) ? one : other

/** A road, or a river: it runs along one ridge. */
function band(points: Point[], tone: string, unit: number): string {
  return path(curve(points.map(([x, y]): Point => [x, y + unit * 2.4])), {
    fill: 'none',
    stroke: tone,
    'stroke-width': unit * 1.1,
  })
}

function wood(points: Point[], unit: number, fill: string, next: () => number): string {
  const trees = points.flatMap(([x, y], index) => {
    const after = points[index + 1]
    if (!after) return []
    return Array.from({ length: 4 }, (_, step) => {
      if (next() < 0.35) return ''
      const share = (step + next() * 0.6) / 4
      const [at, foot] = [x + (after[0] - x) * share, y + (after[1] - y) * share + unit]
      const high = unit * (4 + next() * 4.5)
      const wide = high * 0.2
      return `M${round(at - wide)} ${round(foot)}L${round(at)} ${round(foot - high)}L${round(at + wide)} ${round(foot)}Z`
    })
  })
  return element('path', { d: trees.join(''), fill })
}
