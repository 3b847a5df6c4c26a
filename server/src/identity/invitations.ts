import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { allowedBook, type Permission } from '../library/book-access.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'
import { invitationMail } from './mail-texts.ts'
import { type Role, requireRole, roles } from './organization-role.ts'
import { hashToken, makeToken } from './tokens.ts'

const validDays = 7

export interface Invitation {
  id: string
  organizationId: string
  /** Set when the invitation is to one book instead of the organization. */
  bookId: string | null
  email: string
  role: Role
  permissions: Permission[] | null
  state: 'pending' | 'accepted' | 'revoked' | 'expired'
  expiresAt: string
  createdAt: string
}

const columns = [
  ...(['id', 'organization_id', 'book_id', 'email', 'role', 'permissions'] as const),
  ...(['expires_at', 'accepted_at', 'revoked_at', 'created_at'] as const),
] as const

interface Row {
  id: string
  organization_id: string
  book_id: string | null
  email: string
  role: Role
  permissions: string[] | null
  expires_at: Date
  accepted_at: Date | null
  revoked_at: Date | null
  created_at: Date
}

function stateOf(row: Pick<Row, 'accepted_at' | 'revoked_at' | 'expires_at'>): Invitation['state'] {
  if (row.accepted_at) return 'accepted'
  if (row.revoked_at) return 'revoked'
  return row.expires_at.getTime() <= Date.now() ? 'expired' : 'pending'
}

function toInvitation(row: Row): Invitation {
  return {
    id: row.id,
    organizationId: row.organization_id,
    bookId: row.book_id,
    email: row.email,
    role: row.role,
    permissions: row.permissions as Permission[] | null,
    state: stateOf(row),
    expiresAt: row.expires_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  }
}

/** The place an invitation is to: the whole organization, or one book of it. */
export interface InvitationPlace {
  organizationId: string
  bookId?: string | undefined
}

export interface NewInvitation extends InvitationPlace {
  email: string
  role: Role
  permissions?: Permission[] | undefined
}

/**
 * Only who admits people to a place sees and makes invitations there: its admins, and to one book also collaborators who
 * are admins of it, each up to his own role. Throws not_found, forbidden, book_trashed.
 */
async function requireHost(tx: Tx, { organizationId, bookId }: InvitationPlace, role: Role = 'admin'): Promise<void> {
  if (!bookId) await requireRole(tx, organizationId, 'admin')
  else await allowedBook(tx, bookId, 'edit', roles.indexOf(role) > roles.indexOf('admin') ? role : 'admin')
}

/**
 * Invites an address by mail, in place of an earlier invitation to the same place. The link works once, for that address,
 * for seven days. Throws not_found, forbidden below admin and for a role above the caller's own.
 */
