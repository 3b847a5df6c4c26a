import { element, rectangle } from '../shapes.ts'
import { capHeightOf, type Face, letterLines } from '../text/lettering.ts'
import { fit, type Layout, marginShare } from './layout.ts'

const titleFace: Face = { family: 'Source Serif 4', weight: 600, tracking: -0.015 }
const subtitleFace: Face = { family: 'Source Serif 4', weight: 400 }
const authorFace: Face = { family: 'Inter', weight: 600, tracking: 0.02 }

/** How far the ground fades into the drawing, of the height. */
const fade = 0.2

/**
 * The drawing from edge to edge; below, the ground rises through it until it is whole, and there stands the title. Letters
 * are on ground and on nothing else, so they can be read on any picture.
 */
export const poster: Layout = stage => {
  const { frame, paint, palette } = stage
  const { x, y, width, height } = frame
  const margin = width * marginShare
  const left = x + margin
  const inside = width - margin * 2

  const title = fit(
    'title',
    stage.title,
    {
      width: inside,
      height: height * 0.26,
      largest: width * 0.17,
      smallest: width * 0.036,
      leading: 1.05,
      mostLines: 6,
    },
    titleFace,
    stage,
  )
  const subtitle = fit(
    'subtitle',
    stage.subtitle,
    {
      width: inside,
      height: height * 0.1,
      largest: width * 0.045,
      smallest: width * 0.028,
      leading: 1.3,
      mostLines: 4,
    },
    subtitleFace,
    stage,
  )
  const names = fit(
    'name',
    stage.authors,
    { width: inside, height: width * 0.1, largest: width * 0.039, smallest: width * 0.024, leading: 1.3, mostLines: 2 },
    authorFace,
    stage,
  )

  // From the foot upwards: the names stand on the margin with what hangs below their line, and everything on them.
  const rows = (count: number, size: number, leading: number) => Math.max(0, count - 1) * size * leading
  const authorAt = y + height - margin - names.size * 0.2 - rows(names.lines.length, names.size, 1.3)
  const aboveNames = authorAt - (names.lines.length > 0 ? names.size + width * 0.05 : 0)
  const subtitleAt = aboveNames - rows(subtitle.lines.length, subtitle.size, 1.3)
  const aboveSubtitle = subtitle.lines.length > 0 ? subtitleAt - subtitle.size - title.size * 0.32 : aboveNames
  const titleAt = aboveSubtitle - rows(title.lines.length, title.size, 1.05)
  const top = titleAt - capHeightOf(titleFace) * title.size

  const whole = top - width * 0.05
  const from = whole - height * fade
  const rise = { ...paint, y: from, height: paint.y + paint.height - from }
  const stops = [0, 0.25, 0.5, 0.75, 1].map(share =>
    // Slow at both ends, so that no edge shows.
    element('stop', {
      offset: ((share * height * fade) / rise.height).toFixed(4),
      'stop-color': palette.ground,
      'stop-opacity': share * share * (3 - 2 * share),
    }),
  )
  const lines = (texts: string[], face: Face, at: number, size: number, leading: number, fill: string) =>
    letterLines(texts, face, { x: left, y: at, size, leading, fill }).svg
  return {
    art:
      rectangle(paint, { fill: palette.field }) +
      stage.draw(paint) +
      element('linearGradient', { id: 'rise', x1: 0, y1: 0, x2: 0, y2: 1 }, stops.join('')) +
      rectangle(rise, { fill: 'url(#rise)' }),
    text:
      lines(title.lines, titleFace, titleAt, title.size, 1.05, palette.ink) +
      lines(subtitle.lines, subtitleFace, subtitleAt, subtitle.size, 1.3, palette.quiet) +
      lines(names.lines, authorFace, authorAt, names.size, 1.3, palette.ink),
  }
}
