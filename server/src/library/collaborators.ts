import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { createInvitation, type Invitation, listInvitations, revokeInvitation } from '../identity/invitations.ts'
import { roles } from '../identity/organization-role.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { permissions, visibleBook } from './book-access.ts'
import { namesOf } from './people.ts'

const narrowed = z
  .array(z.enum(permissions))
  .nullable()
  .openapi({ description: 'What the role is narrowed to; null is everything it allows' })

export const collaboratorView = z
  .object({
    userId: z.uuid(),
    name: z.string().nullable(),
    avatarUrl: z.string().nullable(),
    role: z.enum(roles),
    permissions: narrowed,
    invitedBy: z.uuid().nullable(),
    acceptedAt: z.string(),
  })
  .openapi('Collaborator')
export type CollaboratorView = z.infer<typeof collaboratorView>

export const collaboratorChanges = z
  .object({ role: z.enum(roles).optional(), permissions: narrowed.optional() })
  .openapi('CollaboratorChanges')

export const bookInvitation = z
  .object({ email: z.email().max(320), role: z.enum(roles).default('editor'), permissions: narrowed.optional() })
  .openapi('BookInvitation')

function collaborators(tx: Tx, bookId: string) {
  return tx
    .selectFrom('library.collaborators')
    .select(['user_id', 'role', 'permissions', 'invited_by', 'accepted_at'])
    .where('book_id', '=', bookId)
}

/** Who works on this one book, the highest roles first. */
export async function listCollaborators(octavo: Octavo, caller: Caller, bookId: string): Promise<CollaboratorView[]> {
  const rows = await octavo.database.asUser(caller, async tx => {
    await visibleBook(tx, bookId)
    return collaborators(tx, bookId).orderBy('role', 'desc').orderBy('accepted_at').execute()
  })
  const names = await namesOf(
    octavo,
    rows.map(row => row.user_id),
  )
  return rows.map(row => ({
    userId: row.user_id,
    name: names.get(row.user_id)?.name ?? null,
    avatarUrl: names.get(row.user_id)?.avatarUrl ?? null,
    role: row.role,
    permissions: narrowed.parse(row.permissions),
    invitedBy: row.invited_by,
    acceptedAt: row.accepted_at.toISOString(),
  }))
}

async function findCollaborator(tx: Tx, bookId: string, userId: string) {
  const book = await visibleBook(tx, bookId)
  const row = await collaborators(tx, bookId).where('user_id', '=', userId).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return { ...row, organizationId: book.organization_id }
}

/** Changes what a collaborator may do, up to the caller's own role. Throws not_found, forbidden. */
export async function changeCollaborator(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  userId: string,
  changes: z.infer<typeof collaboratorChanges>,
): Promise<CollaboratorView> {
  await octavo.database.asUser(caller, async tx => {
    const before = await findCollaborator(tx, bookId, userId)
    const after = { role: changes.role ?? before.role, permissions: changes.permissions ?? null }
    if (changes.permissions === undefined) after.permissions = narrowed.parse(before.permissions)
    const { numUpdatedRows } = await tx
      .updateTable('library.collaborators')
      .set(after)
      .where('book_id', '=', bookId)
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new OctavoError('forbidden')
    await recordAudit(tx, {
      action: 'collaborator.changed',
      subject: userId,
      organizationId: before.organizationId,
      details: { bookId, from: { role: before.role, permissions: before.permissions }, to: after },
    })
  })
  const all = await listCollaborators(octavo, caller, bookId)
  const changed = all.find(collaborator => collaborator.userId === userId)
  if (!changed) throw new OctavoError('not_found')
  return changed
}

/** Removes a collaborator, or lets the caller leave. Throws not_found, forbidden. */
export async function removeCollaborator(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  userId: string,
): Promise<void> {
  await octavo.database.asUser(caller, async tx => {
    const { role, organizationId } = await findCollaborator(tx, bookId, userId)
    // First, because who has left may not write into the log any more; a refusal below takes it back.
    await recordAudit(tx, {
      action: userId === caller.userId ? 'collaborator.left' : 'collaborator.removed',
      subject: userId,
      organizationId,
      details: { bookId, role },
    })
    const { numDeletedRows } = await tx
      .deleteFrom('library.collaborators')
      .where('book_id', '=', bookId)
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new OctavoError('forbidden')
  })
}

async function placeOf(octavo: Octavo, caller: Caller, bookId: string) {
  const book = await octavo.database.asUser(caller, tx => visibleBook(tx, bookId))
  return { organizationId: book.organization_id, bookId }
}

/** Invites an address to this one book; accepting is the same as for an organization. */
export async function inviteCollaborator(
  octavo: Octavo,
  caller: Caller,
  bookId: string,
  { email, role, permissions: narrowedTo }: z.infer<typeof bookInvitation>,
): Promise<Invitation> {
  const place = await placeOf(octavo, caller, bookId)
  return createInvitation(octavo, caller, { ...place, email, role, permissions: narrowedTo ?? undefined })
}

export async function listBookInvitations(octavo: Octavo, caller: Caller, bookId: string): Promise<Invitation[]> {
  return listInvitations(octavo, caller, await placeOf(octavo, caller, bookId))
}

export async function revokeBookInvitation(octavo: Octavo, caller: Caller, bookId: string, id: string): Promise<void> {
  await revokeInvitation(octavo, caller, { ...(await placeOf(octavo, caller, bookId)), id })
}
