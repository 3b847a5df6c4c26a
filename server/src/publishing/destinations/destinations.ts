import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { allowedBook, visibleBook } from '../../library/book-access.ts'
import type { Octavo } from '../../octavo.ts'
import { recordAudit } from '../../system/audit.ts'
import { findRepository, gitHubOf } from '../github/repositories.ts'
import { allowedPath } from './folders.ts'

export const targets = ['github', 'git', 'folder', 'zip', 'webdav', 's3', 'hook'] as const
export type Target = (typeof targets)[number]

/** Branch names as Git takes them (git-check-ref-format), of ordinary characters. */
const branch = z
  .string()
  .max(200)
  .regex(/^(?!.*(?:\.\.|\/\/|\.lock(?:\/|$)))[\w][\w./-]*(?<![./])$/, 'is no name of a branch')

export const newDestination = z
  .object({
    target: z.enum(targets),
    location: z.string().max(1000).default('').openapi({
      description:
        'github: owner/name; git, folder, zip: the whole path of a bare repository, a folder, a .zip file, below what the operator allows; webdav, s3: what comes before every path',
    }),
    branch: branch.optional().openapi({ description: 'Default: the one of the repository' }),
    connectionId: z.uuid().optional().openapi({ description: 'Default: the only one of this kind' }),
    pages: z.boolean().default(false).openapi({ description: 'Builds a site on GitHub Pages' }),
    autoSync: z.boolean().default(false).openapi({ description: 'A push to the repository brings its changes back' }),
    create: z
      .object({ private: z.boolean().default(true) })
      .optional()
      .openapi({ description: 'Creates the repository if there is none' }),
  })
  .openapi('NewDestination')
export type NewDestination = z.infer<typeof newDestination>

export const destinationChanges = z.object({ pages: z.boolean().optional(), autoSync: z.boolean().optional() })

export const destinationView = z
  .object({
    id: z.uuid(),
    bookId: z.uuid(),
    target: z.enum(targets),
    connectionId: z.uuid().nullable(),
    location: z.string(),
    branch: z.string().nullable(),
    pages: z.boolean(),
    autoSync: z.boolean(),
    createdAt: z.string(),
  })
  .openapi('Destination')
export type Destination = z.infer<typeof destinationView>

const columns = [
  'id',
  'book_id',
  'target',
  'connection_id',
  'location',
  'branch',
  'pages',
  'auto_sync',
  'created_at',
] as const

interface Row {
  id: string
  book_id: string
  target: Target
  connection_id: string | null
  location: string
  branch: string | null
  pages: boolean
  auto_sync: boolean
  created_at: Date
}

const toView = (row: Row): Destination => ({
  id: row.id,
  bookId: row.book_id,
  target: row.target,
  connectionId: row.connection_id,
  location: row.location,
  branch: row.branch,
  pages: row.pages,
  autoSync: row.auto_sync,
  createdAt: row.created_at.toISOString(),
})

/** Where a book goes. Throws not_found. */
export function listDestinations(octavo: Octavo, caller: Caller, bookId: string): Promise<Destination[]> {
  return octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    const rows = await tx
      .selectFrom('publishing.destinations')
      .select(columns)
      .where('book_id', '=', bookId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map(toView)
  })
}

/** One destination of a book, in a transaction of somebody who sees the book. Throws not_found. */
export async function findDestination(tx: Tx, bookId: string, id: string): Promise<Destination> {
  const row = await tx
    .selectFrom('publishing.destinations')
    .select(columns)
    .where('id', '=', id)
    .where('book_id', '=', bookId)
    .executeTakeFirst()
  if (!row)
    throw new OctavoError(
      'not_found',
      'This is no destination of this book: GET /v1/books/{id}/publishing/destinations.',
    )
  return toView(row)
}

/**
 * A place a book is to be published to; the same place again is the same destination, with `pages` and `autoSync` as
 * asked. Throws not_found, forbidden, connection_missing, repository_unknown, permission_missing, destination_refused.
 */
