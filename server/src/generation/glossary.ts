import { composeGlossary } from '@octavo/compositor'
import { countWords } from '@octavo/manuscript'
import { saveChapter } from '../library/chapters.ts'
import { lockItems, type StoredItem } from '../library/outline-items.ts'
import type { Octavo } from '../octavo.ts'
import type { Job } from './call.ts'
import { readCodexOfBook } from './material.ts'

/** Stories explain themselves; every other kind of book gets a glossary when it has terms to explain. */
const withoutGlossary = new Set(['fiction'])

/** Puts the codex's terms with their definitions at the end of the book, or brings what is there up to date. */
export async function writeGlossary(octavo: Octavo, job: Job & { createdBy: string | null }): Promise<void> {
  await octavo.database.asService('write the glossary of a book', async tx => {
    const book = await tx
      .selectFrom('library.books')
      .select('kind')
      .where('id', '=', job.bookId)
      .executeTakeFirstOrThrow()
    if (withoutGlossary.has(book.kind)) return
    const terms = (await readCodexOfBook(tx, job.bookId)).filter(entry => entry.kind === 'term' && entry.description)
    if (terms.length === 0) return
    const content = `(glossary)=\n# Glossary\n\n${composeGlossary(terms)}`
    const items = await lockItems(tx, job.bookId)
    let item: Pick<StoredItem, 'id' | 'status'> | undefined = items.find(({ slug }) => slug === 'glossary')
    if (item && item.status !== 'generated') return
    if (!item) {
      const top = items.filter(({ parent_id }) => parent_id === null)
      item = await tx
        .insertInto('library.toc_items')
        .values({
          book_id: job.bookId,
          kind: 'back',
          title: 'Glossary',
          slug: 'glossary',
          position: Math.max(-1, ...top.map(({ position }) => position)) + 1,
          status: 'generated',
        })
        .returning(['id', 'status'])
        .executeTakeFirstOrThrow()
    }
    const chapter =
      (await tx.selectFrom('library.chapters').select('id').where('toc_item_id', '=', item.id).executeTakeFirst()) ??
      (await tx
        .insertInto('library.chapters')
        .values({ book_id: job.bookId, toc_item_id: item.id, title: 'Glossary' })
        .returning('id')
        .executeTakeFirstOrThrow())
    await saveChapter(tx, {
      chapterId: chapter.id,
      content,
      title: 'Glossary',
      changeType: 'generated',
      note: `${terms.length} terms of the codex, ${countWords(content)} words`,
      by: job.createdBy,
      jobId: job.id,
    })
  })
}
