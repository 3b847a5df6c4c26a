import { mix } from '../colour.ts'
import { clipped, element, line, type Point, path } from '../shapes.ts'
import type { Motif } from './motif.ts'

/** Layers of rock, broken along a fault and shifted. */
export const strata: Motif = (box, { field, accents, ink }, random) => {
  const { x, y, width, height } = box
  const tones = [
    accents[0],
    mix(accents[1], field, 0.2),
    accents[2],
    mix(accents[3], field, 0.25),
    mix(accents[0], ink, 0.35),
    mix(field, accents[1], 0.35),
  ]
  const layers: string[] = []
  let top = y - height * 0.25 + height * 0.34
  const slope = random.between(-0.12, 0.12)
  let rough = Array.from({ length: 15 }, () => random.between(-1, 1))
  for (let index = 0; top < y + height * 1.3; index++) {
    const edge: Point[] = rough.map((lift, step) => {
      const share = step / (rough.length - 1)
      return [x + width * (share * 1.4 - 0.2), top + slope * width * (share - 0.5) + lift * height * 0.012]
    })
    const fill = tones[index % tones.length]!
    layers.push(
      path(line([...edge, [x + width * 1.3, y + height * 1.6], [x - width * 0.3, y + height * 1.6]], true), { fill }),
    )
    if (index % 3 === 1) layers.push(dashes(edge, height * 0.02, width, mix(fill, ink, 0.55)))
    top += height * random.pick([0.035, 0.05, 0.075, 0.11])
    rough = rough.map(lift => lift * 0.7 + random.between(-0.6, 0.6))
  }
  const all = layers.join('')
  const fault = random.between(0.4, 0.66)
  const lean = width * random.between(0.1, 0.2)
  const shift = height * random.between(0.09, 0.14)
  const [over, under] = [x + width * fault + lean / 2, x + width * fault - lean / 2]
  const right = line(
    [
      [over, y - height],
      [x + width * 2, y - height],
      [x + width * 2, y + height * 2],
      [under, y + height * 2],
    ],
    true,
  )
  return (
    all +
    element('clipPath', { id: 'fault' }, path(right, {})) +
    element(
      'g',
      { 'clip-path': 'url(#fault)' },
      clipped(box, path(right, { fill: field }), 'fault-ground') +
        element('g', { transform: `translate(0 ${Math.round(shift)})` }, all),
    )
  )
}

function dashes(edge: Point[], below: number, width: number, stroke: string): string {
  const points = edge.map(([x, y]): Point => [x, y + below])
  return path(line(points), {
    fill: 'none',
    stroke,
    'stroke-width': width * 0.004,
    'stroke-dasharray': `${Math.round(width * 0.02)} ${Math.round(width * 0.018)}`,
  })
}
