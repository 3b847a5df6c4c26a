import { mix } from '../colour.ts'
import { curve, type Point, path, round } from '../shapes.ts'
import { type Motif, unitOf } from './motif.ts'

/** Measurements drawn one behind the other, each hiding what is behind it. */
export const ridges: Motif = (box, { field, accents }, random) => {
  const { x, y, width, height } = box
  const unit = unitOf(box)
  const count = Math.max(14, Math.round(height / (unit * 4)))
  const peaks = Array.from({ length: 4 }, () => ({
    at: random.between(0.2, 0.8),
    drift: random.between(-0.35, 0.35),
    wide: random.between(0.04, 0.1),
    high: random.between(0.4, 1),
  }))
  const drawn: string[] = []
  for (let row = 0; row < count; row++) {
    const depth = row / (count - 1)
    const base = y + height * (0.2 + 0.78 * depth)
    const points: Point[] = []
    for (let step = 0; step <= 64; step++) {
      const share = step / 64
      const signal = peaks.reduce(
        (sum, peak) =>
          sum + peak.high * Math.exp(-((share - peak.at - peak.drift * (depth - 0.5)) ** 2) / (2 * peak.wide ** 2)),
        0,
      )
      const calm = Math.sin(Math.PI * share) ** 2
      points.push([
        x + width * (share * 1.04 - 0.02),
        base - unit * (signal * 9 * calm + random.between(0, 0.9) * calm),
      ])
    }
    const tone = depth < 0.5 ? mix(accents[3], accents[1], depth * 2) : mix(accents[1], accents[0], depth * 2 - 1)
    drawn.push(
      path(
        `${curve(points)}L${round(x + width * 1.02)} ${round(y + height * 1.1)}L${round(x - width * 0.02)} ${round(y + height * 1.1)}Z`,
        { fill: mix(field, tone, 0.07) },
      ),
    )
    drawn.push(
      path(curve(points), { fill: 'none', stroke: tone, 'stroke-width': unit * 0.55, 'stroke-linejoin': 'round' }),
    )
  }
  return drawn.join('')
}
