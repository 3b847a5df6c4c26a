import type { TestPerson, TestServer } from '@octavo/server/testing'
import { sql } from 'kysely'

const books = 50
const fragmentsPerChapter = 8
const wordsPerFragment = 130
const dimension = 512
/** Words in the language of this library; the n-th is used in proportion to 1/n, as in any (G. Zipf 1949). */
const vocabulary = 20_000

/**
 * Fills a library with chapters of made-up words as often as real ones, each with its fragments and vectors, written as
 * search itself writes them but in bulk: embedding them would take an hour. Gives queries of two common words, a middling
 * and a rare one.
 */
export async function fillLibrary(server: TestServer, { organizationId, userId }: TestPerson, chapters: number) {
  const { database } = server
  const random = sequence(7)
  const word = () => name(Math.min(vocabulary - 1, Math.floor(vocabulary ** random())))
  const text = (length: number) => Array.from({ length }, word).join(' ')
  const perBook = chapters / books
  // Built at once when everything is there, as a restore would: one vector after the other takes ten times as long.
  await database.withOwner('bench', async client => {
    const { rows } = await client.query(
      `select indexname from pg_indexes where schemaname = 'library' and indexdef ilike '%using hnsw%'`,
    )
    for (const { indexname } of rows) await client.query(`drop index library.${indexname}`)
  })
  for (let book = 0; book < books; book++) {
    const rows = Array.from({ length: perBook * fragmentsPerChapter }, (_, index) => ({
      chapter: Math.floor(index / fragmentsPerChapter),
      position: index % fragmentsPerChapter,
      text: text(wordsPerFragment),
      vector: `[${Array.from({ length: dimension }, () => (random() - 0.5).toFixed(4)).join(',')}]`,
    }))
    await database.asService('fill the bench', async tx => {
      const { id } = await tx
        .insertInto('library.books')
        .values({ organization_id: organizationId, created_by: userId, title: `Book ${book}`, slug: `bench-${book}` })
        .returning('id')
        .executeTakeFirstOrThrow()
      await sql`
        with items as (
          insert into library.toc_items (book_id, title, slug, position)
          select ${id}::uuid, 'Chapter ' || n, 'chapter-' || n, n from generate_series(0, ${perBook - 1}::integer) n
          returning id, position, title),
        chapters as (
          insert into library.chapters (book_id, toc_item_id, title, version)
          select ${id}::uuid, id, title, 1 from items returning id, toc_item_id, title)
        insert into library.chapter_versions (chapter_id, book_id, number, title, content, words, change_type)
        select id, ${id}::uuid, 1, title, '', 0, 'imported' from chapters`.execute(tx)
      await sql`
        with made as (
          insert into library.fragments (document_id, book_id, kind, position, text, start_line, start_offset, end_line,
            end_offset, terms, words, hash)
          select d.id, d.book_id, 'chapter', r.position, r.text, 1 + r.position, 0, 1 + r.position, length(r.text),
            to_tsvector('english', r.text), ${wordsPerFragment}, md5(r.text)
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (chapter integer, position integer, text text)
          join library.toc_items t on t.book_id = ${id} and t.position = r.chapter
          join library.chapters c on c.toc_item_id = t.id join library.documents d on d.chapter_id = c.id
          returning id, book_id, hash)
        insert into library.embeddings (fragment_id, book_id, model, dimension, hash, embedding)
        select m.id, m.book_id, 'octavo/embedder-1', ${dimension}, m.hash, r.vector::vector
        from made m join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (text text, vector text)
          on md5(r.text) = m.hash`.execute(tx)
      await sql`
        update library.documents d set cut_revision = revision, embedded_revision = revision,
          fragments = f.count, words = f.words
        from (select document_id, count(*)::integer as count, sum(words)::integer as words from library.fragments
              where book_id = ${id} group by 1) f
        where f.document_id = d.id`.execute(tx)
    })
  }
  await database.withOwner('bench', async client => {
    await client.query(`select library.index_embeddings('octavo/embedder-1', ${dimension})`)
    await client.query('vacuum analyze')
  })
  return Array.from({ length: 20 }, (_, n) => [3 + n, 40 + n * 7, 900 + n * 31, 6_000 + n * 97].map(name).join(' '))
}

/** A word for a number: syllables, so that no stemmer takes two for one. */
function name(number: number): string {
  const syllables = ['ka', 'lo', 'mi', 'nu', 'po', 'ra', 'ti', 'vu', 'zo', 'ba']
  return `${[...String(number + 10)].map(digit => syllables[Number(digit)]!).join('')}k`
}

/** Numbers from 0 to 1, the same each time (a linear congruential generator, W. Press et al. 2007, §7.1). */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
