import { catalogue, featuresOf, type ParsedPage, parsePage } from '@octavo/manuscript'
import type { Row } from './database.ts'

const TIMES = 15
const PROSE = 'A queue keeps what is to be done until somebody does it, and *forgets* nothing on the way.\n\n'

/**
 * What finding every use of every feature adds to parsing, on a page of prose that holds each example of the catalogue.
 * By the median of several rounds that take turns: a busy machine slows both alike.
 */
export async function measureFeatures(): Promise<Row[]> {
  const text = catalogue.map(({ example }) => `${PROSE.repeat(4)}${example}\n\n`).join('')
  const parsing: number[] = []
  const finding: number[] = []
  let uses = 0
  for (let time = 0; time < TIMES; time++) {
    let page: ParsedPage | undefined
    parsing.push(milliseconds(() => void (page = parsePage(text))))
    finding.push(milliseconds(() => void (uses = featuresOf(page!).length)))
  }
  return [
    {
      name: `find ${uses} uses of ${catalogue.length} features`,
      value: median(finding) / median(parsing),
      unit: '× parsing',
      atMost: 0.05,
      peer: `${median(finding).toFixed(1)} ms after ${median(parsing).toFixed(0)} ms of parsing ${Math.round(text.length / 1024)} kB`,
    },
  ]
}

function milliseconds(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
