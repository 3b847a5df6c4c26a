import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { type CodexEntry, codexKinds, passageKinds } from '@octavo/manuscript'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { decodeCursor, type PageRequest, toPage } from '../http/pagination.ts'
import type { Octavo } from '../octavo.ts'
import { allowedBook, visibleBook } from './book-access.ts'
import { matching } from './matching.ts'

const name = z.string().trim().min(1).max(300)
const aliases = z.array(z.string().trim().min(1).max(300)).max(100)
const description = z.string().max(10_000)

export const newCodexEntry = z
  .object({
    kind: z.enum(codexKinds),
    name,
    aliases: aliases.default([]),
    description: description.default(''),
    evidence: z.array(z.uuid()).max(1_000).default([]).openapi({ description: 'Ids of passages of this book' }),
  })
  .openapi('NewCodexEntry')
export const codexChanges = z
  .object({ kind: z.enum(codexKinds), name, aliases, description })
  .partial()
  .openapi('CodexChanges')

export const codexView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    kind: z.enum(codexKinds),
    name: z.string(),
    aliases: z.array(z.string()),
    description: z.string(),
    corrected: z.boolean().openapi({ description: 'By a person: no job changes it' }),
    evidence: z.number().int().openapi({ description: 'How many passages it was read from' }),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('CodexEntry')
export type CodexView = z.infer<typeof codexView>

export const evidencePassage = z
  .object({
    passageId: z.uuid(),
    kind: z.enum(passageKinds),
    text: z.string(),
    headings: z.array(z.string()),
    startLine: z.number().int(),
    endLine: z.number().int(),
    source: z.object({ id: z.uuid(), title: z.string(), origin: z.string() }),
  })
  .openapi('EvidencePassage')
export const codexDetail = codexView.extend({ passages: z.array(evidencePassage) }).openapi('CodexEntryWithEvidence')
export type CodexDetail = z.infer<typeof codexDetail>

const entries = (tx: Tx) =>
  tx
    .selectFrom('library.codex as e')
    .select(['e.id', 'e.book_id', 'e.kind', 'e.name', 'e.aliases', 'e.description', 'e.corrected'])
    .select(['e.created_at', 'e.updated_at'])
    .select(sql<string>`lower(e.name)`.as('sort_name'))
    .select(eb =>
      eb
        .selectFrom('library.codex_evidence as v')
        .select(sql<number>`count(*)::integer`.as('count'))
        .whereRef('v.entry_id', '=', 'e.id')
        .as('evidence'),
    )

type EntryRow = Awaited<ReturnType<ReturnType<typeof entries>['executeTakeFirstOrThrow']>>

function toView(row: EntryRow): CodexView {
  return {
    id: row.id,
    bookId: row.book_id,
    kind: row.kind,
    name: row.name,
    aliases: row.aliases,
    description: row.description,
    corrected: row.corrected,
    evidence: row.evidence ?? 0,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/** The codex of a book by kind and name. `q` looks in names, aliases and descriptions. */
export async function listCodex(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  filter: PageRequest & { kind?: CodexEntry['kind'] | undefined; q?: string | undefined },
) {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    let query = entries(tx).where('e.book_id', '=', bookId)
    if (filter.kind) query = query.where('e.kind', '=', filter.kind)
    const text = sql<string>`e.name || ' ' || array_to_string(e.aliases, ' ') || ' ' || e.description`
    if (filter.q) query = query.where(matching(text, filter.q))
    if (filter.cursor) {
      const [kind, sortName, id] = decodeCursor(filter.cursor, 3)
      query = query.where(sql<boolean>`(e.kind, lower(e.name), e.id) > (${kind}, ${sortName}, ${id}::uuid)`)
    }
    const rows = await query
      .orderBy('e.kind')
      .orderBy(sql`lower(e.name)`)
      .orderBy('e.id')
      .limit(filter.limit + 1)
      .execute()
    return toPage(rows, filter.limit, row => [row.kind, row.sort_name, row.id], toView)
  })
}

async function findEntry(tx: Tx, entryId: string): Promise<EntryRow> {
  const row = await entries(tx).where('e.id', '=', entryId).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return row
}

/** An entry with the passages it was read from, in the order of the sources. */
export async function readCodexEntry(octavo: Octavo, caller: Caller, entryId: string): Promise<CodexDetail> {
  return octavo.database.asUser(caller, async tx => {
    const entry = await findEntry(tx, entryId)
    const passages = await tx
      .selectFrom('library.codex_evidence as v')
      .innerJoin('library.passages as p', 'p.id', 'v.passage_id')
      .innerJoin('library.sources as s', 's.id', 'p.source_id')
      .select(['p.id', 'p.kind', 'p.text', 'p.headings', 'p.start_line', 'p.end_line'])
      .select(['s.id as source_id', 's.title', 's.origin'])
      .where('v.entry_id', '=', entryId)
      .orderBy('s.position')
      .orderBy('s.id')
      .orderBy('p.position')
      .execute()
    return {
      ...toView(entry),
      passages: passages.map(row => ({
        passageId: row.id,
        kind: row.kind,
        text: row.text,
        headings: row.headings,
        startLine: row.start_line,
        endLine: row.end_line,
        source: { id: row.source_id, title: row.title, origin: row.origin },
      })),
    }
  })
}

