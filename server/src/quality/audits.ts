import type { Tx } from '@octavo/database'
import { type BookAudit, externalLinks, readPage } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { allowedBook, visibleBook } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'
import { type AuditedBook, auditText, parsedOnce } from './audit-text.ts'
import type { BookAuditView, ChapterAudit, FeatureUseView, FindingView } from './audit-view.ts'
import { type AuditedText, type BookText, readBookText } from './book-text.ts'
import type { CheckLinksOptions } from './check-links.ts'

/** Findings that are kept of a page; a page with more has one trouble, not thousands. */
const mostFindings = 2_000
/** How long external links of one request may take, in milliseconds. */
const patience = 60_000

/**
 * The audit of a book and of each of its chapters. What is stale is audited anew first, unless `refresh` is false and
 * there is something to show. Throws not_found.
 */
export async function readBookAudit(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { refresh = true }: { refresh?: boolean | undefined } = {},
): Promise<BookAuditView> {
  await octavo.database.asUser(caller, tx => visibleBook(tx, bookId))
  return auditOf(octavo, bookId, refresh)
}

/** The audit of one chapter, in the light of its whole book. Throws not_found, chapter_empty. */
export async function readChapterAudit(
  octavo: Octavo,
  caller: Caller,
  chapterId: string,
  { refresh = true }: { refresh?: boolean | undefined } = {},
): Promise<ChapterAudit> {
  const { chapters } = await auditOf(octavo, await bookOf(octavo, caller, chapterId), refresh)
  const audit = chapters.find(chapter => chapter.chapterId === chapterId)
  if (!audit) throw new OctavoError('chapter_empty')
  return audit
}

/** The book of a chapter the caller may see. Throws not_found. */
export async function bookOf(octavo: Octavo, caller: Caller, chapterId: string): Promise<string> {
  const chapter = await octavo.database.asUser(caller, tx =>
    tx.selectFrom('library.chapters').select('book_id').where('id', '=', chapterId).executeTakeFirst(),
  )
  if (!chapter) throw new OctavoError('not_found')
  return chapter.book_id
}

/**
 * Asks the external links of a book, or of one chapter, whether they lead somewhere, and audits anew with what they
 * answered. Within a minute; what was not asked by then stays unknown. Throws not_found, forbidden.
 */
export async function auditLinks(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  chapterId?: string,
  options: CheckLinksOptions = {},
): Promise<BookAuditView> {
  await octavo.database.asUser(caller, tx => allowedBook(tx, bookId))
  // There has to be a row for what is found.
  await auditOf(octavo, bookId, true)
  const { chapters } = await readText(octavo, bookId)
  const chosen = chapters.filter(chapter => !chapterId || chapter.chapterId === chapterId)
  const links = new Map(chosen.map(chapter => [chapter.chapterId, linksIn(chapter)]))
  const { checkLinks } = await import('./check-links.ts')
  const states = await checkLinks(
    [...links.values()].flatMap(urls => [...urls]),
    { signal: AbortSignal.timeout(patience), ...options },
  )
  const dead = (url: string) => {
    const state = states.get(url)
    return state?.state === 'dead' ? [[url, state.reason] as const] : []
  }
  await octavo.database.asService('keep what external links answered', async tx => {
    for (const [id, urls] of links) {
      await tx
        .updateTable('quality.audits')
        .set({ dead_links: JSON.stringify(Object.fromEntries([...urls].flatMap(dead))) })
        .where('chapter_id', '=', id)
        .execute()
    }
  })
  return auditOf(octavo, bookId, true)
}

function linksIn(chapter: AuditedText): Set<string> {
  const links = externalLinks(readPage(parsedOnce(chapter.content)))
  return new Set(links.map(link => link.url))
}

async function readText(octavo: Octavo, bookId: string): Promise<BookText> {
  return octavo.database.asService('read a book somebody may see, to audit it', tx => readBookText(tx, bookId))
}

/** Brings the stored audits of a book up to date. Done by whoever changed a text, and by whoever reads a stale audit. */
export async function refreshAudit(octavo: Octavo, bookId: string): Promise<BookAuditView> {
  return auditOf(octavo, bookId, true)
}

async function auditOf(octavo: Octavo, bookId: string, refresh: boolean): Promise<BookAuditView> {
  const text = await readText(octavo, bookId)
  const stored = await readStored(octavo, bookId)
  const fresh = stored.length > 0 && stored.every(row => row.basis === text.basis) && isWhole(stored, text)
  if (fresh || (!refresh && stored.some(row => row.chapter_id === null))) return toView(stored, text)
  const audited = await auditText(text)
  await octavo.database.asService('keep an audit', tx => store(tx, text, audited))
  return toView(await readStored(octavo, bookId), text)
}

