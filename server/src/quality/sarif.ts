import { type BookAudit, toSarif } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { visibleBook } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'
import { version } from '../system/version.ts'
import { auditText } from './audit-text.ts'
import { bookOf } from './audits.ts'
import { readBookText } from './book-text.ts'

/** The audit of a book as SARIF 2.1.0, its files named as an export names them. Throws not_found. */
export async function bookSarif(octavo: Octavo, caller: Caller, bookId: string): Promise<string> {
  return JSON.stringify(toSarif((await audited(octavo, caller, bookId)).audit, { version }))
}

/** The same of one chapter. Throws not_found, chapter_empty. */
export async function chapterSarif(octavo: Octavo, caller: Caller, chapterId: string): Promise<string> {
  const { audit, chapters } = await audited(octavo, caller, await bookOf(octavo, caller, chapterId))
  const chapter = chapters.find(({ text }) => text.chapterId === chapterId)
  if (!chapter) throw new OctavoError('chapter_empty')
  const one: BookAudit = { ...audit, ...chapter.audit, findings: [], pages: [chapter.audit] }
  return JSON.stringify(toSarif(one, { version }))
}

async function audited(octavo: Octavo, caller: Caller, bookId: string) {
  const text = await octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    return readBookText(tx, bookId)
  })
  return auditText(text)
}