/** Adds a person's own entry. Throws conflict for a name the kind has already. */
export async function createCodexEntry(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { evidence, ...input }: z.infer<typeof newCodexEntry>,
): Promise<CodexDetail> {
  const id = await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId)
    const row = await tx
      .insertInto('library.codex')
      .values({ ...input, book_id: bookId, corrected: true })
      .returning('id')
      .executeTakeFirstOrThrow()
    const found = await linkEvidence(tx, bookId, [{ entryId: row.id, passageIds: evidence }])
    if (found !== new Set(evidence).size) {
      const problems = [{ path: 'json.evidence', message: 'has a passage that is not in the sources of this book' }]
      throw new OctavoError('request_invalid', undefined, { problems })
    }
    return row.id
  })
  return readCodexEntry(octavo, caller, id)
}

/** Changes an entry; from now on it is the author's. */
export async function changeCodexEntry(
  octavo: Octavo,
  caller: Caller,
  entryId: string,
  changes: z.infer<typeof codexChanges>,
): Promise<CodexDetail> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, (await findEntry(tx, entryId)).book_id)
    const columns = { ...changes, corrected: true }
    await tx.updateTable('library.codex').set(columns).where('id', '=', entryId).execute()
  })
  return readCodexEntry(octavo, caller, entryId)
}

export async function deleteCodexEntry(octavo: Octavo, caller: Caller, entryId: string): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, (await findEntry(tx, entryId)).book_id)
    await tx.deleteFrom('library.codex').where('id', '=', entryId).execute()
  })
}

/** Links entries to passages of the book; ids of other passages are left out. Gives how many new links there are. */
async function linkEvidence(
  tx: Tx,
  bookId: string,
  links: readonly { entryId: string; passageIds: readonly string[] }[],
): Promise<number> {
  const rows = links.flatMap(({ entryId, passageIds }) =>
    [...new Set(passageIds)].map(passageId => ({ entry_id: entryId, passage_id: passageId })),
  )
  const { numAffectedRows } = await sql`
    insert into library.codex_evidence (entry_id, passage_id, book_id)
    select l.entry_id, p.id, p.book_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (entry_id uuid, passage_id uuid)
    join library.passages p on p.id = l.passage_id and p.book_id = ${bookId}
    on conflict do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/**
 * Adds what a job found to the book's codex. Entries meet by kind and name, whatever the case: aliases and evidence add
 * up, a new description replaces the old. A corrected entry is left alone, and so is anything found under one of its
 * aliases. Evidence are ids of library.passages. Gives how many entries were added or changed.
 */
export async function saveCodex(tx: Tx, bookId: string, found: readonly CodexEntry[]): Promise<number> {
  const { rows } = await sql<{ id: string; kind: string; name: string }>`
    insert into library.codex as e (book_id, kind, name, aliases, description)
    select ${bookId}::uuid, f.kind, f.name, f.aliases, f.description
    from jsonb_to_recordset(${JSON.stringify(mergeEntries(found))}::jsonb)
      as f (kind text, name text, aliases text[], description text)
    where not exists (
      select from library.codex c
      where c.book_id = ${bookId} and c.kind = f.kind and c.corrected
        and lower(f.name) = any (select lower(a) from unnest(c.aliases || c.name) a))
    on conflict (book_id, kind, lower(name)) do update set
      aliases = array(select a collate "C" from unnest(e.aliases || excluded.aliases) a where a <> e.name group by 1 order by 1),
      description = coalesce(nullif(excluded.description, ''), e.description)
    where not e.corrected
    returning id, kind, name`.execute(tx)
  const evidence = Map.groupBy(found, keyOf)
  const links = rows.map(row => ({
    entryId: row.id,
    passageIds: (evidence.get(keyOf(row)) ?? []).flatMap(entry => entry.evidence),
  }))
  await linkEvidence(tx, bookId, links)
  return rows.length
}

const keyOf = (entry: { kind: string; name: string }) => `${entry.kind} ${entry.name.toLowerCase()}`

/** One entry a kind and name: PostgreSQL cannot update a row twice in one statement. */
function mergeEntries(found: readonly CodexEntry[]) {
  return [...Map.groupBy(found, keyOf).values()].map(same => ({
    kind: same[0]!.kind,
    name: same[0]!.name,
    aliases: [...new Set(same.flatMap(entry => entry.aliases))],
    description: same.find(entry => entry.description !== '')?.description ?? '',
  }))
}
