import type { Tx } from '@octavo/database'
import { indexNames } from '@octavo/manuscript'
import type { Octavo } from '../../octavo.ts'
import { type Calculated, calculateBeside, method } from './calculate.ts'
import { columnOf } from './rows.ts'

/** Chapters whose statistics are missing, of an earlier version, of another language, or counted in an earlier way. */
function staleChapters(tx: Tx, bookId: string) {
  return tx
    .selectFrom('library.chapters as c')
    .innerJoin('library.books as b', 'b.id', 'c.book_id')
    .leftJoin('library.statistics as s', 's.chapter_id', 'c.id')
    .select('c.id')
    .where('c.book_id', '=', bookId)
    .where(eb =>
      eb.or([
        eb('s.chapter_id', 'is', null),
        eb('s.chapter_version', '<>', eb.ref('c.version')),
        eb('s.language', '<>', eb.ref('b.language')),
        eb('s.method', '<>', method),
      ]),
    )
}

/**
 * One calculation after another in this process: whoever asks for the same chapters meanwhile finds them done, and no
 * number of requests starts more than one worker.
 */
let turn: Promise<unknown> = Promise.resolve()

/** Brings the statistics of a book up to date, or those of one chapter of it. */
export async function freshen(octavo: Octavo, bookId: string, chapterId?: string): Promise<void> {
  if ((await findStale(octavo, bookId, chapterId)).length === 0) return
  const mine = turn.then(() => calculateStale(octavo, bookId, chapterId))
  turn = mine.catch(() => {}) // whoever asked for it is told; the next has a turn of his own
  return mine
}

function findStale(octavo: Octavo, bookId: string, chapterId: string | undefined): Promise<{ id: string }[]> {
  return octavo.database.asService('find chapters whose statistics are stale', tx => {
    const chapters = staleChapters(tx, bookId)
    return (chapterId ? chapters.where('c.id', '=', chapterId) : chapters).execute()
  })
}

async function calculateStale(octavo: Octavo, bookId: string, chapterId: string | undefined): Promise<void> {
  const stale = await findStale(octavo, bookId, chapterId)
  if (stale.length === 0) return
  for (const { id } of stale) {
    const chapter = await octavo.database.asService('read a chapter to count', tx => readUncounted(tx, id))
    if (!chapter) continue // deleted meanwhile
    const calculated = await calculateBeside(chapter)
    await octavo.database.asService('store what was counted', tx => store(tx, id, chapter.version, calculated))
  }
}

/** A chapter with the last text that a model wrote; the compositor writes none, it arranges the author's sentences. */
async function readUncounted(tx: Tx, chapterId: string) {
  const chapter = await tx
    .selectFrom('library.chapters as c')
    .innerJoin('library.books as b', 'b.id', 'c.book_id')
    .select(['c.content', 'c.version', 'b.language'])
    .where('c.id', '=', chapterId)
    .executeTakeFirst()
  const generated = await tx
    .selectFrom('library.chapter_versions as v')
    .leftJoin('generation.models as m', 'm.id', 'v.model')
    .leftJoin('generation.providers as p', 'p.id', 'm.provider_id')
    .select(['v.content', 'p.kind'])
    .where('v.chapter_id', '=', chapterId)
    .where('v.change_type', '=', 'generated')
    .where('v.model', 'is not', null)
    .orderBy('v.number', 'desc')
    .executeTakeFirst()
  return chapter && { ...chapter, generated: generated && generated.kind !== 'compositor' ? generated.content : null }
}

/** Nothing happens when the chapter is gone, or somebody stored statistics of a later version. */
async function store(tx: Tx, chapterId: string, version: number, calculated: Calculated): Promise<void> {
  const { statistics, topics, aiShare } = calculated
  const chapter = await tx
    .selectFrom('library.chapters')
    .select('book_id')
    .where('id', '=', chapterId)
    .forKeyShare()
    .executeTakeFirst()
  if (!chapter) return
  const indices = indexNames.map(name => [columnOf[name], statistics.indices[name].value])
  const row = {
    chapter_version: version,
    language: statistics.language,
    method,
    words: statistics.words,
    characters: statistics.characters,
    characters_with_spaces: statistics.charactersWithSpaces,
    paragraphs: statistics.paragraphs,
    sentences: statistics.sentences,
    running_words: statistics.runningWords,
    letters: statistics.letters,
    long_words: statistics.longWords,
    foreign_words: statistics.foreignWords,
    syllables: statistics.syllables,
    monosyllables: statistics.monosyllables,
    polysyllables: statistics.polysyllables,
    complex_words: statistics.complexWords,
    unfamiliar_words: statistics.unfamiliarWords,
    felt_sentences: statistics.feltSentences,
    reading_minutes: statistics.readingMinutes,
    average_sentence_length: statistics.averageSentenceLength,
    average_word_length: statistics.averageWordLength,
    ...Object.fromEntries(indices),
    sentiment: statistics.sentiment,
    ai_share: aiShare,
    topics: JSON.stringify(topics),
    longest_sentences: JSON.stringify(statistics.longestSentences),
    calculated_at: new Date(),
  }
  await tx
    .insertInto('library.statistics')
    .values({ chapter_id: chapterId, book_id: chapter.book_id, ...row })
    .onConflict(conflict =>
      conflict.column('chapter_id').doUpdateSet(row).where('library.statistics.chapter_version', '<=', version),
    )
    .execute()
}
