import { rectangle } from '../shapes.ts'
import { capHeightOf, type Face, letterLines } from '../text/lettering.ts'
import { fit, type Layout, marginShare } from './layout.ts'

const titleFace: Face = { family: 'Inter', weight: 800, tracking: -0.022 }
const subtitleFace: Face = { family: 'Inter', weight: 400 }
const authorFace: Face = { family: 'Inter', weight: 600 }

/** The names, a large plain title from the left, and the drawing from side to side below. */
export const technical: Layout = stage => {
  const { frame, paint, palette } = stage
  const { x, y, width, height } = frame
  const margin = width * marginShare
  const left = x + margin
  const inside = width - margin * 2

  const authorSize = width * 0.039
  const names = fit(
    'name',
    stage.authors,
    { width: inside, height: width * 0.1, largest: authorSize, smallest: width * 0.024, leading: 1.3, mostLines: 2 },
    authorFace,
    stage,
  )
  const firstLine = y + margin + capHeightOf(authorFace) * names.size
  const author = letterLines(names.lines, authorFace, {
    x: left,
    y: firstLine,
    size: names.size,
    leading: 1.3,
    fill: palette.ink,
  })

  const bar = { x: left, y: author.last + width * 0.042, width: width * 0.11, height: width * 0.0085 }
  const title = fit(
    'title',
    stage.title,
    {
      width: inside,
      height: height * 0.4,
      largest: width * 0.25,
      smallest: width * 0.042,
      leading: 1.04,
      mostLines: 7,
    },
    titleFace,
    stage,
  )
  const top = bar.y + bar.height + width * 0.062 + capHeightOf(titleFace) * title.size
  const titled = letterLines(title.lines, titleFace, {
    x: left - title.size * 0.04,
    y: top,
    size: title.size,
    leading: 1.04,
    fill: palette.ink,
  })

  const subtitle = fit(
    'subtitle',
    stage.subtitle,
    {
      width: inside,
      height: height * 0.12,
      largest: width * 0.047,
      smallest: width * 0.028,
      leading: 1.32,
      mostLines: 4,
    },
    subtitleFace,
    stage,
  )
  const below = titled.last + (subtitle.lines.length > 0 ? title.size * 0.3 + subtitle.size * 1.15 : 0)
  const subtitled = letterLines(subtitle.lines, subtitleFace, {
    x: left,
    y: below,
    size: subtitle.size,
    leading: 1.32,
    fill: palette.quiet,
  })

  const end = subtitle.lines.length > 0 ? subtitled.last : titled.last
  const artTop = Math.max(y + height * 0.44, end + width * 0.085)
  const art = { x: paint.x, y: artTop, width: paint.width, height: paint.y + paint.height - artTop }
  return {
    art:
      rectangle(paint, { fill: palette.ground }) +
      rectangle(art, { fill: palette.field }) +
      stage.draw(art) +
      rectangle(bar, { fill: palette.accents[0] }),
    text: author.svg + titled.svg + subtitled.svg,
  }
}
