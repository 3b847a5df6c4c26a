import { z } from '@hono/zod-openapi'
import { indexNames, reasons, statisticsOfAll } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { visibleBook } from '../book-access.ts'
import { findBook } from '../books.ts'
import { readItems, type StoredItem } from '../outline-items.ts'
import { freshen } from './freshen.ts'
import { readStored, type StoredStatistics } from './rows.ts'
import { joinTopics } from './topics.ts'

const whole = z.number().int()
const index = z
  .object({
    value: z.number().nullable(),
    because: z.enum(reasons).nullable().openapi({ description: 'Why it has no value' }),
    formula: z.string().nullable().openapi({ description: 'Whose formula it is', example: 'Flesch 1948' }),
  })
  .openapi('ReadabilityIndex')
const topic = z.object({ phrase: z.string(), weight: z.number().openapi({ description: '1 for the first' }) })
const longSentence = z.object({ words: whole, text: z.string(), line: whole, column: whole })

const figures = z.object({
  language: z.string(),
  words: whole,
  characters: whole.openapi({ description: 'Of the prose, without spaces' }),
  charactersWithSpaces: whole,
  paragraphs: whole,
  sentences: whole,
  runningWords: whole.openapi({ description: 'Words in sentences: no headings, titles, captions or tables' }),
  letters: whole,
  longWords: whole.openapi({ description: 'Of more than six letters' }),
  foreignWords: whole.openapi({ description: 'In another script than the language has' }),
  syllables: whole.nullable(),
  monosyllables: whole.nullable(),
  polysyllables: whole.nullable().openapi({ description: 'Words of three syllables or more' }),
  complexWords: whole.nullable(),
  unfamiliarWords: whole.nullable(),
  feltSentences: whole.nullable(),
  readingMinutes: whole,
  averageSentenceLength: z.number().nullable(),
  averageWordLength: z.number().nullable(),
  indices: z.object(Object.fromEntries(indexNames.map(name => [name, index])) as Record<IndexKey, typeof index>),
  sentiment: z.number().min(-1).max(1).nullable().openapi({ description: 'Mean of the sentences; English only' }),
  aiShare: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .openapi({ description: 'Share of the words that stand in the last version a model wrote; null without one' }),
  topics: z.array(topic),
  calculatedAt: z.string().nullable(),
})
type IndexKey = (typeof indexNames)[number]

const ofChapter = figures.extend({ chapterId: z.uuid(), title: z.string(), chapterVersion: whole })
export const chapterStatistics = ofChapter
  .extend({ bookId: z.uuid(), longestSentences: z.array(longSentence) })
  .openapi('ChapterStatistics')
export const bookStatistics = z
  .object({
    bookId: z.uuid(),
    title: z.string(),
    total: figures.extend({ longestSentences: z.array(longSentence.extend({ chapterId: z.uuid() })) }),
    chapters: z.array(ofChapter).openapi({ description: 'In the order of the outline' }),
  })
  .openapi('BookStatistics')

const longestShown = 5

/** The statistics of a chapter as it is now; what an edit has made stale is calculated first. */
export async function readChapterStatistics(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
): Promise<z.infer<typeof chapterStatistics>> {
  const chapter = await octavo.database.asUser(caller, tx =>
    tx.selectFrom('library.chapters').select(['book_id', 'title']).where('id', '=', chapterId).executeTakeFirst(),
  )
  if (!chapter) throw new OctavoError('not_found')
  await freshen(octavo, chapter.book_id, chapterId)
  const stored = (await octavo.database.asUser(caller, tx => readStored(tx, chapter.book_id))).get(chapterId)
  if (!stored) throw new OctavoError('not_found')
  return {
    ...view(stored, chapter.title),
    bookId: chapter.book_id,
    longestSentences: stored.longestSentences,
  }
}

/** The statistics of a book and of each of its chapters as they are now. */
export async function readBookStatistics(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
): Promise<z.infer<typeof bookStatistics>> {
  await octavo.database.asUser(caller, tx => visibleBook(tx, bookId))
  await freshen(octavo, bookId)
  const { book, items, stored } = await octavo.database.asUser(caller, async tx => ({
    book: await findBook(tx, bookId),
    items: await readItems(tx, bookId),
    stored: await readStored(tx, bookId),
  }))
  const chapters = inOrder(items).flatMap(item => {
    const found = item.chapter_id ? stored.get(item.chapter_id) : undefined
    return found ? [{ ...found, title: item.title }] : []
  })
  return {
    bookId,
    title: book.title,
    total: total(chapters, book.language),
    chapters: chapters.map(chapter => view(chapter, chapter.title)),
  }
}

function view(
  { statistics, chapterId, chapterVersion, topics, aiShare, calculatedAt }: StoredStatistics,
  title: string,
) {
  return { chapterId, title, chapterVersion, ...statistics, aiShare, topics, calculatedAt: calculatedAt.toISOString() }
}

function total(chapters: readonly StoredStatistics[], language: string) {
  const statistics = statisticsOfAll(
    chapters.map(chapter => chapter.statistics),
    language,
  )
  const measured = chapters.filter(chapter => chapter.aiShare !== null)
  const words = measured.reduce((sum, chapter) => sum + chapter.statistics.words, 0)
  const generated = measured.reduce((sum, chapter) => sum + chapter.aiShare! * chapter.statistics.words, 0)
  const oldest = chapters.map(chapter => chapter.calculatedAt.toISOString()).sort()[0]
  return {
    ...statistics,
    aiShare: words > 0 ? Math.round((10_000 * generated) / words) / 10_000 : null,
    topics: joinTopics(chapters.map(({ topics, statistics: { words } }) => ({ topics, words }))),
    longestSentences: chapters
      .flatMap(({ chapterId, longestSentences }) => longestSentences.map(sentence => ({ ...sentence, chapterId })))
      .sort((a, b) => b.words - a.words)
      .slice(0, longestShown),
    calculatedAt: oldest ?? null,
  }
}

/** The items of an outline as they are read, parts before what is in them. */
function inOrder(items: readonly StoredItem[], parentId: string | null = null): StoredItem[] {
  return items.filter(item => item.parent_id === parentId).flatMap(item => [item, ...inOrder(items, item.id)])
}
