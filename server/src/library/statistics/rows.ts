import type { Tx } from '@octavo/database'
import { type IndexName, type LongSentence, type Statistics, statisticsFrom } from '@octavo/manuscript'
import type { Topic } from './topics.ts'

/** The columns of the indices. */
export const columnOf = {
  fleschReadingEase: 'flesch_reading_ease',
  fleschKincaidGrade: 'flesch_kincaid_grade',
  gunningFog: 'gunning_fog',
  smog: 'smog',
  colemanLiau: 'coleman_liau',
  automatedReadability: 'automated_readability',
  daleChall: 'dale_chall',
  lix: 'lix',
  rix: 'rix',
  wienerSachtext: 'wiener_sachtext',
  gulpease: 'gulpease',
} as const satisfies Record<IndexName, string>

/** What is stored of a chapter, under the names everything but the database has for it. */
export interface StoredStatistics {
  chapterId: string
  chapterVersion: number
  statistics: Statistics
  topics: Topic[]
  aiShare: number | null
  longestSentences: LongSentence[]
  calculatedAt: Date
}

/** The stored statistics of a book by chapter, as far as there are any. */
export async function readStored(tx: Tx, bookId: string): Promise<Map<string, StoredStatistics>> {
  const rows = await tx.selectFrom('library.statistics').selectAll().where('book_id', '=', bookId).execute()
  return new Map(rows.map(row => [row.chapter_id, fromRow(row)]))
}

type Row = Awaited<ReturnType<typeof readRows>>[number]
const readRows = (tx: Tx) => tx.selectFrom('library.statistics').selectAll().execute()

function fromRow(row: Row): StoredStatistics {
  const counts = {
    words: row.words,
    characters: row.characters,
    charactersWithSpaces: row.characters_with_spaces,
    paragraphs: row.paragraphs,
    sentences: row.sentences,
    runningWords: row.running_words,
    letters: row.letters,
    longWords: row.long_words,
    foreignWords: row.foreign_words,
    syllables: row.syllables,
    monosyllables: row.monosyllables,
    polysyllables: row.polysyllables,
    complexWords: row.complex_words,
    unfamiliarWords: row.unfamiliar_words,
    feltSentences: row.felt_sentences,
  }
  return {
    chapterId: row.chapter_id,
    chapterVersion: row.chapter_version,
    statistics: statisticsFrom(counts, row.language, row.sentiment),
    // Written by us alone, from these very types.
    topics: row.topics as unknown as Topic[],
    aiShare: row.ai_share,
    longestSentences: row.longest_sentences as unknown as LongSentence[],
    calculatedAt: row.calculated_at,
  }
}
