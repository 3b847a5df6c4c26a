import { mix } from '../colour.ts'
import { circle, curve, type Point, path, round } from '../shapes.ts'
import type { Motif } from './motif.ts'

/** A sun behind rows of swell, each with its crest drawn. */
export const waves: Motif = (box, { field, accents }, random) => {
  const { x, y, width, height } = box
  const rows = 9
  const sun = circle([x + width * random.between(0.3, 0.7), y + height * 0.3], Math.min(width, height) * 0.24, {
    fill: accents[0],
  })
  const drawn = [sun]
  const tones = [accents[3], accents[2], accents[1]]
  for (let row = 0; row < rows; row++) {
    const depth = row / (rows - 1)
    const base = y + height * (0.34 + 0.62 * depth ** 1.15)
    const length = width * random.between(0.34, 0.5) * (0.75 + depth)
    const swell = height * 0.022 * (0.8 + depth)
    const [phase, second] = [random.between(0, 7), random.between(0, 7)]
    const points: Point[] = []
    for (let step = -1; step <= 33; step++) {
      const at = x + (width * step) / 32
      const turn = ((at - x) / length) * Math.PI * 2
      points.push([at, base + swell * (Math.sin(turn + phase) + 0.35 * Math.sin(turn * 2.3 + second))])
    }
    const fill = mix(tones[row % 3]!, field, 0.12 + 0.3 * (1 - depth))
    const close = `L${round(x + width * 1.1)} ${round(y + height * 1.1)}L${round(x - width * 0.1)} ${round(y + height * 1.1)}Z`
    drawn.push(path(curve(points) + close, { fill }))
    drawn.push(path(curve(points), { fill: 'none', stroke: mix(fill, '#ffffff', 0.45), 'stroke-width': width * 0.003 }))
  }
  return drawn.join('')
}
