import { randomUUID } from 'node:crypto'
import type { Database } from '../database.ts'
import type { Tx } from '../transaction.ts'
import { type BillingWorld, seedBilling } from './billing-world.ts'
import { type CoversWorld, fillCovers } from './covers-world.ts'
import { type ExportsWorld, fillExports } from './exports-world.ts'
import { type FilesWorld, fillFiles } from './files-world.ts'
import { fillImports, type ImportsWorld } from './imports-world.ts'
import { fillPublishing, type PublishingWorld } from './publishing-world.ts'
import { fillQuality, type QualityWorld } from './quality-world.ts'
import { fillReview, type ReviewWorld } from './review-world.ts'
import { fillSearch, type SearchWorld } from './search-world.ts'
import { fillStatistics } from './statistics-world.ts'

/** Someone who has signed up; usable as an `Actor`. */
export interface Person {
  userId: string
  email: string
}

/** Two tenants with at least one row in every table. All of `shop`'s rows belong to its book unless said otherwise. */
export interface World {
  /** Members of `shop`, by role. */
  owner: Person
  admin: Person
  editor: Person
  reviewer: Person
  viewer: Person
  /** Collaborators on `shop.bookId` and nothing else. */
  bookEditor: Person
  bookViewer: Person
  /** Runs the installation, member of neither tenant. */
  operator: Person
  /** Owner of `elsewhere`. */
  outsider: Person
  shop: {
    organizationId: string
    bookId: string
    /** Made by `editor`, seen by him and the admins. */
    privateBookId: string
    /** A part with one chapter, and a second item that has no chapter yet. */
    partId: string
    tocItemId: string
    emptyTocItemId: string
    chapterId: string
    chapterVersionId: string
    sourceId: string
    passageId: string
    /** A second passage that is no entry's evidence yet. */
    otherPassageId: string
    codexId: string
    templateId: string
    publicTemplateId: string
    promptId: string
    builtInPromptId: string
    generationId: string
    callId: string
    invitationId: string
    providerKeyId: string
    auditLogId: string
  } & ReviewWorld &
    FilesWorld &
    CoversWorld &
    ExportsWorld &
    ImportsWorld &
    SearchWorld &
    QualityWorld &
    PublishingWorld
  /** Things of `owner`'s own. */
  personal: { sessionId: string; accountId: string; apiTokenId: string }
  verificationId: string
  providerId: string
  modelId: string
  workerId: string
  elsewhere: { organizationId: string; bookId: string }
  /** Of the shop. */
  billing: BillingWorld
}

const ROLES = ['owner', 'admin', 'editor', 'reviewer', 'viewer'] as const

