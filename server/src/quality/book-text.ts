import { createHash } from 'node:crypto'
import type { Tx } from '@octavo/database'
import { findFeature } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import type { BookFields } from '../library/book-view.ts'
import { readItems, type StoredItem } from '../library/outline-items.ts'
import { type BookFilePath, readAuditedFiles } from './audited-files.ts'
import { inactiveFeatures } from './feature-catalogue.ts'
import { silencedRules } from './silences.ts'

/** A chapter as an audit reads it. */
export interface AuditedText {
  chapterId: string
  tocItemId: string
  title: string
  /** Where an export puts it. */
  file: string
  /** Front and back matter, such as the glossary, need no features. */
  isMatter: boolean
  version: number
  content: string
  targetWords: number | null
}

/** Everything an audit of a book depends on. */
export interface BookText {
  bookId: string
  chapters: AuditedText[]
  silenced: string[]
  /** Ids of features; a name nobody knows stays as it is, and is always missing. */
  required: string[]
  styleWords: BookFields['styleWords']
  abbreviations: string[]
  deadLinks: ReadonlyMap<string, string>
  /** Its files that pages can show or link to. */
  files: BookFilePath[]
  /** Keys of its bibliographies; null when it has none. */
  citations: string[] | null
  threshold: number
  /** Equal as long as an audit would find the same. */
  basis: string
}

/** Raised when audits find other things in the same text, so that stored ones count as stale. */
const auditEdition = 2

/** Reads a book as an audit needs it, or of its chapters `only` one. Throws not_found. */
export async function readBookText(tx: Tx, bookId: string, only?: string): Promise<BookText> {
  const book = await tx
    .selectFrom('library.books')
    .select(['required_features', 'style_words', 'target_words_per_chapter', 'audit_threshold'])
    .where('id', '=', bookId)
    .executeTakeFirst()
  if (!book) throw new OctavoError('not_found')
  const chapters = await readChapters(tx, bookId, book.target_words_per_chapter, only)
  const inactive = await inactiveFeatures(tx)
  const judgedBy = {
    silenced: await silencedRules(tx, bookId),
    required: requiredOf(book.required_features, inactive),
    styleWords: book.style_words as unknown as BookFields['styleWords'],
    abbreviations: await abbreviationsOf(tx, bookId),
    deadLinks: await deadLinksOf(tx, bookId),
    ...(await readAuditedFiles(tx, bookId)),
  }
  const basis = createHash('sha256')
    .update(JSON.stringify([auditEdition, judgedBy, chapters.map(({ content: _, ...chapter }) => chapter)]))
    .digest('hex')
  return {
    bookId,
    chapters,
    ...judgedBy,
    deadLinks: new Map(judgedBy.deadLinks),
    threshold: book.audit_threshold,
    basis,
  }
}

/** The ids of the features a book requires, each once, without those the operator switched off. */
export function requiredOf(names: readonly string[], inactive: ReadonlySet<string>): string[] {
  const ids = names.map(name => findFeature(name)?.id ?? name)
  return [...new Set(ids)].filter(id => !inactive.has(id))
}

async function readChapters(
  tx: Tx,
  bookId: string,
  perChapter: number | null,
  only: string | undefined,
): Promise<AuditedText[]> {
  const items = await readItems(tx, bookId)
  const below = (parent: string | null): StoredItem[] =>
    items.filter(item => item.parent_id === parent).flatMap(item => [item, ...below(item.id)])
  const written = below(null).filter(item => item.has_text)
  const texts = tx.selectFrom('library.chapters').select(['id', 'toc_item_id', 'content', 'version'])
  const rows = await (only ? texts.where('id', '=', only) : texts).where('book_id', '=', bookId).execute()
  const byItem = new Map(rows.map(row => [row.toc_item_id, row]))
  const isGlossary = (item: StoredItem) => item.kind === 'back' && item.slug === 'glossary'
  const numbered = written.filter(item => !isGlossary(item))
  const digits = Math.max(2, String(numbered.length).length)
  return written.flatMap((item): AuditedText[] => {
    const row = byItem.get(item.id)
    if (!row) return []
    const number = String(numbered.indexOf(item) + 1).padStart(digits, '0')
    return [
      {
        chapterId: row.id,
        tocItemId: item.id,
        title: item.title,
        file: isGlossary(item) ? 'glossary.md' : `chapters/${number}-${item.slug}.md`,
        isMatter: item.kind === 'front' || item.kind === 'back',
        version: row.version,
        content: row.content,
        targetWords: item.target_words ?? perChapter,
      },
    ]
  })
}

/** Short forms that the codex spells out. */
async function abbreviationsOf(tx: Tx, bookId: string): Promise<string[]> {
  const entries = await tx
    .selectFrom('library.codex')
    .select(['name', 'aliases'])
    .where('book_id', '=', bookId)
    .orderBy('name')
    .execute()
  return entries.flatMap(entry => (entry.aliases.length > 0 ? [entry.name, ...entry.aliases] : []))
}

async function deadLinksOf(tx: Tx, bookId: string): Promise<[string, string][]> {
  const rows = await tx
    .selectFrom('quality.audits')
    .select('dead_links')
    .where('book_id', '=', bookId)
    .orderBy('chapter_id')
    .execute()
  return rows.flatMap(row => Object.entries(row.dead_links as Record<string, string>))
}