/** A chapter that lost its text since has an audit no more. */
function isWhole(stored: readonly Stored[], text: BookText): boolean {
  return stored.length === text.chapters.length + 1
}

type Stored = Awaited<ReturnType<typeof readStored>>[number]

async function readStored(octavo: Octavo, bookId: string) {
  return octavo.database.asService('read the audits of a book somebody may see', tx =>
    tx.selectFrom('quality.audits').selectAll().where('book_id', '=', bookId).execute(),
  )
}

type Judgement = Pick<BookAudit, 'score' | 'counts' | 'findings' | 'silenced' | 'words'>

/** Tells this lock from others that are named by a text. Any number will do. */
const auditLock = 8

/** One audit of a book at a time; chapters that were deleted meanwhile have none. */
async function store(tx: Tx, text: BookText, { audit, chapters }: AuditedBook): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${text.bookId}, ${auditLock}))`.execute(tx)
  const present = await tx
    .selectFrom('library.chapters')
    .select('id')
    .where('book_id', '=', text.bookId)
    .orderBy('id')
    .forKeyShare()
    .execute()
  const ids = new Set(present.map(({ id }) => id))
  const judgement = (judged: Judgement) => ({
    basis: text.basis,
    score: judged.score,
    errors: judged.counts.error,
    warnings: judged.counts.warning,
    infos: judged.counts.info,
    silenced: JSON.stringify(judged.silenced),
    words: judged.words,
    findings: JSON.stringify(judged.findings.slice(0, mostFindings)),
    audited_at: new Date(),
  })
  const counted = ({ wanted, found }: { wanted: number; found: number }) => ({
    features_total: wanted,
    features_found: found,
    features_missing: wanted - found,
  })
  const rows = chapters.map(({ text: chapter, audit: page, features }) => ({
    book_id: text.bookId,
    chapter_id: chapter.chapterId as string | null,
    version: chapter.version as number | null,
    features: JSON.stringify(features),
    ...counted(chapter.isMatter ? { wanted: 0, found: 0 } : page.features),
    ...judgement(page),
  }))
  const matter = chapters.filter(chapter => chapter.text.isMatter).length * text.required.length
  rows.push({
    book_id: text.bookId,
    chapter_id: null,
    version: null,
    features: JSON.stringify(sumUses(chapters.map(chapter => chapter.features))),
    ...counted({ wanted: audit.features.wanted - matter, found: audit.features.found - matter }),
    ...judgement(audit),
  })
  for (const row of rows) {
    const { book_id, chapter_id, ...values } = row
    if (chapter_id !== null && !ids.has(chapter_id)) continue
    await tx
      .insertInto('quality.audits')
      .values(row)
      .onConflict(conflict => conflict.constraint('audits_one_each').doUpdateSet(values))
      .execute()
  }
  const audited = chapters.map(chapter => chapter.text.chapterId)
  let gone = tx.deleteFrom('quality.audits').where('book_id', '=', text.bookId).where('chapter_id', 'is not', null)
  if (audited.length > 0) gone = gone.where('chapter_id', 'not in', audited)
  await gone.execute()
}

function sumUses(pages: readonly FeatureUseView[][]): FeatureUseView[] {
  return [...Map.groupBy(pages.flat(), use => use.id)].map(([id, uses]) => ({
    id,
    required: uses.some(use => use.required),
    count: uses.reduce((sum, use) => sum + use.count, 0),
    lines: [],
  }))
}

function toView(stored: readonly Stored[], text: BookText): BookAuditView {
  const whole = stored.find(row => row.chapter_id === null)!
  const byChapter = new Map(stored.map(row => [row.chapter_id, row]))
  const chapters = text.chapters.flatMap((chapter): ChapterAudit[] => {
    const row = byChapter.get(chapter.chapterId)
    if (!row) return []
    const { bookId } = text
    const { chapterId, file, title } = chapter
    const judged = toJudged(row, text)
    const stale = judged.stale || row.version !== chapter.version
    return [{ ...judged, stale, chapterId, bookId, title, file, version: row.version! }]
  })
  return { ...toJudged(whole, text), bookId: text.bookId, chapters }
}

function toJudged(row: Stored, text: BookText) {
  return {
    score: row.score,
    threshold: text.threshold,
    stale: row.basis !== text.basis,
    features: {
      total: row.features_total,
      found: row.features_found,
      missing: row.features_missing,
      items: row.features as unknown as FeatureUseView[],
    },
    counts: { error: row.errors, warning: row.warnings, info: row.infos },
    silenced: row.silenced as Record<string, number>,
    words: row.words,
    findings: row.findings as unknown as FindingView[],
    auditedAt: row.audited_at.toISOString(),
  }
}