/** Fills an empty, migrated database; takes about 50 ms. */
export async function seedWorld(database: Database): Promise<World> {
  const people = await signUp(database, [...ROLES, 'bookEditor', 'bookViewer', 'operator', 'outsider'])
  const owner = people.owner.userId
  const personal = { sessionId: randomUUID(), accountId: randomUUID(), apiTokenId: randomUUID() }
  const verificationId = randomUUID()
  // What the sign-in library writes, through the pool that is lent to it.
  const signIn = database.loginPool
  await signIn.query(
    `insert into auth.sessions (id, user_id, token, expires_at) values ($1, $2, 'session-token', now() + interval '1 day')`,
    [personal.sessionId, owner],
  )
  await signIn.query(
    `insert into auth.accounts (id, user_id, provider_id, account_id, password) values ($1, $2, 'credential', 'owner', 'hash')`,
    [personal.accountId, owner],
  )
  await signIn.query(
    `insert into auth.verifications (id, identifier, value, expires_at) values ($1, 'a@b.test', 'secret', now() + interval '1 day')`,
    [verificationId],
  )

  return database.asService('seed the test world', async tx => {
    await tx.insertInto('identity.user_roles').values({ user_id: people.operator.userId, role: 'superadmin' }).execute()
    await tx
      .insertInto('identity.api_tokens')
      .values({ id: personal.apiTokenId, user_id: owner, name: 'CI', token_hash: 'owner-token', last_four: 'abcd' })
      .execute()
    const organizationId = await foundOrganization(tx, 'shop', people.owner)
    const joining = ROLES.slice(1).map(role => ({
      organization_id: organizationId,
      user_id: people[role].userId,
      role,
    }))
    await tx.insertInto('identity.members').values(joining).execute()

    const modelId = 'octavo/compositor-1'
    await tx
      .insertInto('generation.providers')
      .values({ id: 'octavo', name: 'Octavo', kind: 'compositor' })
      .onConflict(c => c.doNothing())
      .execute()
    await tx
      .insertInto('generation.models')
      .values({
        id: modelId,
        provider_id: 'octavo',
        name: 'Compositor',
        context_window: 1_000_000,
        max_output: 100_000,
        input_price: 0,
        output_price: 0,
      })
      .onConflict(c => c.doNothing())
      .execute()
    await tx.insertInto('system.workers').values({ id: 'worker-1', host: 'test', pid: 1 }).execute()

    const bookId = await writeBook(tx, organizationId, people.owner, 'The Shop Manual')
    const privateBookId = await writeBook(tx, organizationId, people.editor, 'Not Yet Shown', 'private')
    await tx
      .insertInto('library.collaborators')
      .values([
        { book_id: bookId, user_id: people.bookEditor.userId, role: 'editor', invited_by: owner },
        { book_id: bookId, user_id: people.bookViewer.userId, role: 'viewer', invited_by: owner },
      ])
      .execute()
    const written = await fillBook(tx, bookId, owner)
    const filled = await fillOrganization(tx, organizationId, bookId, owner, modelId)
    const elsewhere = await foundOrganization(tx, 'elsewhere', people.outsider)
    const files = await fillFiles(tx, bookId, written.sourceId, owner)
    await fillStatistics(tx, bookId, written.chapterId)
    return {
      ...people,
      personal,
      verificationId,
      modelId,
      providerId: 'octavo',
      workerId: 'worker-1',
      elsewhere: {
        organizationId: elsewhere,
        bookId: await writeBook(tx, elsewhere, people.outsider, 'Another House'),
      },
      shop: {
        organizationId,
        bookId,
        privateBookId,
        ...written,
        ...(await fillReview(tx, bookId, written.chapterId, people.reviewer.userId)),
        ...filled,
        ...files,
        ...(await fillCovers(tx, bookId, files.blobSha256, owner)),
        ...(await fillExports(tx, {
          organizationId,
          bookId,
          fileId: files.exportFileId,
          reviewerId: people.reviewer.userId,
        })),
        ...(await fillImports(tx, { organizationId, bookId, fileId: files.originalFileId, authorId: owner })),
        ...(await fillSearch(tx, { bookId, chapterId: written.chapterId, jobId: filled.generationId })),
        ...(await fillQuality(tx, bookId, written.chapterId, owner)),
        ...(await fillPublishing(tx, organizationId, bookId, owner)),
      },
      billing: await seedBilling(tx, organizationId, filled.generationId, owner),
    }
  })
}

async function signUp<Name extends string>(database: Database, names: Name[]): Promise<Record<Name, Person>> {
  const people = names.map(name => ({ name, userId: randomUUID(), email: `${name.toLowerCase()}@octavo.test` }))
  await database.loginPool.query(
    `insert into auth.users (id, name, email, email_verified)
     select id, name, email, true from json_to_recordset($1) as person (id uuid, name text, email text)`,
    [JSON.stringify(people.map(({ userId, ...person }) => ({ id: userId, ...person })))],
  )
  return Object.fromEntries(people.map(({ name, userId, email }) => [name, { userId, email }])) as Record<Name, Person>
}

