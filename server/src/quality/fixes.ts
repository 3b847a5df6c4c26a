import { addHunk, auditPage, fixAll, parsePage } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { optionsOf } from './audit-text.ts'
import { type BookText, readBookText } from './book-text.ts'
import { finishFix } from './finish-remediation.ts'
import type { RemediationDetail, StoredHunk } from './remediation-view.ts'
import { allowedChapter, readRemediation } from './requests.ts'
import { knownRule } from './rules.ts'

/**
 * What can be mended in a chapter without a model, as hunks of its text; of these rules, or of all. Hunks with the same
 * `wish` belong together.
 */
export function mechanicalFixes(book: BookText, content: string, rules: readonly string[] | null): StoredHunk[] {
  const options = optionsOf(book)
  const { fixes } = fixAll(content, { check: text => auditPage(parsePage(text), options) }, rules ?? undefined)
  let hunks: StoredHunk[] = []
  for (const [index, { patch, rule }] of fixes.entries()) {
    // Each fix was made in the text the ones before it left, and its hunks, last first, do not move each other.
    for (const hunk of patch.toReversed()) {
      hunks = addHunk(content, hunks, { ...hunk, reason: rule, origin: 'fix', wish: `fix-${index + 1}` })
    }
  }
  return hunks
}

/**
 * Proposes what can be mended without a model: free of charge, and at once. Throws not_found, forbidden, chapter_empty,
 * rule_unknown.
 */
export async function requestFixes(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  rules: readonly string[] | undefined,
): Promise<RemediationDetail> {
  for (const rule of rules ?? []) knownRule(rule)
  const { id, chapter } = await octavo.database.asUser(caller, async tx => {
    const chapter = await allowedChapter(tx, chapterId, 'edit')
    const { id } = await tx
      .insertInto('quality.remediations')
      .values({
        book_id: chapter.book_id,
        chapter_id: chapterId,
        kind: 'fix',
        rules: [...(rules ?? [])],
        base_version: chapter.version,
        original: chapter.content,
        created_by: caller.userId,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, chapter }
  })
  const book = await readBook(octavo, chapter.book_id)
  const hunks = mechanicalFixes(book, chapter.content, rules ?? null)
  await octavo.database.asService('propose mechanical fixes', tx => finishFix(tx, id, hunks))
  return readRemediation(octavo, caller, id)
}

/** The hunks requestFixes would propose, without keeping them. Throws not_found, chapter_empty, rule_unknown. */
export async function previewFixes(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  rules: readonly string[] | undefined,
): Promise<{ version: number; original: string; hunks: StoredHunk[] }> {
  for (const rule of rules ?? []) knownRule(rule)
  const chapter = await octavo.database.asUser(caller, tx =>
    tx
      .selectFrom('library.chapters')
      .select(['book_id', 'content', 'version'])
      .where('id', '=', chapterId)
      .executeTakeFirst(),
  )
  if (!chapter) throw new OctavoError('not_found')
  const book = await readBook(octavo, chapter.book_id)
  return {
    version: chapter.version,
    original: chapter.content,
    hunks: mechanicalFixes(book, chapter.content, rules ?? null),
  }
}

function readBook(octavo: Octavo, bookId: string): Promise<BookText> {
  return octavo.database.asService('read a book somebody may see, to mend it', tx => readBookText(tx, bookId))
}
