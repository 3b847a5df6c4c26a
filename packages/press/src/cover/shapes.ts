/** A rectangle in the units of a drawing, y downwards. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export type Point = readonly [number, number]

export type Attributes = Record<string, string | number | undefined>

/** Two decimals: less than a thousandth of a millimetre on paper, and the same text on every machine. */
export function round(value: number): string {
  const text = value.toFixed(2).replace(/\.?0+$/, '')
  return text === '-0' ? '0' : text
}

export function element(name: string, attributes: Attributes, inside?: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : value}"`)
    .join('')
  return inside === undefined ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`
}

export const rectangle = ({ x, y, width, height }: Box, attributes: Attributes) =>
  element('rect', { x, y, width, height, ...attributes })

export const circle = ([cx, cy]: Point, r: number, attributes: Attributes) =>
  element('circle', { cx, cy, r, ...attributes })

export const path = (d: string, attributes: Attributes) => element('path', { d, ...attributes })

/** A polyline as the `d` of a path. */
export function line(points: readonly Point[], close = false): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}${close ? 'Z' : ''}`
}

/** A smooth curve through the points: Catmull–Rom, written as cubic Béziers. */
export function curve(points: readonly Point[]): string {
  let d = `M${round(points[0]![0])} ${round(points[0]![1])}`
  for (let index = 0; index + 1 < points.length; index++) {
    const [before, from, to, after] = [-1, 0, 1, 2].map(
      step => points[Math.min(points.length - 1, Math.max(0, index + step))]!,
    ) as [Point, Point, Point, Point]
    const control = (at: Point, a: Point, b: Point, sign: number) =>
      `${round(at[0] + (sign * (b[0] - a[0])) / 6)} ${round(at[1] + (sign * (b[1] - a[1])) / 6)}`
    d += `C${control(from, before, to, 1)} ${control(to, from, after, -1)} ${round(to[0])} ${round(to[1])}`
  }
  return d
}

/** A part of a ring around a centre, between two angles in radians, clockwise from the right. */
export function sector([cx, cy]: Point, inner: number, outer: number, from: number, to: number): string {
  const at = (radius: number, angle: number) =>
    `${round(cx + radius * Math.cos(angle))} ${round(cy + radius * Math.sin(angle))}`
  const large = to - from > Math.PI ? 1 : 0
  const arc = (radius: number, sweep: 0 | 1, end: string) =>
    `A${round(radius)} ${round(radius)} 0 ${large} ${sweep} ${end}`
  const back = inner > 0 ? `L${at(inner, to)}${arc(inner, 0, at(inner, from))}Z` : `L${round(cx)} ${round(cy)}Z`
  return `M${at(outer, from)}${arc(outer, 1, at(outer, to))}${back}`
}

/** Cuts a drawing to a box. */
export function clipped(box: Box, inside: string, key: string): string {
  const id = `clip-${key}`
  return `${element('clipPath', { id }, rectangle(box, {}))}${element('g', { 'clip-path': `url(#${id})` }, inside)}`
}

export const inset = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
})
