import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { exportUsage } from '../billing/usage-csv.ts'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { listTemplates } from '../library/templates.ts'
import type { Octavo } from '../octavo.ts'
import { listAccounts } from './accounts.ts'
import { bookEntries } from './export-book.ts'
import { asJson, itemsOf, listEntry } from './json-entries.ts'
import { getMe, type Me } from './me.ts'
import { listSessions } from './sessions.ts'
import { listTokens } from './tokens.ts'
import { type ZipEntry, zipStream } from './zip-stream.ts'

/** What fits into an archive without ZIP64, with room for its texts. Bytes. */
const largestExport = 3_500_000_000

const readme = `# Your data in Octavo

- account.json: your account, profile, settings and organizations; how and where you sign in; your tokens without their
  text.
- templates.json, prompts.json: those you made.
- books/: every book you began and can still open, those in the trash as well. In each folder
  - book.json: what is set for it, its outline, what it asks before it is published, and the rules it does not want to
    hear of
  - myst/: its text, a MyST project with its files: octavo build, mystmd or Jupyter Book print it
  - files.json, files/: all its files with what is known of each; those that are not in myst/
  - sources/: what you gave for it, as readable text
  - originals/: the files you gave, as they were
  - covers.json, covers/: its covers, with their designs
  - codex.json: its people, places, terms, things and events, with the passages they were read from
  - evidence.json: the passages each section of the outline stands on
  - chapters/: for each chapter
    - chapter.json: its state, summary and notes
    - versions.json: every version with its text, oldest first: its number and label, when, why and by whom it was made
    - comments.json: what was said about it, with the answers
    - suggestions.json: what was suggested for it, and what was decided
    - remediations.json: what audits and models proposed for it, and what was decided
  - jobs.json, exports.json, deployments.json, github.json: what was made of it and where it went, newest first
- elsewhere/: your comments and suggestions on books that others began, as long as you can open them.
- usage/: what you used, act by act, one table for each organization.

What there is none of has no file. What others wrote in your books, versions, comments and suggestions, is in it under
their names.

Not in it: books that others began, even where you work on them, and what others used; keys, connections, destinations,
members, invitations and plans, which belong to organizations; passwords and everything else that is kept secret; the log
of the installation, and what is kept for hours or days, such as who has a chapter open and of what you were told by mail;
what is made anew from the rest at any time, such as exports, audits, statistics, passages, proposals of imports and the
index of the search.
`

/**
 * Everything the caller owns as one archive, made while it is read: the account, the books they began with all that
 * belongs to them, their own usage. Each part is read as the caller, so nothing that he may not read can be in it. Holds
 * the texts of one book as it is now, and one of its files, sources or pages of a list at a time. Throws file_too_large.
 */
export async function exportMe(octavo: Octavo, caller: Caller): Promise<ReadableStream<Uint8Array>> {
  const me = await getMe(octavo, caller)
  const bookIds = await octavo.database.asUser(caller, async tx => {
    if ((await bytesOf(tx, caller)) > largestExport) {
      throw new OctavoError(
        'file_too_large',
        'Your books are too large for one archive, with their files and versions: export the books one by one.',
      )
    }
    const books = await tx
      .selectFrom('library.books')
      .select('id')
      .where('created_by', '=', caller.userId)
      .orderBy('created_at')
      .execute()
    return books.map(({ id }) => id)
  })
  return zipStream(entriesOf(octavo, caller, me, bookIds))
}

/** What files, sources and versions of the caller's books take. */
async function bytesOf(tx: Tx, { userId }: Caller): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select (
      coalesce((select sum(f.bytes) from library.files f where f.book_id = any (own.ids) and f.kind <> 'export'), 0)
      + coalesce((select sum(octet_length(s.text)) from library.sources s where s.book_id = any (own.ids)), 0)
      + coalesce((select sum(octet_length(v.content)) from library.chapter_versions v where v.book_id = any (own.ids)), 0)
      )::float8 as bytes
    from (select array(select id from library.books where created_by = ${userId}) as ids) own`.execute(tx)
  return rows[0]!.bytes
}

async function* entriesOf(octavo: Octavo, caller: Caller, me: Me, bookIds: string[]): AsyncGenerator<ZipEntry> {
  yield { path: 'README.md', content: readme }
  const account = {
    ...me,
    accounts: await listAccounts(octavo, caller),
    sessions: await listSessions(octavo, caller),
    tokens: await listTokens(octavo, caller),
  }
  yield { path: 'account.json', content: asJson(account) }
  yield* listEntry('templates.json', ownTemplates(octavo, caller))
  yield* listEntry('prompts.json', await octavo.database.asUser(caller, tx => ownPrompts(tx, caller)))
  for (const id of bookIds) yield* bookEntries(octavo, caller, id)
  const said = await octavo.database.asUser(caller, tx => saidElsewhere(tx, caller))
  yield* listEntry('elsewhere/comments.json', said.comments)
  yield* listEntry('elsewhere/suggestions.json', said.suggestions)
  for (const { id, slug } of me.organizations) {
    const csv = await exportUsage(octavo, caller, id, { from: new Date(0).toISOString(), userId: caller.userId })
    yield { path: `usage/${slug}.csv`, content: csv }
  }
}

async function* ownTemplates(octavo: Octavo, caller: Caller) {
  for await (const template of itemsOf(page => listTemplates(octavo, caller, page))) {
    if (template.createdBy === caller.userId) yield template
  }
}

const ownPrompts = (tx: Tx, { userId }: Caller) =>
  tx
    .selectFrom('generation.prompts')
    .select(['name', 'version', 'title', 'category', 'genre', 'system', 'template', 'variables'])
    .select(['default_model as defaultModel', 'parameters', 'is_public as isPublic', 'book_id as bookId'])
    .select(['organization_id as organizationId', 'created_at as createdAt'])
    .where('created_by', '=', userId)
    .orderBy('name')
    .orderBy('version')
    .execute()

/** The caller's own words on books that others began, without what others said there. */
async function saidElsewhere(tx: Tx, { userId }: Caller) {
  const comments = await tx
    .selectFrom('library.comments as s')
    .innerJoin('library.books as b', 'b.id', 's.book_id')
    .innerJoin('library.chapters as c', 'c.id', 's.chapter_id')
    .select(['b.title as book', 'c.title as chapter', 's.version', 's.body'])
    .select(['s.created_at as createdAt', 's.edited_at as editedAt'])
    .where('s.created_by', '=', userId)
    .where(sql<boolean>`b.created_by is distinct from ${userId}`)
    .orderBy('s.created_at')
    .execute()
  const suggestions = await tx
    .selectFrom('library.suggestions as s')
    .innerJoin('library.books as b', 'b.id', 's.book_id')
    .innerJoin('library.chapters as c', 'c.id', 's.chapter_id')
    .select(['b.title as book', 'c.title as chapter', 's.version', 's.hunks', 's.reason', 's.state'])
    .select(['s.created_at as createdAt', 's.decided_at as decidedAt'])
    .where('s.created_by', '=', userId)
    .where(sql<boolean>`b.created_by is distinct from ${userId}`)
    .orderBy('s.created_at')
    .execute()
  return { comments, suggestions }
}
