import { inset, rectangle } from '../shapes.ts'
import { capHeightOf, type Face, letterLines } from '../text/lettering.ts'
import { fit, type Layout } from './layout.ts'

const titleFace: Face = { family: 'EB Garamond', weight: 600, tracking: -0.005 }
const subtitleFace: Face = { family: 'EB Garamond', weight: 400, italic: true }
const authorFace: Face = { family: 'EB Garamond', weight: 500, tracking: 0.1 }

/** The drawing everywhere, and on it a label as binders pasted them. */
export const literary: Layout = stage => {
  const { frame, paint, palette } = stage
  const { x, y, width, height } = frame
  const label = width * 0.72
  const inside = label - width * 0.15
  const centre = x + width / 2

  const title = fit(
    'title',
    stage.title,
    {
      width: inside,
      height: height * 0.34,
      largest: width * 0.165,
      smallest: width * 0.036,
      leading: 1.06,
      mostLines: 7,
    },
    titleFace,
    stage,
  )
  const subtitle = fit(
    'subtitle',
    stage.subtitle,
    {
      width: inside,
      height: height * 0.11,
      largest: width * 0.048,
      smallest: width * 0.03,
      leading: 1.22,
      mostLines: 4,
    },
    subtitleFace,
    stage,
  )
  const names = fit(
    'name',
    stage.authors.toLocaleUpperCase('en'),
    {
      width: inside,
      height: height * 0.08,
      largest: width * 0.034,
      smallest: width * 0.022,
      leading: 1.45,
      mostLines: 3,
    },
    authorFace,
    stage,
  )

  // From the top of the label downwards; everything is measured before the label is placed.
  const padding = width * 0.105
  const titleAt = padding + capHeightOf(titleFace) * title.size
  const titleEnd = titleAt + (title.lines.length - 1) * title.size * 1.06
  const subtitleAt = titleEnd + title.size * 0.36 + subtitle.size * 1.1
  const subtitleEnd =
    subtitle.lines.length > 0 ? subtitleAt + (subtitle.lines.length - 1) * subtitle.size * 1.22 : titleEnd
  const ruleAt = subtitleEnd + width * 0.072
  const authorAt = ruleAt + width * 0.058 + capHeightOf(authorFace) * names.size
  const authorEnd = authorAt + Math.max(0, names.lines.length - 1) * names.size * 1.45
  const tall = authorEnd + padding * 0.95
  const top = y + Math.max(height * 0.09, (height - tall) * 0.36)

  const box = { x: centre - label / 2, y: top, width: label, height: tall }
  const lines = (texts: string[], face: Face, at: number, size: number, leading: number, fill: string) =>
    letterLines(texts, face, { x: centre, y: top + at, size, leading, fill, anchor: 'middle' }).svg
  const rule = { x: centre - width * 0.05, y: top + ruleAt, width: width * 0.1, height: width * 0.0035 }
  const keyline = { fill: 'none', stroke: palette.quiet, 'stroke-width': width * 0.0028 }
  return {
    art:
      rectangle(paint, { fill: palette.field }) +
      stage.draw(paint) +
      rectangle(box, { fill: palette.ground }) +
      rectangle(inset(box, width * 0.022), keyline) +
      rectangle(rule, { fill: palette.quiet }),
    text:
      lines(title.lines, titleFace, titleAt, title.size, 1.06, palette.ink) +
      lines(subtitle.lines, subtitleFace, subtitleAt, subtitle.size, 1.22, palette.quiet) +
      lines(names.lines, authorFace, authorAt, names.size, 1.45, palette.ink),
  }
}