export async function makeDestination(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  input: NewDestination,
): Promise<Destination> {
  const connectionId = await octavo.database.asUser(caller, async tx => {
    const book = await allowedBook(tx, bookId, 'export')
    return connectionFor(tx, book.organization_id, input)
  })
  const place = await placeOf(octavo, input, connectionId)
  const { pages, autoSync } = input
  if (input.target !== 'github' && (pages || autoSync)) {
    throw new OctavoError(
      'destination_refused',
      'Only a repository on GitHub has a site of its own and tells of changes.',
    )
  }
  return octavo.database.asUser(caller, async tx => {
    const row = await tx
      .insertInto('publishing.destinations')
      .values({
        book_id: bookId,
        target: input.target,
        connection_id: connectionId,
        ...place,
        pages,
        auto_sync: autoSync,
        created_by: caller.userId,
      })
      .onConflict(conflict => conflict.constraint('destinations_one_each').doUpdateSet({ pages, auto_sync: autoSync }))
      .returning(columns)
      .executeTakeFirstOrThrow()
    return toView(row)
  })
}

/** The connection that was named, or the only one that fits. Throws connection_missing. */
async function connectionFor(tx: Tx, organizationId: string, input: NewDestination): Promise<string | null> {
  const kinds = { github: ['github', 'github-app'], webdav: ['webdav'], s3: ['s3'], hook: ['hook'] } as const
  if (!(input.target in kinds)) return null
  let query = tx
    .selectFrom('publishing.connections')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where('kind', 'in', kinds[input.target as keyof typeof kinds])
  if (input.connectionId) query = query.where('id', '=', input.connectionId)
  const found = await query.orderBy('name').execute()
  if (found.length > 1) {
    const names = found.map(({ id, name }) => `${name} (${id})`).join(', ')
    throw new OctavoError(
      'connection_missing',
      `There are several connections; choose one by "connectionId": ${names}.`,
    )
  }
  if (!found[0]) throw new OctavoError('connection_missing')
  return found[0].id
}

async function placeOf(
  octavo: Octavo,
  { target, location, branch, create }: NewDestination,
  connectionId: string | null,
): Promise<{ location: string; branch: string | null }> {
  switch (target) {
    case 'github': {
      if (!/^[\w.-]+\/[\w.-]+$/.test(location)) {
        throw new OctavoError('destination_refused', 'Name the repository as owner/name.')
      }
      const found = await findRepository(await gitHubOf(octavo, connectionId), location, create)
      return { location: found.fullName, branch: branch ?? found.defaultBranch }
    }
    case 'git':
      return { location: await allowedPath(octavo.config, location), branch: branch ?? 'main' }
    case 'folder':
      return { location: await allowedPath(octavo.config, location), branch: null }
    case 'zip':
      if (!location.endsWith('.zip')) throw new OctavoError('destination_refused', 'Name a file that ends in .zip.')
      return { location: await allowedPath(octavo.config, location), branch: null }
    case 'webdav':
    case 's3': {
      const prefix = location.split('/').filter(Boolean)
      if (prefix.some(part => part === '.' || part === '..' || part.includes('\\'))) {
        throw new OctavoError('destination_refused', 'Name a folder such as books/mine.')
      }
      return { location: prefix.join('/'), branch: null }
    }
    case 'hook':
      return { location: '', branch: null }
  }
}

/** Throws not_found, forbidden. */
export function changeDestination(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  id: string,
  { pages, autoSync }: z.infer<typeof destinationChanges>,
): Promise<Destination> {
  return octavo.database.asUser(caller, async tx => {
    await allowedBook(tx, bookId, 'export')
    const before = await findDestination(tx, bookId, id)
    const row = await tx
      .updateTable('publishing.destinations')
      .set({ pages: pages ?? before.pages, auto_sync: autoSync ?? before.autoSync })
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirstOrThrow()
    return toView(row)
  })
}

/** Publishes there no more; what is there stays, and so does the history. Throws not_found, forbidden. */
export function removeDestination(octavo: Octavo, caller: Caller, bookId: string, id: string): Promise<void> {
  return octavo.database.asUser(caller, async tx => {
    const book = await allowedBook(tx, bookId, 'export')
    const { target, location } = await findDestination(tx, bookId, id)
    await tx.deleteFrom('publishing.destinations').where('id', '=', id).execute()
    await recordAudit(tx, {
      action: 'destination.removed',
      subject: id,
      organizationId: book.organization_id,
      details: { bookId, target, location },
    })
  })
}
