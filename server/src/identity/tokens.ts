import { createHash, randomBytes } from 'node:crypto'
import type { Database, Tx } from '@octavo/database'
import { sql } from 'kysely'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import type { Octavo } from '../octavo.ts'
import { recordAudit } from '../system/audit.ts'

export type TokenScope = 'read' | 'write'

export interface Token {
  id: string
  name: string
  lastFour: string
  scopes: TokenScope[]
  expiresAt: string | null
  lastUsedAt: string | null
  createdAt: string
}

/** 256 random bits, so that a plain hash is enough to keep and nothing is to be gained from guessing. */
export function makeToken(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** What the database keeps of a token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

const columns = ['id', 'name', 'last_four', 'scopes', 'expires_at', 'last_used_at', 'created_at'] as const

interface TokenRow {
  id: string
  name: string
  last_four: string
  scopes: string[]
  expires_at: Date | null
  last_used_at: Date | null
  created_at: Date
}

function toToken(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    lastFour: row.last_four,
    scopes: row.scopes as TokenScope[],
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}

/** The caller's own tokens, newest first. */
export function listTokens(octavo: Octavo, caller: Caller): Promise<Token[]> {
  return octavo.database.asUser(caller, async tx => {
    const rows = await tx.selectFrom('identity.api_tokens').select(columns).orderBy('created_at', 'desc').execute()
    return rows.map(toToken)
  })
}

export interface NewToken {
  name: string
  scopes: TokenScope[]
  expiresAt?: string | undefined
}

/** Makes a token. Its text is in this answer and nowhere else. */
export function createToken(octavo: Octavo, caller: Caller, input: NewToken): Promise<Token & { token: string }> {
  return octavo.database.asUser(caller, tx => insertToken(tx, caller.userId, input))
}

/** The same inside a transaction of that person. */
export async function insertToken(tx: Tx, userId: string, input: NewToken): Promise<Token & { token: string }> {
  const token = makeToken('oct_')
  const row = await tx
    .insertInto('identity.api_tokens')
    .values({
      user_id: userId,
      name: input.name,
      token_hash: hashToken(token),
      last_four: token.slice(-4),
      scopes: [...new Set(input.scopes)],
      expires_at: input.expiresAt ?? null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  await recordAudit(tx, {
    action: 'token.created',
    subject: row.id,
    details: { name: input.name, scopes: input.scopes },
  })
  return { ...toToken(row), token }
}

/** Revokes one of the caller's tokens at once. Throws not_found. */
export function deleteToken(octavo: Octavo, caller: Caller, id: string): Promise<void> {
  return octavo.database.asUser(caller, async tx => {
    const { numDeletedRows } = await tx.deleteFrom('identity.api_tokens').where('id', '=', id).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new OctavoError('not_found')
    await recordAudit(tx, { action: 'token.revoked', subject: id })
  })
}

/**
 * Whom a token belongs to. Looked up by its hash, so the time taken says nothing about tokens that exist.
 * Throws token_invalid, account_suspended.
 */
export function callerOfToken(database: Database, token: string): Promise<Caller> {
  return database.asService('a token is known by its hash before anybody is known', async tx => {
    const row = await tx
      .selectFrom('identity.api_tokens as t')
      .innerJoin('auth.users as u', 'u.id', 't.user_id')
      .select(['t.id', 't.user_id', 't.scopes', 'u.status', sql<boolean>`t.expires_at <= now()`.as('expired')])
      .select(sql<boolean>`t.last_used_at is null or t.last_used_at < now() - interval '1 minute'`.as('unseen'))
      .where('t.token_hash', '=', hashToken(token))
      .executeTakeFirst()
    if (!row || row.expired) throw new OctavoError('token_invalid')
    if (row.status !== 'active') throw new OctavoError('account_suspended')
    if (row.unseen) {
      await tx.updateTable('identity.api_tokens').set({ last_used_at: new Date() }).where('id', '=', row.id).execute()
    }
    return { userId: row.user_id, readOnly: !row.scopes.includes('write') }
  })
}
