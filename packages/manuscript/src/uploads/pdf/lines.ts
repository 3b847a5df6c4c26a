import type { PdfPage } from './open.ts'

/** A piece of text set in one font. Measures are points (1/72 inch), from the lower left corner. */
export interface Span {
  text: string
  x: number
  right: number
  /** Of the baseline. */
  y: number
  size: number
  bold: boolean
  italic: boolean
  /** Smaller and above the baseline of its line. */
  raised?: boolean
}

export interface Line {
  /** From 1. */
  page: number
  spans: Span[]
  text: string
  x: number
  right: number
  y: number
  size: number
  bold: boolean
  /** The column it stands in: its edges. */
  left: number
  edge: number
}

interface Font {
  name?: string
  bold?: boolean
  italic?: boolean
}

/** The text of a page in pieces, in the order of the file. Fonts are known once `getOperatorList` has run. */
export async function spansOf(page: PdfPage): Promise<Span[]> {
  const { items } = await page.getTextContent()
  return items.flatMap((item): Span[] => {
    if (!('str' in item) || item.str.trim() === '') return []
    const [a, b, , , x, y] = item.transform as [number, number, number, number, number, number]
    const font = fontOf(page, item.fontName)
    const name = font.name ?? ''
    const size = Math.hypot(item.transform[2], item.transform[3])
    // Text that runs upwards, such as a stamp in the margin, has its width where others have their height.
    const isUpright = Math.abs(b) < Math.abs(a)
    return [
      {
        text: item.str,
        x,
        right: x + (isUpright ? item.width : size),
        y,
        size: size || item.height || 1,
        bold: font.bold === true || /bold|black|heavy|[-,]semi|demi/i.test(name),
        italic: font.italic === true || /italic|oblique|[-,]it\b|slanted/i.test(name),
      },
    ]
  })
}

function fontOf(page: PdfPage, name: string): Font {
  return page.commonObjs.has(name) ? page.commonObjs.get(name) : {}
}

/** Pieces that stand beside each other on one baseline, in the order of the file: words of one line of one column. */
export function fragmentsOf(spans: Span[], page: number): Line[] {
  const fragments: Span[][] = []
  for (const span of spans) {
    const last = fragments.at(-1)
    const before = last?.at(-1)
    if (last && before && continues(span, before, last)) last.push(raisedOf(span, last[0]!))
    else fragments.push([span])
  }
  return fragments.map(parts => lineOf(parts, page))
}

function continues(span: Span, before: Span, line: Span[]): boolean {
  const size = Math.max(span.size, before.size, line[0]!.size)
  const rise = Math.abs(span.y - line[0]!.y)
  const gap = span.x - before.right
  const isRaised = span.size < size * 0.85 || before.size < size * 0.85
  return rise < size * (isRaised ? 0.6 : 0.3) && gap > -size * 0.6 && gap < size * 1.6
}

function raisedOf(span: Span, first: Span): Span {
  return span.size < first.size * 0.85 && span.y - first.y > first.size * 0.15 ? { ...span, raised: true } : span
}

/** Pieces of one baseline, from left to right, as a line. */
export function lineOf(spans: Span[], page: number): Line {
  const ordered = spans.toSorted((a, b) => a.x - b.x)
  const base = ordered.reduce((most, span) =>
    span.text.length * span.size > most.text.length * most.size ? span : most,
  )
  const letters = ordered.reduce((sum, { text }) => sum + text.length, 0)
  const heavy = ordered.reduce((sum, { text, bold }) => sum + (bold ? text.length : 0), 0)
  const line = {
    page,
    spans: spaced(ordered),
    x: ordered[0]!.x,
    right: Math.max(...ordered.map(span => span.right)),
    y: base.y,
    size: base.size,
    bold: heavy > letters * 0.8,
    left: 0,
    edge: 0,
  }
  return {
    ...line,
    text: line.spans
      .map(span => span.text)
      .join('')
      .replace(/\s+/g, ' ')
      .trim(),
  }
}

/** With a space where there is room for one. */
function spaced(spans: Span[]): Span[] {
  return spans.map((span, index) => {
    const before = spans[index - 1]
    const isApart = before && span.x - before.right > Math.min(span.size, before.size) * 0.12
    return isApart && !/\s$/.test(before.text) && !/^\s/.test(span.text) ? { ...span, text: ` ${span.text}` } : span
  })
}
