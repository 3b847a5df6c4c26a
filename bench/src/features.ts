import { catalogue, featuresOf, parsePage } from '@octavo/manuscript'
import type { Row } from './database.ts'

const TIMES = 15
const PROSE = 'A queue keeps what is to be done until somebody does it, and *forgets* nothing on the way.\n\n'

/**
 * What finding every use of every feature adds to parsing, on a page of prose that holds each example of the catalogue.
 * By the median of several rounds: a busy machine slows both alike.
 */
export async function measureFeatures(): Promise<Row[]> {
  const text = catalogue.map(({ example }) => `${PROSE.repeat(4)}${example}\n\n`).join('')
  const rounds = Array.from({ length: TIMES }, () => {
    const start = performance.now()
    const page = parsePage(text)
    const parsed = performance.now()
    const { length } = featuresOf(page)
    return { parsing: parsed - start, finding: performance.now() - parsed, uses: length }
  })
  const parsing = median(rounds.map(round => round.parsing))
  const finding = median(rounds.map(round => round.finding))
  return [
    {
      name: `find ${rounds[0]!.uses} uses of ${catalogue.length} features`,
      value: finding / parsing,
      unit: '× parsing',
      atMost: 0.05,
      peer: `${finding.toFixed(1)} ms after ${parsing.toFixed(0)} ms of parsing ${Math.round(text.length / 1024)} kB`,
    },
  ]
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!
