import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import { refuseInternalUrl } from '../../identity/internal-url.ts'
import { requireRole } from '../../identity/organization-role.ts'
import { organizationFor } from '../../library/books.ts'
import type { Octavo } from '../../octavo.ts'
import { recordAudit } from '../../system/audit.ts'
import { explained, openGitHub } from '../github/client.ts'
import { type ConnectionInput, type ConnectionKind, connectionInput, divide, shownSecret } from './kinds.ts'

export const newConnection = z
  .intersection(
    connectionInput,
    z.object({
      organizationId: z.uuid().optional().openapi({ description: 'Default: your personal organization' }),
      name: z.string().trim().min(1).max(100).optional().openapi({ description: 'Default: what it leads to' }),
    }),
  )
  .openapi('NewConnection')

export const connectionView = z
  .object({
    id: z.uuid(),
    organizationId: z.uuid(),
    kind: z.enum(['github', 'github-app', 'webdav', 's3', 'hook']),
    name: z.string(),
    account: z.string().openapi({ description: 'Who or what it leads to' }),
    lastFour: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .openapi('Connection')
export type ConnectionView = z.infer<typeof connectionView>

const columns = ['id', 'organization_id', 'kind', 'name', 'account', 'last_four', 'created_at', 'updated_at'] as const

interface Row {
  id: string
  organization_id: string
  kind: ConnectionKind
  name: string
  account: string
  last_four: string
  created_at: Date
  updated_at: Date
}

const toView = (row: Row): ConnectionView => ({
  id: row.id,
  organizationId: row.organization_id,
  kind: row.kind,
  name: row.name,
  account: row.account,
  lastFour: row.last_four,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

/** Where the secret of a connection belongs; see `Secrets`. */
const placeOf = (organizationId: string, id: string) => ({ organizationId, provider: `connections/${id}` })

/** The connections of an organization, without their secrets. Throws not_found, forbidden below editor. */
export function listConnections(octavo: Octavo, caller: Caller, organization?: string): Promise<ConnectionView[]> {
  return octavo.database.asUser(caller, async tx => {
    const organizationId = await organizationFor(tx, organization)
    const rows = await tx
      .selectFrom('publishing.connections')
      .select(columns)
      .where('organization_id', '=', organizationId)
      .orderBy('name')
      .execute()
    return rows.map(toView)
  })
}

/**
 * Keeps a connection, in place of an older one of the same name; the other side is asked first whether it works. Throws
 * not_found, forbidden below admin, connection_invalid, address_refused.
 */
export async function connect(
  octavo: Octavo,
  caller: Caller,
  input: z.infer<typeof newConnection>,
): Promise<ConnectionView> {
  const organizationId = await octavo.database.asUser(caller, async tx => {
    const id = await organizationFor(tx, input.organizationId)
    await requireRole(tx, id, 'admin')
    return id
  })
  const account = await accountOf(octavo, caller, input)
  const { secret, settings } = divide(input)
  const name = input.name ?? `${input.kind === 'github-app' ? 'github' : input.kind} ${account}`.slice(0, 100)
  const shown = shownSecret(input)
  return octavo.database.asUser(caller, async tx => {
    const before = await tx
      .selectFrom('publishing.connections')
      .select(['id', 'kind'])
      .where('organization_id', '=', organizationId)
      .where('name', '=', name)
      .executeTakeFirst()
    if (before && before.kind !== input.kind) {
      throw new OctavoError('conflict', `"${name}" is a connection of another kind. Choose another name.`)
    }
    const id = before?.id ?? randomUUID()
    const sealed = octavo.secrets.seal(JSON.stringify(secret), placeOf(organizationId, id))
    const values = {
      account,
      settings: JSON.stringify(settings),
      master_key_id: sealed.keyId,
      ciphertext: sealed.ciphertext,
      // Four characters of a short secret would be too much of it.
      last_four: shown.length >= 12 ? shown.slice(-4) : '',
    }
    const row = before
      ? await tx
          .updateTable('publishing.connections')
          .set(values)
          .where('id', '=', id)
          .returning(columns)
          .executeTakeFirst()
      : await tx
          .insertInto('publishing.connections')
          .values({ id, organization_id: organizationId, kind: input.kind, name, created_by: caller.userId, ...values })
          .returning(columns)
          .executeTakeFirst()
    if (!row) throw new OctavoError('forbidden')
    await recordAudit(tx, {
      action: 'connection.stored',
      subject: id,
      organizationId,
      details: { kind: input.kind, account },
    })
    return toView(row)
  })
}

/** Who or what a connection leads to, as the other side says. Throws connection_invalid, forbidden, address_refused. */
async function accountOf(octavo: Octavo, caller: Caller, input: ConnectionInput): Promise<string> {
  switch (input.kind) {
    case 'github': {
      const github = await openGitHub(octavo.config.github, { token: input.token })
      return (await github.rest.users.getAuthenticated()).data.login
    }
    case 'github-app': {
      const operator = await octavo.database.asUser(caller, tx =>
        tx
          .selectFrom('identity.user_roles')
          .select('role')
          .where('role', '=', 'superadmin')
          .where('user_id', '=', caller.userId)
          .executeTakeFirst(),
      )
      if (!operator) throw new OctavoError('forbidden', 'Only an operator connects an installation of the app.')
      const github = await openGitHub(octavo.config.github, { installation: input.installation })
      const { data } = await explained(() => github.rest.apps.listReposAccessibleToInstallation({ per_page: 1 }))
      return data.repositories[0]?.owner.login ?? `installation ${input.installation}`
    }
    case 'webdav':
      refuseOnServer(octavo, input.url)
      return new URL(input.url).host
    case 's3':
      if (input.endpoint) refuseOnServer(octavo, input.endpoint)
      return input.bucket
    case 'hook':
      refuseOnServer(octavo, input.url)
      return new URL(input.url).host
  }
}

/** On one's own machine a disk in the next room is the point; on a server its network is not the tenant's. */
function refuseOnServer(octavo: Octavo, url: string): void {
  if (octavo.database.kind === 'server') refuseInternalUrl(url)
}

/** Forgets a connection and its secret; what was published with it stays. Throws not_found, forbidden below admin. */
export function disconnect(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  return octavo.database.asUser(caller, async tx => {
    const row = await tx
      .selectFrom('publishing.connections')
      .select(['organization_id', 'kind', 'account'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) throw new OctavoError('not_found')
    await requireRole(tx, row.organization_id, 'admin')
    await tx.deleteFrom('publishing.connections').where('id', '=', id).execute()
    await recordAudit(tx, {
      action: 'connection.removed',
      subject: id,
      organizationId: row.organization_id,
      details: { kind: row.kind, account: row.account },
    })
  })
}

/** A connection with its secret in the clear, for the call to the other side and nothing else. */
export interface OpenConnection {
  id: string
  kind: ConnectionKind
  settings: Record<string, string | number>
  secret: Record<string, string>
}

/** Throws connection_missing when it was removed, SecretError. Whoever asks has been allowed to publish with it. */
export async function openConnection(octavo: Octavo, id: string | null): Promise<OpenConnection> {
  const row = await octavo.database.asService('people never read ciphertexts; publishing signs in for them', tx =>
    tx
      .selectFrom('publishing.connections')
      .select(['id', 'organization_id', 'kind', 'settings', 'master_key_id', 'ciphertext'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new OctavoError('connection_missing')
  const place = placeOf(row.organization_id, row.id)
  const sealed = { keyId: row.master_key_id, ciphertext: row.ciphertext }
  return {
    id: row.id,
    kind: row.kind,
    settings: row.settings as OpenConnection['settings'],
    secret: JSON.parse(octavo.secrets.open(sealed, place)),
  }
}
