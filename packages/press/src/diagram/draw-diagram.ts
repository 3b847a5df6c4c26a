import { renderMermaidSVG } from 'beautiful-mermaid'

export interface Diagram {
  /** Colours by value, no style sheet of another host, no script: what every reader of SVG understands. */
  svg: string
  /** CSS pixels. */
  width: number
  height: number
}

const ink: Rgb = [39, 39, 42]
const paper: Rgb = [255, 255, 255]
type Rgb = [number, number, number]

/**
 * Draws a diagram that is written in mermaid, without a browser: flowcharts, sequences, classes, states, entities and xy
 * charts. Undefined for other kinds, and for what cannot be read.
 */
export function drawDiagram(text: string, font = 'Inter'): Diagram | undefined {
  let svg: string
  try {
    svg = renderMermaidSVG(text)
  } catch (error) {
    // The library has no type of error of its own: whatever it throws says that it cannot draw this text.
    if (error instanceof Error) return undefined
    throw error
  }
  const size = /<svg[^>]*\bviewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"/.exec(svg)
  if (!size) return undefined
  return { svg: plain(svg, font), width: Number(size[1]), height: Number(size[2]) }
}

/** Puts values in place of the variables and mixtures that the library leaves to a browser's style sheet. */
function plain(svg: string, font: string): string {
  const named: Record<string, string> = {
    bg: hex(paper),
    fg: hex(ink),
    _text: hex(ink),
    '_text-sec': mixed(60),
    '_text-muted': mixed(40),
    '_text-faint': mixed(25),
    _line: mixed(50),
    _arrow: mixed(85),
    '_node-fill': mixed(3),
    '_node-stroke': mixed(20),
    '_group-fill': hex(paper),
    '_group-hdr': mixed(5),
    '_inner-stroke': mixed(12),
    '_key-badge': mixed(10),
  }
  return svg
    .replace(/<style>[\s\S]*?<\/style>/, `<style>text{font-family:'${font}',sans-serif}</style>`)
    .replace(/style="--bg[^"]*"/, '')
    .replace(/color-mix\(in srgb, var\(--fg\) (\d+)%, var\(--bg\)\)/g, (_, share) => mixed(Number(share)))
    .replace(/var\(--([\w-]+)(?:,[^()]*)?\)/g, (_, name) => named[name] ?? hex(ink))
}

const hex = (colour: Rgb) => `#${colour.map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`
const mixed = (share: number) =>
  hex(ink.map((part, at) => (part * share) / 100 + (paper[at]! * (100 - share)) / 100) as Rgb)
