import { randomUUID } from 'node:crypto'
import type { Tx } from '@octavo/database'
import { fragmentsOf, readPassages, textConfig, withoutAccents, wordsOf } from '@octavo/manuscript'
import { sql } from 'kysely'
import type { Octavo } from '../../octavo.ts'
import { hashOf } from './prose-hash.ts'
import { type Subject, type SubjectKey, subjectOf } from './subject.ts'

/** Texts up to this length are cut where they are saved; longer ones are left to the worker. In characters. */
const longestAtOnce = 200_000
/** Rows a transaction of the worker writes: the embedded database has one connection, and others wait for it. */
const slice = 200

/**
 * Cuts a text that has just been saved into fragments, in the transaction that saved it, so that its words are found as
 * soon as it is there. Vectors follow: the worker makes them.
 */
export async function cutHere(tx: Tx, key: SubjectKey): Promise<void> {
  const subject = await subjectOf(tx, key)
  if (!subject || subject.text.length > longestAtOnce) return
  const plan = await planCut(tx, subject)
  await write(tx, subject, plan)
  await note(tx, subject)
}

/** Brings the fragments of a document up to its text, in short transactions. Gives the revision they are of. */
export async function cutInBackground(octavo: Octavo, documentId: string): Promise<number | undefined> {
  const { database } = octavo
  const subject = await database.asService('read a text to index', tx => subjectOf(tx, { documentId }))
  if (!subject) return undefined
  if (subject.cutRevision === subject.revision) return subject.revision
  const plan = await database.asService('see what of a text is indexed', tx => planCut(tx, subject))
  for (const part of inSlices(plan)) {
    await database.asService('index a part of a text', tx => write(tx, subject, part))
  }
  await database.asService('note that a text is indexed', tx => note(tx, subject))
  return subject.revision
}

type Row = ReturnType<typeof rowsOf>[number]

interface Plan {
  gone: string[]
  moved: Row[]
  added: Row[]
}

function* inSlices({ gone, moved, added }: Plan): Generator<Plan> {
  const longest = Math.max(gone.length, moved.length, added.length)
  for (let at = 0; at < longest; at += slice) {
    const part = <T>(rows: readonly T[]) => rows.slice(at, at + slice)
    yield { gone: part(gone), moved: part(moved), added: part(added) }
  }
}

/** A fragment whose very text is there already keeps its id, and with it its vectors. */
async function planCut(tx: Tx, subject: Subject): Promise<Plan> {
  const before = await tx
    .selectFrom('library.fragments')
    .select(['id', 'text', 'headings', 'position', 'start_offset', 'start_line', 'hash'])
    .where('document_id', '=', subject.documentId)
    .orderBy('position')
    .execute()
  const known = Map.groupBy(before, ({ headings, text }) => JSON.stringify([headings, text]))
  const plan: Plan = { gone: [], moved: [], added: [] }
  for (const row of rowsOf(subject)) {
    const same = known.get(JSON.stringify([row.headings, row.text]))?.shift()
    if (!same) plan.added.push(row)
    else if (subject.cutAs !== cutAs(subject) || hasMoved(same, row)) plan.moved.push({ ...row, id: same.id })
  }
  plan.gone = [...known.values()].flat().map(({ id }) => id)
  return plan
}

function hasMoved(
  before: { position: number; start_offset: number; start_line: number; hash: string | null },
  row: Row,
): boolean {
  return (
    before.position !== row.position ||
    before.start_offset !== row.start_offset ||
    before.start_line !== row.start_line ||
    before.hash !== row.hash
  )
}

function cutAs({ language, title }: Subject): string {
  return `${textConfig(language)}:${title}`
}

function rowsOf(subject: Subject) {
  const { format, text, title } = subject
  const passages = readPassages({ id: 'text', text, format })
  return fragmentsOf(text, passages, title).map((fragment, position) => {
    const headings = fragment.headings.filter(heading => heading !== title)
    const body = wordsOf(fragment.body)
    const all = [title, ...headings].flatMap(heading => wordsOf(heading))
    return {
      id: randomUUID() as string,
      position,
      headings: fragment.headings,
      text: fragment.text,
      start_line: fragment.start.line,
      start_offset: fragment.start.offset,
      end_line: fragment.end.line,
      end_offset: fragment.end.offset,
      title_words: joined(wordsOf(title)),
      heading_words: joined(headings.flatMap(heading => wordsOf(heading))),
      body_words: joined(body),
      // Found without their accents as well, for those who cannot type them.
      plain_words: [...all, ...body]
        .map(word => [word.text, withoutAccents(word.text)])
        .filter(([word, plain]) => word !== plain)
        .map(([, plain]) => plain)
        .join(' '),
      words: body.length,
      hash: fragment.prose === '' ? null : hashOf(fragment.prose),
    }
  })
}

function joined(words: readonly { text: string }[]): string {
  return words.map(word => word.text).join(' ')
}

async function write(tx: Tx, subject: Subject, { gone, moved, added }: Plan): Promise<void> {
  const config = sql`${textConfig(subject.language)}::regconfig`
  const terms = sql`setweight(to_tsvector(${config}, r.title_words), 'A')
    || setweight(to_tsvector(${config}, r.heading_words), 'B')
    || to_tsvector(${config}, r.body_words) || to_tsvector(${config}, r.plain_words)`
  if (gone.length > 0) await tx.deleteFrom('library.fragments').where('id', 'in', gone).execute()
  if (moved.length > 0) {
    await sql`
      update library.fragments f set position = r.position, start_line = r.start_line, start_offset = r.start_offset,
        end_line = r.end_line, end_offset = r.end_offset, words = r.words, hash = r.hash, terms = ${terms}
      from ${asTable(moved)} where f.id = r.id`.execute(tx)
  }
  if (added.length > 0) {
    await sql`
      insert into library.fragments (id, document_id, book_id, kind, position, headings, text, start_line, start_offset,
        end_line, end_offset, words, hash, terms)
      select r.id, ${subject.documentId}::uuid, ${subject.bookId}::uuid, ${subject.kind}, r.position, r.headings, r.text,
        r.start_line, r.start_offset, r.end_line, r.end_offset, r.words, r.hash, ${terms}
      from ${asTable(added)}`.execute(tx)
  }
}

function asTable(rows: readonly Row[]) {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, position integer, headings text[],
    text text, start_line integer, start_offset integer, end_line integer, end_offset integer, title_words text,
    heading_words text, body_words text, plain_words text, words integer, hash text)`
}

/** The fragments are now those of the revision that was read; a change that came meanwhile leaves it behind again. */
async function note(tx: Tx, subject: Subject): Promise<void> {
  await sql`
    update library.documents d set cut_revision = ${subject.revision}, cut_as = ${cutAs(subject)},
      fragments = f.count, words = f.words
    from (select count(*)::integer as count, coalesce(sum(words), 0)::integer as words from library.fragments
          where document_id = ${subject.documentId}) f
    where d.id = ${subject.documentId}`.execute(tx)
}
