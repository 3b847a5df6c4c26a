import { rectangle } from '../shapes.ts'
import { capHeightOf, type Face, letterLines } from '../text/lettering.ts'
import { fit, type Layout } from './layout.ts'

interface Voices {
  title: Face
  subtitle: Face
  author: Face
}

/** Lying down, for links on the web (Open Graph): the words at the left, the drawing at the right. */
export const card =
  (voices: Voices): Layout =>
  stage => {
    const { frame, paint, palette } = stage
    const { x, y, width, height } = frame
    const margin = height * 0.11
    const art = {
      x: x + width * 0.63,
      y: paint.y,
      width: paint.x + paint.width - x - width * 0.63,
      height: paint.height,
    }
    const inside = art.x - x - margin * 1.7
    const left = x + margin

    const title = fit(
      'title',
      stage.title,
      {
        width: inside,
        height: height * 0.48,
        largest: height * 0.25,
        smallest: height * 0.052,
        leading: 1.07,
        mostLines: 5,
      },
      voices.title,
      stage,
    )
    const titleAt = y + margin + capHeightOf(voices.title) * title.size
    const titled = letterLines(title.lines, voices.title, {
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
        height: height * 0.16,
        largest: height * 0.054,
        smallest: height * 0.038,
        leading: 1.3,
        mostLines: 3,
      },
      voices.subtitle,
      stage,
    )
    const subtitled = letterLines(subtitle.lines, voices.subtitle, {
      x: left,
      y: titled.last + title.size * 0.34 + subtitle.size,
      size: subtitle.size,
      leading: 1.3,
      fill: palette.quiet,
    })

    const names = fit(
      'name',
      stage.authors,
      {
        width: inside,
        height: height * 0.1,
        largest: height * 0.046,
        smallest: height * 0.034,
        leading: 1.25,
        mostLines: 2,
      },
      voices.author,
      stage,
    )
    const authorAt = y + height - margin - Math.max(0, names.lines.length - 1) * names.size * 1.25
    const author = letterLines(names.lines, voices.author, {
      x: left,
      y: authorAt,
      size: names.size,
      leading: 1.25,
      fill: palette.ink,
    })
    return {
      art: rectangle(paint, { fill: palette.ground }) + rectangle(art, { fill: palette.field }) + stage.draw(art),
      text: titled.svg + subtitled.svg + author.svg,
    }
  }