export async function createInvitation(octavo: Octavo, caller: Caller, input: NewInvitation): Promise<Invitation> {
  const { organizationId, bookId = null, role, permissions = null } = input
  const email = input.email.toLowerCase()
  const token = makeToken()
  const { row, place, inviter } = await octavo.database.asUser(caller, async tx => {
    await requireHost(tx, input, role)
    const place = await nameOf(tx, { organizationId, bookId: bookId ?? undefined })
    await tx
      .updateTable('identity.invitations')
      .set({ revoked_at: new Date() })
      .where('organization_id', '=', organizationId)
      .where('book_id', bookId === null ? 'is' : '=', bookId)
      .where('email', '=', email)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute()
    const row = await tx
      .insertInto('identity.invitations')
      .values({
        organization_id: organizationId,
        book_id: bookId,
        email,
        role,
        permissions,
        token_hash: hashToken(token),
        invited_by: caller.userId,
        expires_at: sql<Date>`now() + make_interval(days => ${validDays})`,
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    await recordAudit(tx, {
      action: 'invitation.created',
      subject: row.id,
      organizationId,
      details: { email, role, bookId },
    })
    const inviter = await tx
      .selectFrom('identity.people')
      .select('name')
      .where('user_id', '=', caller.userId)
      .executeTakeFirst()
    return { row, place, inviter }
  })
  const link = `${octavo.publicUrl}/invitations/accept?token=${token}`
  // After the commit, so that the link is good when the mail arrives.
  await octavo.mail.send(
    invitationMail(email, { inviter: inviter?.name ?? 'Somebody', place, role, link, days: validDays }),
  )
  return toInvitation(row)
}

async function nameOf(tx: Tx, { organizationId, bookId }: InvitationPlace): Promise<string> {
  const row = bookId
    ? await tx
        .selectFrom('library.books')
        .select('title as name')
        .where('id', '=', bookId)
        .where('organization_id', '=', organizationId)
        .executeTakeFirst()
    : await tx.selectFrom('identity.organizations').select('name').where('id', '=', organizationId).executeTakeFirst()
  if (!row) throw new OctavoError('not_found')
  return `“${row.name}”`
}

/** Invitations to an organization or to one book, newest first. Throws not_found, forbidden below admin. */
export function listInvitations(
  octavo: Octavo,
  caller: Caller,
  { organizationId, bookId }: InvitationPlace,
): Promise<Invitation[]> {
  return octavo.database.asUser(caller, async tx => {
    await requireHost(tx, { organizationId, bookId })
    const rows = await tx
      .selectFrom('identity.invitations')
      .select(columns)
      .where('organization_id', '=', organizationId)
      .where('book_id', bookId ? '=' : 'is', bookId ?? null)
      .orderBy('created_at', 'desc')
      .limit(200)
      .execute()
    return rows.map(toInvitation)
  })
}

/** Makes a pending invitation worthless. Throws not_found, forbidden below admin, link_invalid when it is not pending. */
export function revokeInvitation(
  octavo: Octavo,
  caller: Caller,
  { id, ...place }: InvitationPlace & { id: string },
): Promise<void> {
  const { organizationId, bookId } = place
  return octavo.database.asUser(caller, async tx => {
    await requireHost(tx, place)
    const invitation = await tx
      .selectFrom('identity.invitations')
      .select(columns)
      .where('id', '=', id)
      .where('organization_id', '=', organizationId)
      .where(eb => (bookId ? eb('book_id', '=', bookId) : eb.lit(true)))
      .executeTakeFirst()
    if (!invitation) throw new OctavoError('not_found')
    const state = stateOf(invitation)
    if (state !== 'pending') throw new OctavoError('link_invalid', `This invitation is ${state} already.`)
    await tx.updateTable('identity.invitations').set({ revoked_at: new Date() }).where('id', '=', id).execute()
    await recordAudit(tx, {
      action: 'invitation.revoked',
      subject: id,
      organizationId,
      details: { email: invitation.email },
    })
  })
}

export interface Joined {
  organizationId: string
  bookId: string | null
  role: Role
}

/**
 * Accepts an invitation by the token of its mail. Throws link_invalid when it was used, revoked or has expired, or when
 * whoever invited could no longer do so; forbidden for another address than the invited one, which uses nothing up.
 */
export function acceptInvitation(octavo: Octavo, caller: Caller, token: string): Promise<Joined> {
  const { userId } = caller
  return octavo.database.asService('joining is not among a person’s own rights; the token proves it', async tx => {
    const invitation = await tx
      .selectFrom('identity.invitations')
      .selectAll()
      .where('token_hash', '=', hashToken(token))
      .forUpdate()
      .executeTakeFirst()
    if (!invitation || stateOf(invitation) !== 'pending') throw new OctavoError('link_invalid')
    const user = await tx
      .selectFrom('auth.users')
      .select(['email', 'email_verified'])
      .where('id', '=', userId)
      .executeTakeFirstOrThrow()
    if (!user.email_verified) throw new OctavoError('email_unverified')
    if (user.email.toLowerCase() !== invitation.email.toLowerCase()) {
      throw new OctavoError(
        'forbidden',
        'This invitation is for another e-mail address: sign in with the one it was sent to.',
      )
    }
    if (!(await mayStillInvite(tx, invitation))) throw new OctavoError('link_invalid')
    const role = await (invitation.book_id
      ? joinBook(tx, userId, invitation)
      : joinOrganization(tx, userId, invitation))
    await tx
      .updateTable('identity.invitations')
      .set({ accepted_at: new Date() })
      .where('id', '=', invitation.id)
      .execute()
    const { organization_id: organizationId, book_id: bookId } = invitation
    await recordAudit(tx, {
      action: 'member.joined',
      subject: userId,
      actorId: userId,
      organizationId,
      details: { role, bookId },
    })
    return { organizationId, bookId, role }
  })
}

/** An invitation must not outlive the right to give it. */
async function mayStillInvite(tx: Tx, { organization_id, book_id, invited_by, role }: Grant): Promise<boolean> {
  const member = await tx
    .selectFrom('identity.members')
    .select('user_id')
    .where('organization_id', '=', organization_id)
    .where('user_id', '=', invited_by)
    .where('role', '>=', 'admin')
    .where('role', '>=', role)
    .executeTakeFirst()
  if (member || !book_id) return member !== undefined
  const collaborator = await tx
    .selectFrom('library.collaborators')
    .select('user_id')
    .where('book_id', '=', book_id)
    .where('user_id', '=', invited_by)
    .where('role', '>=', 'admin')
    .where('role', '>=', role)
    .where(sql<boolean>`(permissions is null or 'edit' = any (permissions::text[]))`)
    .executeTakeFirst()
  return collaborator !== undefined
}

interface Grant {
  organization_id: string
  book_id: string | null
  role: Role
  permissions: string[] | null
  invited_by: string | null
}

/** Who is a member already keeps the higher of both roles. */
async function joinOrganization(tx: Tx, userId: string, grant: Grant): Promise<Role> {
  const { role } = await tx
    .insertInto('identity.members')
    .values({ organization_id: grant.organization_id, user_id: userId, role: grant.role, invited_by: grant.invited_by })
    .onConflict(conflict =>
      conflict
        .columns(['organization_id', 'user_id'])
        .doUpdateSet({ role: sql`greatest(members.role, excluded.role)` }),
    )
    .returning('role')
    .executeTakeFirstOrThrow()
  return role
}

/** A new invitation says what holds from now on. */
async function joinBook(tx: Tx, userId: string, grant: Grant): Promise<Role> {
  const { role, permissions, invited_by } = grant
  await tx
    .insertInto('library.collaborators')
    .values({ book_id: grant.book_id!, user_id: userId, role, permissions, invited_by })
    .onConflict(conflict => conflict.columns(['book_id', 'user_id']).doUpdateSet({ role, permissions }))
    .execute()
  return role
}
