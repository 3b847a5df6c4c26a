import type { Tx } from '@octavo/database'
import { type Brief, type CodexEntry, findFeature, type Outline, type Passage, type Source } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import { inactiveFeatures } from '../quality/feature-catalogue.ts'

/** A chapter of the outline as the table of contents holds it. */
export interface PlannedChapter {
  tocItemId: string
  /** Its label in the manuscript, for cross-references. */
  label: string
  status: 'pending' | 'generating' | 'generated' | 'edited' | 'approved'
  targetWords: number | null
}

/**
 * All a job needs to know of a book. Passages have short ids (p1, p2, …) in the author's order: models copy them
 * without mistakes and they cost few tokens; `passageIds` leads from each to its row.
 */
export interface Material {
  book: {
    id: string
    organizationId: string
    slug: string
    outlinePrompt: string | null
    chapterPrompt: string | null
    styleGuide: string
    wordsPerChapter: number | null
  }
  brief: Brief
  sources: Source[]
  passages: Passage[]
  passageIds: ReadonlyMap<string, string>
  outline: Outline
  /** Beside `outline.chapters`, in the same order. */
  chapters: PlannedChapter[]
  codex: CodexEntry[]
}

/** Reads the whole material of a book. Throws not_found. */
export async function readMaterial(tx: Tx, bookId: string): Promise<Material> {
  const book = await tx.selectFrom('library.books').selectAll().where('id', '=', bookId).executeTakeFirst()
  if (!book) throw new OctavoError('not_found')
  const sources = await tx
    .selectFrom('library.sources')
    .select(['id', 'title', 'origin', 'format', 'text'])
    .where('book_id', '=', bookId)
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const order = new Map(sources.map((source, index) => [source.id, index]))
  const rows = await tx.selectFrom('library.passages').selectAll().where('book_id', '=', bookId).execute()
  rows.sort((a, b) => order.get(a.source_id)! - order.get(b.source_id)! || a.position - b.position)
  const short = new Map(rows.map((row, index) => [row.id, `p${index + 1}`]))
  const passages = rows.map(
    (row): Passage => ({
      id: short.get(row.id)!,
      source: row.source_id,
      position: row.position,
      kind: row.kind as Passage['kind'],
      text: row.text,
      headings: row.headings,
      start: { line: row.start_line, column: row.start_column, offset: row.start_offset },
      end: { line: row.end_line, column: row.end_column, offset: row.end_offset },
    }),
  )
  const planned = await readChapters(tx, bookId, short)
  const codex = await readCodex(tx, bookId, short)
  const inactive = await inactiveFeatures(tx)
  return {
    book: {
      id: book.id,
      organizationId: book.organization_id,
      slug: book.slug,
      outlinePrompt: book.outline_prompt,
      chapterPrompt: book.chapter_prompt,
      styleGuide: book.style_guide,
      wordsPerChapter: book.target_words_per_chapter,
    },
    brief: {
      title: book.title,
      ...(book.subtitle && { subtitle: book.subtitle }),
      authors: book.authors,
      ...(book.description && { description: book.description }),
      ...(book.audience && { audience: book.audience }),
      language: book.language,
      ...(book.genre && { genre: book.genre }),
      kind: book.kind as Brief['kind'],
      ...(book.target_chapters && { chapters: book.target_chapters }),
      ...(book.target_words && { words: book.target_words }),
      features: book.required_features.filter(name => !inactive.has(findFeature(name)?.id ?? '')),
      ...(book.model && { model: book.model }),
      sources: [],
      notes: book.notes,
    },
    sources: sources.map(source => ({ ...source, format: source.format as Source['format'] })),
    passages,
    passageIds: new Map(rows.map(row => [short.get(row.id)!, row.id])),
    outline: { title: book.title, chapters: planned.map(chapter => chapter.plan) },
    chapters: planned.map(({ plan: _, ...chapter }) => chapter),
    codex,
  }
}

interface StoredSection {
  title: string
  synopsis: string
  passages: string[]
}

async function readChapters(tx: Tx, bookId: string, short: ReadonlyMap<string, string>) {
  const items = await tx
    .selectFrom('library.toc_items')
    .select([
      'id',
      'parent_id',
      'kind',
      'title',
      'slug',
      'synopsis',
      'objectives',
      'sections',
      'status',
      'target_words',
      'position',
    ])
    .where('book_id', '=', bookId)
    .orderBy('position')
    .execute()
  const below = (parent: string | null): typeof items =>
    items.filter(item => item.parent_id === parent).flatMap(item => [item, ...below(item.id)])
  return below(null)
    .filter(item => item.kind === 'chapter')
    .map(item => {
      const sections = (item.sections as unknown as StoredSection[]).map(section => ({
        ...section,
        // A passage whose source was deleted or read again has no row any more; the section stands without it.
        passages: section.passages.flatMap(id => short.get(id) ?? []),
      }))
      return {
        tocItemId: item.id,
        label: item.slug,
        status: item.status as PlannedChapter['status'],
        targetWords: item.target_words,
        plan: {
          title: item.title,
          synopsis: item.synopsis,
          objectives: item.objectives,
          sections: sections.length > 0 ? sections : [{ title: item.title, synopsis: item.synopsis, passages: [] }],
        },
      }
    })
}

/** The codex alone, without its evidence. */
export async function readCodexOfBook(tx: Tx, bookId: string): Promise<CodexEntry[]> {
  return readCodex(tx, bookId, new Map())
}

async function readCodex(tx: Tx, bookId: string, short: ReadonlyMap<string, string>): Promise<CodexEntry[]> {
  const entries = await tx
    .selectFrom('library.codex')
    .select(['id', 'kind', 'name', 'aliases', 'description'])
    .where('book_id', '=', bookId)
    .orderBy('kind')
    .orderBy('name')
    .execute()
  const evidence = await tx
    .selectFrom('library.codex_evidence')
    .select(['entry_id', 'passage_id'])
    .where('book_id', '=', bookId)
    .execute()
  const byEntry = Map.groupBy(evidence, row => row.entry_id)
  return entries.map(({ id, ...entry }) => ({
    ...entry,
    kind: entry.kind as CodexEntry['kind'],
    evidence: (byEntry.get(id) ?? []).flatMap(row => short.get(row.passage_id) ?? []),
  }))
}
