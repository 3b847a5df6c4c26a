import { type Boundary, chaptersIn, type Division } from './boundary.ts'
import { speaking } from './evidence.ts'
import { withoutStop } from './read-label.ts'
import { type Line, looksOf, type Survey } from './survey.ts'

interface Style {
  name: string
  has: (line: Line) => boolean
  /** Words that most chapters of this look must have, at least; the fainter the look, the more. */
  median: number
  fewest: number
}

const styles: Style[] = [
  { name: 'bold and centred', has: line => line.bold && line.centered, median: 100, fewest: 2 },
  { name: 'in capitals and centred', has: line => line.capitals && line.centered, median: 100, fewest: 2 },
  { name: 'in capitals and apart from the text', has: line => line.capitals && line.apart, median: 100, fewest: 2 },
  { name: 'bold and apart from the text', has: line => line.bold && line.apart, median: 150, fewest: 2 },
  { name: 'centred and apart from the text', has: line => line.centered && line.apart, median: 150, fewest: 2 },
  { name: 'in capitals', has: line => line.capitals, median: 200, fewest: 3 },
  { name: 'centred', has: line => line.centered, median: 250, fewest: 3 },
  { name: 'bold', has: line => line.bold, median: 250, fewest: 3 },
  { name: 'apart from the text', has: line => line.apart, median: 250, fewest: 3 },
]
/** Longer lines are sentences set large. */
const mostWords = 14

/** Chapters without numbers and marks, by lines that look alike and unlike the text: the largest, else the most set off. */
export function byTypography(survey: Survey): Division | undefined {
  const titles = survey.lines.filter(
    ({ isTitle, words, plain, label }) =>
      isTitle &&
      words > 0 &&
      words <= mostWords &&
      /\p{L}/u.test(plain) &&
      !/[,;]$/.test(plain) &&
      label?.role !== 'contents',
  )
  for (const style of [...sizes(titles), ...styles]) {
    const members = lastOfEach(survey, titles.filter(style.has))
    const lengths = members.map(({ block }, index) =>
      survey.words(block + 1, members[index + 1]?.block ?? survey.lines.length),
    )
    if (members.length < style.fewest || lengths.sort((a, b) => a - b)[lengths.length >> 1]! < style.median) continue
    const reason = `It looks as ${members.length - 1} other lines with text below them do: ${style.name}.`
    const division = { method: 'typography' as const, boundaries: members.map(line => boundaryOf(line, reason)) }
    if (chaptersIn(division) > 1) return division
  }
  return undefined
}

/** Sizes larger than the text, from the largest down. */
function sizes(titles: readonly Line[]): Style[] {
  const found = new Set(titles.filter(({ size }) => size >= 1.15).map(({ size }) => Math.round(size * 10)))
  return [...found]
    .sort((a, b) => b - a)
    .map(tenths => ({
      name: `${tenths / 10} times as large as the text`,
      has: line => Math.round(line.size * 10) === tenths,
      median: 100,
      fewest: 2,
    }))
}

/** Of lines close above each other, as on a title page, the last: it has the text. */
function lastOfEach({ words }: Survey, lines: readonly Line[]): Line[] {
  return lines.filter((line, index) => {
    const next = lines[index + 1]
    return next === undefined || words(line.block + 1, next.block) >= 20
  })
}

function boundaryOf(line: Line, reason: string): Boundary {
  const { label, block } = line
  const numbered = label?.number !== undefined && label.kind !== 'matter'
  return {
    block,
    level: 3,
    kind: 'chapter',
    title: withoutStop((numbered && label.title) || line.plain),
    ...(numbered && { number: label.printed }),
    titleBlocks: [block],
    method: 'typography',
    evidence: [...looksOf(line), speaking('style', reason)],
  }
}
