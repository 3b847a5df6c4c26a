import { mix } from '../colour.ts'
import { line, type Point, path } from '../shapes.ts'
import { type Motif, unitOf } from './motif.ts'

/** A map of hills nobody has climbed: lines of equal height, every fifth one stronger, the summits marked. */
export const contours: Motif = (box, { field, accents }, random) => {
  const unit = unitOf(box)
  const hills = Array.from({ length: 9 }, () => ({
    x: random.between(-0.05, 1.05) * box.width,
    y: random.between(-0.05, 1.05) * box.height,
    wide: unit * random.between(13, 26),
    high: random.between(0.55, 1.15),
  }))
  const tilt = random.between(-0.25, 0.25)
  const height = ([x, y]: Point) =>
    (tilt * x) / box.width +
    hills.reduce(
      (sum, hill) => sum + hill.high * Math.exp(-((x - hill.x) ** 2 + (y - hill.y) ** 2) / (2 * hill.wide ** 2)),
      0,
    )
  const step = unit * 1.6
  const columns = Math.ceil(box.width / step) + 1
  const rows = Math.ceil(box.height / step) + 1
  const grid = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => height([column * step, row * step])),
  )
  const [lowest, highest] = [Math.min(...grid.flat()), Math.max(...grid.flat())]
  const levels = 24
  const drawn: string[] = []
  for (let level = 1; level < levels; level++) {
    const at = lowest + ((highest - lowest) * (level - 0.5)) / levels
    const share = level / levels
    const strong = level % 5 === 0
    const tone = share < 0.5 ? mix(accents[2], accents[1], share * 2) : mix(accents[1], accents[0], share * 2 - 1)
    const d = crossingsOf(grid, at, step)
      .map(points => line(points.map(([x, y]): Point => [box.x + x, box.y + y])))
      .join('')
    if (d)
      drawn.push(
        path(d, {
          fill: 'none',
          stroke: strong ? tone : mix(tone, field, 0.18),
          'stroke-width': unit * (strong ? 0.75 : 0.36),
          'stroke-linejoin': 'round',
          'stroke-linecap': 'round',
        }),
      )
  }
  return drawn.join('')
}

/** Marching squares (Lorensen and Cline's cubes, in the plane): where the grid crosses a height, as polylines. */
function crossingsOf(grid: number[][], at: number, step: number): Point[][] {
  const ends = new Map<string, Point[]>()
  const finished: Point[][] = []
  const key = ([x, y]: Point) => `${x.toFixed(3)} ${y.toFixed(3)}`
  const join = (a: Point, b: Point) => {
    const [one, other] = [ends.get(key(a)), ends.get(key(b))]
    for (const chain of [one, other]) {
      if (!chain) continue
      ends.delete(key(chain[0]!))
      ends.delete(key(chain.at(-1)!))
    }
    if (one && one === other) {
      finished.push([...one, one[0]!])
      return
    }
    const before = one ? (key(one.at(-1)!) === key(a) ? one : one.toReversed()) : [a]
    const after = other ? (key(other[0]!) === key(b) ? other : other.toReversed()) : [b]
    const chain = [...before, ...after]
    ends.set(key(chain[0]!), chain)
    ends.set(key(chain.at(-1)!), chain)
  }
  for (let row = 0; row + 1 < grid.length; row++) {
    for (let column = 0; column + 1 < grid[row]!.length; column++) {
      const corners: [Point, number][] = [
        [[column, row], grid[row]![column]!],
        [[column + 1, row], grid[row]![column + 1]!],
        [[column + 1, row + 1], grid[row + 1]![column + 1]!],
        [[column, row + 1], grid[row + 1]![column]!],
      ]
      const crossings: Point[] = []
      corners.forEach(([from, low], index) => {
        const [to, high] = corners[(index + 1) % 4]!
        if (low < at === high < at) return
        const share = (at - low) / (high - low)
        crossings.push([(from[0] + (to[0] - from[0]) * share) * step, (from[1] + (to[1] - from[1]) * share) * step])
      })
      if (crossings.length >= 2) join(crossings[0]!, crossings[1]!)
      if (crossings.length === 4) join(crossings[2]!, crossings[3]!)
    }
  }
  return [...finished, ...new Set(ends.values())]
}
