import { parsePage, statisticsOf } from '@octavo/manuscript'
import type { Row } from './database.ts'

const CHAPTERS = 25
const WORDS = 4_000
const ROUNDS = 15

/**
 * What the statistics of a book of 100,000 words take, as a share of parsing it. Both are measured on the same pages, one
 * after the other, by the quickest of 15 rounds: what a busy machine does meanwhile slows others, not these.
 */
export async function measureStatistics(): Promise<Row[]> {
  const chapters = Array.from({ length: CHAPTERS }, (_, number) => chapter(number))
  const parsing: number[] = []
  const counting: number[] = []
  let words = 0
  for (let round = 0; round < ROUNDS; round++) {
    let began = performance.now()
    const pages = chapters.map(parsePage)
    parsing.push(performance.now() - began)
    began = performance.now()
    const statistics = pages.map(page => statisticsOf(page, 'en'))
    counting.push(performance.now() - began)
    words = statistics.reduce((sum, page) => sum + page.words, 0)
  }
  const [parse, count] = [Math.min(...parsing), Math.min(...counting)]
  return [
    {
      name: `statistics of ${Math.round(words / 1000)},000 words, share of parsing`,
      value: count / parse,
      unit: '×',
      atMost: 0.25,
      peer: `${count.toFixed(0)} ms after ${parse.toFixed(0)} ms of parsing`,
    },
  ]
}

/** A chapter of a technical book: paragraphs with emphasis, links and code, lists, notes, tables and listings. */
function chapter(number: number): string {
  const random = generator(number + 1)
  const parts = [`# Chapter ${number + 1}: ${sentence(random).slice(0, -1)}`]
  for (let words = 0; words < WORDS; ) {
    const kind = random()
    const paragraph = Array.from({ length: 3 + Math.floor(4 * random()) }, () => sentence(random)).join(' ')
    words += paragraph.split(' ').length
    if (kind < 0.1) parts.push(`## ${sentence(random).slice(0, -1)}`)
    if (kind < 0.6) parts.push(paragraph)
    else if (kind < 0.75) parts.push(`:::{note}\n${paragraph}\n:::`)
    else if (kind < 0.85) parts.push(paragraph.replaceAll('. ', '.\n- ').replace(/^/, '- '))
    else if (kind < 0.95) parts.push(`${paragraph}\n\n\`\`\`{code-block} sql\nselect 1;\n\`\`\``)
    else parts.push(`${paragraph}\n\n| a | b |\n|---|---|\n| c | d |`)
  }
  return `${parts.join('\n\n')}\n`
}

const common =
  'the of and to in a is that for it as with on be at by this are or from which an not can has was when'.split(' ')
const syllables = 'con ter lo mi ra te sen vi pro de ca lu ment ing er ly tion ar ple go'.split(' ')
// As in any book, some of its words carry a feeling.
const feeling = 'good bad great lost safe risk fail best wrong trust'.split(' ')

function sentence(random: () => number): string {
  const words = Array.from({ length: 6 + Math.floor(18 * random()) }, () => word(random))
  const first = words[0]!
  return `${first[0]!.toUpperCase()}${first.slice(1)} ${words.slice(1).join(' ')}.`
}

function word(random: () => number): string {
  const kind = random()
  if (kind < 0.45) return common[Math.floor(common.length * random() ** 2)]!
  if (kind < 0.5) return feeling[Math.floor(feeling.length * random())]!
  // Few words are said often and many seldom (Zipf).
  const rank = Math.floor(8_000 * random() ** 3)
  const made = [rank % 20, Math.floor(rank / 20) % 20, Math.floor(rank / 400)].map(at => syllables[at]).join('')
  if (kind < 0.94) return made
  if (kind < 0.96) return `**${made}**`
  if (kind < 0.98) return `\`${made}\``
  return `[${made}](https://example.org/${made})`
}

/** A generator of numbers from 0 to 1 that gives the same for the same seed (Park and Miller, 1988). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 0x7fffffff
    return state / 0x7fffffff
  }
}