async function foundOrganization(tx: Tx, slug: string, founder: Person): Promise<string> {
  const { id } = await tx
    .insertInto('identity.organizations')
    .values({ name: slug, slug, created_by: founder.userId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('identity.members')
    .values({ organization_id: id, user_id: founder.userId, role: 'owner' })
    .execute()
  return id
}

async function writeBook(
  tx: Tx,
  organizationId: string,
  author: Person,
  title: string,
  visibility: 'organization' | 'private' = 'organization',
): Promise<string> {
  const slug = title.toLowerCase().replaceAll(' ', '-')
  const { id } = await tx
    .insertInto('library.books')
    .values({ organization_id: organizationId, created_by: author.userId, title, slug, visibility })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function fillBook(tx: Tx, bookId: string, authorId: string) {
  const [partId, tocItemId, emptyTocItemId] = [randomUUID(), randomUUID(), randomUUID()]
  await tx
    .insertInto('library.toc_items')
    .values([
      { id: partId, book_id: bookId, kind: 'part', title: 'Part One', slug: 'part-one', position: 0 },
      { id: tocItemId, book_id: bookId, parent_id: partId, title: 'Opening', slug: 'opening', position: 0 },
      { id: emptyTocItemId, book_id: bookId, parent_id: partId, title: 'Closing', slug: 'closing', position: 1 },
    ])
    .execute()

  const [chapterId, chapterVersionId] = [randomUUID(), randomUUID()]
  const text = { title: 'Opening', content: '# Opening\n\nUnlock the door.\n', words: 4 }
  await tx
    .insertInto('library.chapters')
    .values({ id: chapterId, book_id: bookId, toc_item_id: tocItemId, version: 1, ...text })
    .execute()
  await tx
    .insertInto('library.chapter_versions')
    .values({
      id: chapterVersionId,
      chapter_id: chapterId,
      book_id: bookId,
      number: 1,
      change_type: 'edited',
      created_by: authorId,
      ...text,
    })
    .execute()

  const [sourceId, passageId, otherPassageId] = [randomUUID(), randomUUID(), randomUUID()]
  const passages = ['A lathe turns wood.', 'A plane smooths it.']
  const source = passages.join('\n\n')
  await tx
    .insertInto('library.sources')
    .values({
      id: sourceId,
      book_id: bookId,
      title: 'Notes',
      origin: 'notes.md',
      format: 'markdown',
      media_type: 'text/markdown',
      text: source,
      sha256: '0'.repeat(64),
      bytes: source.length,
      words: 8,
      created_by: authorId,
    })
    .execute()
  await tx
    .insertInto('library.passages')
    .values(
      passages.map((passage, position) => ({
        id: position === 0 ? passageId : otherPassageId,
        source_id: sourceId,
        book_id: bookId,
        position,
        kind: 'paragraph' as const,
        text: passage,
        start_line: 1 + 2 * position,
        start_column: 1,
        start_offset: source.indexOf(passage),
        end_line: 1 + 2 * position,
        end_column: 1 + passage.length,
        end_offset: source.indexOf(passage) + passage.length,
      })),
    )
    .execute()

  const codexId = randomUUID()
  await tx.insertInto('library.codex').values({ id: codexId, book_id: bookId, kind: 'thing', name: 'Lathe' }).execute()
  await tx
    .insertInto('library.codex_evidence')
    .values({ entry_id: codexId, passage_id: passageId, book_id: bookId })
    .execute()
  return {
    partId,
    tocItemId,
    emptyTocItemId,
    chapterId,
    chapterVersionId,
    sourceId,
    passageId,
    otherPassageId,
    codexId,
  }
}

async function fillOrganization(tx: Tx, organizationId: string, bookId: string, authorId: string, modelId: string) {
  const [templateId, publicTemplateId, promptId, builtInPromptId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ]
  const template = { organization_id: organizationId, created_by: authorId, category: 'technical' as const }
  await tx
    .insertInto('library.book_templates')
    .values([
      { id: templateId, name: 'Ours', ...template },
      { id: publicTemplateId, name: 'For everyone', is_public: true, ...template },
    ])
    .execute()
  await tx
    .insertInto('generation.prompts')
    .values([
      {
        id: promptId,
        organization_id: organizationId,
        name: 'our-outline',
        version: 1,
        title: 'Our outline',
        template: 'Outline.',
        created_by: authorId,
      },
      { id: builtInPromptId, name: 'test-built-in', version: 1, title: 'Built in', template: 'Outline.' },
    ])
    .execute()

  const [generationId, callId] = [randomUUID(), randomUUID()]
  const job = { organization_id: organizationId, book_id: bookId }
  await tx
    .insertInto('generation.generations')
    .values({
      id: generationId,
      kind: 'write',
      state: 'completed',
      completed_at: new Date(),
      created_by: authorId,
      ...job,
    })
    .execute()
  await tx.insertInto('generation.events').values({ generation_id: generationId, number: 1, kind: 'queued' }).execute()
  await tx
    .insertInto('generation.calls')
    .values({
      id: callId,
      generation_id: generationId,
      key: 'outline',
      attempt: 1,
      purpose: 'outline',
      model: modelId,
      state: 'completed',
      latency_ms: 1,
      started_at: new Date(),
      ...job,
    })
    .execute()

  const [invitationId, providerKeyId, auditLogId] = [randomUUID(), randomUUID(), randomUUID()]
  await tx
    .insertInto('identity.invitations')
    .values({
      id: invitationId,
      organization_id: organizationId,
      email: 'new@octavo.test',
      token_hash: 'invitation-token',
      invited_by: authorId,
      expires_at: new Date(Date.now() + 86_400_000),
    })
    .execute()
  await tx
    .insertInto('identity.provider_keys')
    .values({
      id: providerKeyId,
      organization_id: organizationId,
      provider: 'anthropic',
      master_key_id: 'k1',
      ciphertext: Buffer.from('sealed'),
      last_four: 'wxyz',
      created_by: authorId,
    })
    .execute()
  await tx
    .insertInto('system.audit_log')
    .values({
      id: auditLogId,
      organization_id: organizationId,
      actor_id: authorId,
      action: 'member.added',
      subject: 'viewer',
    })
    .execute()
  return {
    templateId,
    publicTemplateId,
    promptId,
    builtInPromptId,
    generationId,
    callId,
    invitationId,
    providerKeyId,
    auditLogId,
  }
}
