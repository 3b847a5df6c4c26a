import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { type Passage, type PassageKind, passageKinds } from '@octavo/manuscript'
import { sql } from 'kysely'
import type { Caller } from '../http/environment.ts'
import { decodeCursor, type PageRequest, toPage } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { findSource } from './sources.ts'

const place = z.object({ line: z.number().int(), column: z.number().int(), offset: z.number().int() })
export const passageView = z
  .object({
    id: z.uuid(),
    position: z.number().int(),
    kind: z.enum(passageKinds),
    text: z.string(),
    headings: z.array(z.string()),
    start: place,
    end: place,
  })
  .openapi('Passage')
export type PassageView = z.infer<typeof passageView>

/** A row of library.passages as it is told. */
export function toPassageView(row: {
  id: string
  position: number
  kind: PassageKind
  text: string
  headings: string[]
  start_line: number
  start_column: number
  start_offset: number
  end_line: number
  end_column: number
  end_offset: number
}): PassageView {
  return {
    id: row.id,
    position: row.position,
    kind: row.kind,
    text: row.text,
    headings: row.headings,
    start: { line: row.start_line, column: row.start_column, offset: row.start_offset },
    end: { line: row.end_line, column: row.end_column, offset: row.end_offset },
  }
}

/** The passages of a source in order. */
export async function listPassages(octavo: Octavo, caller: Caller, sourceId: string, { limit, cursor }: PageRequest) {
  return octavo.database.asUser(caller, async tx => {
    await findSource(tx, sourceId)
    const after = cursor === undefined ? -1 : Number(decodeCursor(cursor, 1)[0])
    const rows = await tx
      .selectFrom('library.passages')
      .selectAll()
      .where('source_id', '=', sourceId)
      .where('position', '>', after)
      .orderBy('position')
      .limit(limit + 1)
      .execute()
    return toPage(rows, limit, row => [row.position], toPassageView)
  })
}

/** Rows a statement: keeps the JSON of one parameter at a few megabytes. */
const chunk = 1_000

const prose: ReadonlySet<PassageKind> = new Set(['heading', 'paragraph', 'list', 'table', 'quote', 'definition'])
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/**
 * The words of a source: those of Unicode's segmentation (UAX #29) in its passages of prose, without URLs. Counted from
 * the passages, because parsing ten megabytes of inline markup for a number would take ten seconds.
 */
export function wordsOf(passages: readonly Passage[]): number {
  let words = 0
  for (const { kind, text } of passages) {
    if (!prose.has(kind)) continue
    for (const line of text.replace(/(?:https?:\/\/|www\.)[^\s)>]+/gi, ' ').split('\n')) {
      for (const segment of segmenter.segment(line)) if (segment.isWordLike) words++
    }
  }
  return words
}

/**
 * Replaces the passages of a source. A passage whose very text was there before keeps its id, wherever it stands now,
 * so that what points at it as evidence still does; the others are replaced.
 */
export async function replacePassages(
  tx: Tx,
  source: { id: string; bookId: string },
  passages: readonly Passage[],
): Promise<void> {
  const before = await tx
    .selectFrom('library.passages')
    .select(['id', 'text'])
    .where('source_id', '=', source.id)
    .orderBy('position')
    .execute()
  const known = Map.groupBy(before, passage => passage.text)
  const kept: Row[] = []
  const added: Row[] = []
  for (const passage of passages) {
    const id = known.get(passage.text)?.shift()?.id
    if (id) kept.push(rowOf(passage, id))
    else added.push(rowOf(passage, randomUUID()))
  }
  const gone = [...known.values()].flat().map(passage => passage.id)
  if (gone.length > 0) await tx.deleteFrom('library.passages').where('id', 'in', gone).execute()
  for (let at = 0; at < kept.length; at += chunk) await move(tx, kept.slice(at, at + chunk))
  for (let at = 0; at < added.length; at += chunk) await insert(tx, source, added.slice(at, at + chunk))
}

type Row = ReturnType<typeof rowOf>

function rowOf({ position, kind, text, headings, start, end }: Passage, id: string) {
  return {
    id,
    position,
    kind,
    text,
    headings,
    start_line: start.line,
    start_column: start.column,
    start_offset: start.offset,
    end_line: end.line,
    end_column: end.column,
    end_offset: end.offset,
  }
}

function asTable(rows: readonly Row[]) {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p (id uuid, position integer, kind text, text text,
    headings text[], start_line integer, start_column integer, start_offset integer, end_line integer,
    end_column integer, end_offset integer)`
}

async function insert(tx: Tx, source: { id: string; bookId: string }, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into library.passages (source_id, book_id, id, position, kind, text, headings, start_line, start_column,
      start_offset, end_line, end_column, end_offset)
    select ${source.id}::uuid, ${source.bookId}::uuid, p.* from ${asTable(rows)}`.execute(tx)
}

async function move(tx: Tx, rows: readonly Row[]): Promise<void> {
  await sql`
    update library.passages o set position = p.position, kind = p.kind, headings = p.headings,
      start_line = p.start_line, start_column = p.start_column, start_offset = p.start_offset,
      end_line = p.end_line, end_column = p.end_column, end_offset = p.end_offset
    from ${asTable(rows)}
    where o.id = p.id
      and (o.position, o.kind, o.headings, o.start_offset, o.start_line) is distinct from
        (p.position, p.kind, p.headings, p.start_offset, p.start_line)`.execute(tx)
}
