import { circle, element, rectangle } from '../shapes.ts'
import { capHeightOf, type Face, letterLines } from '../text/lettering.ts'
import { fit, type Layout, marginShare } from './layout.ts'

const titleFace: Face = { family: 'Source Serif 4', weight: 600, tracking: -0.015 }
const subtitleFace: Face = { family: 'Source Serif 4', weight: 400 }
const authorFace: Face = { family: 'Source Serif 4', weight: 400, italic: true }

/** Much quiet paper: title and names from the left, and the drawing as through a round window at the foot. */
export const essay: Layout = stage => {
  const { frame, paint, palette } = stage
  const { x, y, width, height } = frame
  const margin = width * (marginShare + 0.01)
  const left = x + margin
  const inside = width - margin * 2

  const title = fit(
    'title',
    stage.title,
    {
      width: inside,
      height: height * 0.34,
      largest: width * 0.22,
      smallest: width * 0.04,
      leading: 1.07,
      mostLines: 7,
    },
    titleFace,
    stage,
  )
  const titleAt = y + margin * 1.1 + capHeightOf(titleFace) * title.size
  const titled = letterLines(title.lines, titleFace, {
    x: left,
    y: titleAt,
    size: title.size,
    leading: 1.07,
    fill: palette.ink,
  })

  const subtitle = fit(
    'subtitle',
    stage.subtitle,
    {
      width: inside,
      height: height * 0.11,
      largest: width * 0.046,
      smallest: width * 0.028,
      leading: 1.3,
      mostLines: 4,
    },
    subtitleFace,
    stage,
  )
  const subtitleAt = titled.last + (subtitle.lines.length > 0 ? title.size * 0.32 + subtitle.size * 1.1 : 0)
  const subtitled = letterLines(subtitle.lines, subtitleFace, {
    x: left,
    y: subtitleAt,
    size: subtitle.size,
    leading: 1.3,
    fill: palette.quiet,
  })

  const names = fit(
    'name',
    stage.authors,
    { width: inside, height: width * 0.12, largest: width * 0.05, smallest: width * 0.03, leading: 1.25, mostLines: 2 },
    authorFace,
    stage,
  )
  const authorAt = (subtitle.lines.length > 0 ? subtitled.last : titled.last) + width * 0.05 + names.size
  const author = letterLines(names.lines, authorFace, {
    x: left,
    y: authorAt,
    size: names.size,
    leading: 1.25,
    fill: palette.ink,
  })

  // The window takes what room the text leaves; it may leave the cover at its right, as a moon does behind a roof.
  const foot = y + height - margin
  const free = foot - (author.last + width * 0.11)
  const radius = Math.min(width * 0.41, Math.max(width * 0.2, free / 2))
  const centre = [x + width - margin - radius * 0.86, foot - radius] as const
  const window = { x: centre[0] - radius, y: centre[1] - radius, width: radius * 2, height: radius * 2 }
  return {
    art:
      rectangle(paint, { fill: palette.ground }) +
      element('clipPath', { id: 'window' }, circle(centre, radius, {})) +
      element('g', { 'clip-path': 'url(#window)' }, rectangle(window, { fill: palette.field }) + stage.draw(window)),
    text: titled.svg + subtitled.svg + author.svg,
  }
}
