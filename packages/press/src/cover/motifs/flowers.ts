import { mix } from '../colour.ts'
import { circle, element, type Point, path, rectangle, round } from '../shapes.ts'
import type { Motif } from './motif.ts'

/** Printers' flowers: rosettes and leaves set row by row, as borders were set from type. */
export const flowers: Motif = (box, { field, accents, ground }, random) => {
  const columns = Math.max(4, Math.round(4 * Math.max(1, box.width / box.height)))
  const cell = box.width / columns
  const rows = Math.ceil(box.height / cell)
  const top = box.y + (box.height - rows * cell) / 2
  const petals = random.pick([6, 8, 8, 12])
  const [loud, second, third] = [accents[0], accents[1], accents[2]]
  const rosette = rosetteOf(cell * 0.4, petals, loud, mix(loud, ground, 0.25), accents[3])
  const fleuron = fleuronOf(cell * 0.4, second, third, accents[3])
  const drawn: string[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const even = (row + column) % 2 === 0
      const at: Point = [box.x + (column + 0.5) * cell, top + (row + 0.5) * cell]
      const tile = { x: at[0] - cell / 2, y: at[1] - cell / 2, width: cell + 0.6, height: cell + 0.6 }
      if (!even) drawn.push(rectangle(tile, { fill: mix(field, ground, 0.4) }))
      drawn.push(place(at, even ? 0 : (row % 2) * 90, even ? rosette : fleuron))
    }
  }
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column <= columns; column++) {
      drawn.push(circle([box.x + column * cell, top + row * cell], cell * 0.045, { fill: third }))
    }
  }
  return drawn.join('')
}

const place = ([x, y]: Point, turn: number, inside: string) =>
  element('g', { transform: `translate(${round(x)} ${round(y)}) rotate(${turn})` }, inside)

function rosetteOf(radius: number, petals: number, fill: string, shade: string, eye: string): string {
  const wide = (radius * Math.PI) / petals
  const petal = (length: number, half: number) =>
    `M0 0C${round(half)} ${round(-length * 0.35)} ${round(half * 0.95)} ${round(-length * 0.8)} 0 ${round(-length)}C${round(-half * 0.95)} ${round(-length * 0.8)} ${round(-half)} ${round(-length * 0.35)} 0 0Z`
  const ring = (length: number, half: number, offset: number, tone: string) =>
    Array.from({ length: petals }, (_, index) =>
      path(petal(length, half), { fill: tone, transform: `rotate(${round(((index + offset) * 360) / petals)})` }),
    ).join('')
  return (
    ring(radius, wide * 0.82, 0, fill) +
    ring(radius * 0.62, wide * 0.5, 0.5, shade) +
    circle([0, 0], radius * 0.17, { fill: eye })
  )
}

/** Four leaves around a lozenge. */
function fleuronOf(radius: number, fill: string, bud: string, eye: string): string {
  const r = (share: number) => round(radius * share)
  const leaf = `M0 ${r(-0.16)}C${r(0.5)} ${r(-0.2)} ${r(0.62)} ${r(-0.62)} ${r(0.12)} ${r(-1)}C${r(0.2)} ${r(-0.66)} ${r(-0.02)} ${r(-0.5)} 0 ${r(-0.16)}Z`
  const around = (d: string, tone: string, offset: number) =>
    [0, 90, 180, 270].map(turn => path(d, { fill: tone, transform: `rotate(${turn + offset})` })).join('')
  const dot = [45, 135, 225, 315]
    .map(turn => {
      const angle = (turn * Math.PI) / 180
      return circle([Math.cos(angle) * radius * 0.92, Math.sin(angle) * radius * 0.92], radius * 0.1, { fill: bud })
    })
    .join('')
  return around(leaf, fill, 0) + dot + path(`M0 ${r(-0.2)}L${r(0.2)} 0L0 ${r(0.2)}L${r(-0.2)} 0Z`, { fill: eye })
}
