import type { Index, IndexName, Reason } from '@octavo/manuscript'
import { count, counted, duration } from '../terminal/figures.ts'
import { type Column, printTable } from '../terminal/table.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** What is printed of the statistics of a page or of all of them. */
export interface Counted {
  language: string
  words: number
  sentences: number
  paragraphs: number
  characters: number
  readingMinutes: number
  averageSentenceLength: number | null
  averageWordLength: number | null
  sentiment: number | null
  indices: Record<IndexName, Index>
  aiShare?: number | null
  topics?: { phrase: string }[]
}

const names: Record<IndexName, string> = {
  fleschReadingEase: 'reading ease',
  fleschKincaidGrade: 'Flesch–Kincaid grade',
  gunningFog: 'Gunning fog',
  smog: 'SMOG',
  colemanLiau: 'Coleman–Liau',
  automatedReadability: 'automated readability index',
  daleChall: 'Dale–Chall',
  lix: 'LIX',
  rix: 'RIX',
  wienerSachtext: 'Wiener Sachtextformel',
  gulpease: 'Gulpease',
}
const why: Record<Reason, string> = {
  language: 'not made for this language',
  script: 'the text is in another script than its language',
  'too-short': 'needs 100 words',
  'too-few-sentences': 'needs 30 sentences',
}
const dash = '–'
// No minus before what rounds to nothing.
const figure = (value: number | null, digits = 1) =>
  value === null ? dash : value.toFixed(digits).replace(/^-(0(?:\.0+)?)$/, '$1')

/** Prints a row a page, a row for all, and below what there is to say of the whole. */
export function printStatistics(terminal: Terminal, pages: ({ title: string } & Counted)[], total: Counted): void {
  const all = { ...total, title: 'ALL' }
  const shared = pages.some(page => page.aiShare != null)
  const columns: Column<typeof all>[] = [
    { title: 'CHAPTER', value: row => row.title, gives: true },
    { title: 'WORDS', value: row => count(row.words), align: 'right' },
    { title: 'MIN', value: row => count(row.readingMinutes), align: 'right' },
    { title: 'SENTENCES', value: row => count(row.sentences), align: 'right' },
    { title: 'WORDS/S.', value: row => figure(row.averageSentenceLength), align: 'right' },
    { title: 'EASE', value: row => figure(row.indices.fleschReadingEase.value, 0), align: 'right' },
    ...gradeColumn(total),
    { title: 'LIX', value: row => figure(row.indices.lix.value, 0), align: 'right' },
    ...(total.sentiment === null
      ? []
      : [{ title: 'MOOD', value: (row: Counted) => figure(row.sentiment, 2), align: 'right' as const }]),
    ...(shared
      ? [{ title: 'AI', value: (row: Counted) => percentOf(row.aiShare ?? null), align: 'right' as const }]
      : []),
  ]
  printTable(terminal, 'page', columns, [...pages, all])
  terminal.say()
  terminal.say(
    `${counted(total.words, 'word')} in ${counted(total.sentences, 'sentence')} and ${counted(total.paragraphs, 'paragraph')}, ${counted(total.characters, 'character')} without spaces. ${duration(60 * total.readingMinutes)} to read.`,
  )
  if (total.topics && total.topics.length > 0) {
    terminal.say(`About: ${total.topics.map(topic => topic.phrase).join(', ')}`)
  }
  terminal.say()
  printIndices(terminal, total.indices)
}

/** The grade is American; where a language has another scale of school years, that. */
function gradeColumn({ indices }: Counted): Column<{ title: string } & Counted>[] {
  const name = (['fleschKincaidGrade', 'wienerSachtext'] as const).find(grade => indices[grade].formula !== null)
  return name ? [{ title: 'GRADE', value: row => figure(row.indices[name].value), align: 'right' }] : []
}

function percentOf(share: number | null): string {
  return share === null ? dash : `${Math.round(100 * share)} %`
}

function printIndices(terminal: Terminal, indices: Record<IndexName, Index>): void {
  for (const [name, { value, because, formula }] of Object.entries(indices) as [IndexName, Index][]) {
    if (formula === null) continue
    const shown = value === null ? `${dash}  ${why[because!]}` : value.toFixed(1)
    terminal.say(
      `${terminal.style('dim', names[name].padEnd(28))}${shown.padStart(value === null ? 0 : 6)}  ${value === null ? '' : terminal.style('dim', formula)}`.trimEnd(),
    )
  }
}
