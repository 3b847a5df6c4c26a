import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import { keepBooks, returnExpired } from '../billing/keep-books.ts'
import { sendNotices } from '../identity/notices.ts'
import { sweepFiles } from '../library/files/sweep-files.ts'
import type { Octavo } from '../octavo.ts'
import { sweepExports } from '../publishing/exports/sweep-exports.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const weekMs = 7 * 24 * hourMs
/** How long a deleted account can still be brought back. */
export const eraseAfterDays = 30
/** Any number will do, as long as nothing else of ours takes it. */
const advisoryLock = 7_246_001

/** What one round removed; undefined when another process was at it. */
export interface Sweep {
  sessions: number
  verifications: number
  tokens: number
  accounts: number
  /** Notes of which notices were sent. */
  notices: number
  /** Texts of autosaves that later ones have replaced. */
  autosaves: number
  /** Traces of people who had a chapter open. */
  presence: number
  /** Months of usage that were summed. */
  months: number
}

/**
 * Removes expired sessions, proofs and tokens, replaced autosaves and old presence, erases accounts deleted long enough ago, and keeps
 * the books of billing. One process at a time: the others leave it.
 */
export function sweep(octavo: Octavo): Promise<Sweep | undefined> {
  return octavo.database.asService('housekeeping is for all tenants', async tx => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${advisoryLock}) as mine`.execute(tx)
    if (!rows[0]?.mine) return undefined
    const now = sql<Date>`now()`
    const sessions = await tx.deleteFrom('auth.sessions').where('expires_at', '<', now).executeTakeFirst()
    const verifications = await tx.deleteFrom('auth.verifications').where('expires_at', '<', now).executeTakeFirst()
    const tokens = await tx.deleteFrom('identity.api_tokens').where('expires_at', '<', now).executeTakeFirst()
    const presence = await tx
      .deleteFrom('library.presence')
      .where('updated_at', '<', sql<Date>`now() - interval '1 hour'`)
      .executeTakeFirst()
    const notices = await tx
      .deleteFrom('identity.notices')
      .where('created_at', '<', sql<Date>`now() - interval '2 days'`)
      .executeTakeFirst()
    return {
      sessions: Number(sessions.numDeletedRows),
      verifications: Number(verifications.numDeletedRows),
      tokens: Number(tokens.numDeletedRows),
      accounts: await eraseAccounts(tx),
      notices: Number(notices.numDeletedRows),
      autosaves: await dropReplacedAutosaves(tx),
      presence: Number(presence.numDeletedRows),
      ...(await keepBooks(tx)),
    }
  })
}

async function dropReplacedAutosaves(tx: Tx): Promise<number> {
  const { rows } = await sql<{ dropped: number }>`select library.drop_replaced_autosaves() as dropped`.execute(tx)
  return rows[0]?.dropped ?? 0
}

async function eraseAccounts(tx: Tx): Promise<number> {
  const gone = await tx
    .selectFrom('auth.users')
    .select('id')
    .where('deleted_at', '<', sql<Date>`now() - make_interval(days => ${eraseAfterDays})`)
    .limit(100)
    .execute()
  for (const { id } of gone) {
    await sql`
      delete from identity.organizations o
      where exists (select from identity.members m where m.organization_id = o.id and m.user_id = ${id})
        and not exists (select from identity.members m where m.organization_id = o.id and m.user_id <> ${id})`.execute(
      tx,
    )
    // The other owners may have left since the account was closed: whoever ranks highest, and longest, inherits.
    await sql`
      update identity.members heir set role = 'owner'
      from (select distinct on (organization_id) organization_id, user_id from identity.members
            where user_id <> ${id} order by organization_id, role desc, created_at) first
      where heir.organization_id = first.organization_id and heir.user_id = first.user_id
        and exists (select from identity.members m
                    where m.organization_id = heir.organization_id and m.user_id = ${id} and m.role = 'owner')
        and not exists (select from identity.members m
                        where m.organization_id = heir.organization_id and m.user_id <> ${id} and m.role = 'owner')`.execute(
      tx,
    )
    await tx.deleteFrom('auth.users').where('id', '=', id).execute()
  }
  return gone.length
}

/** Whether a week has gone by since the last time, which the data directory remembers over restarts; from now on it has not. */
export async function isTidyDue(dataDirectory: string): Promise<boolean> {
  const file = join(dataDirectory, 'tidied')
  const last = await stat(file).catch(() => undefined) // never yet
  if (last && Date.now() - last.mtimeMs < weekMs) return false
  await writeFile(file, '')
  return last !== undefined
}

/** Sweeps soon after the start and then every hour, once a week lets the database tidy itself, and mails what is new every minute. */
export function startMaintenance(octavo: Octavo): { close(): Promise<void> } {
  let round: Promise<void> = Promise.resolve()
  const work = async () => {
    try {
      const swept = await sweep(octavo)
      const reservations = await returnExpired(octavo)
      const exports = await sweepExports(octavo)
      const contents = await sweepFiles(octavo)
      octavo.log.debug({ swept, reservations, exports, contents }, 'maintenance')
      if (await isTidyDue(octavo.config.dataDirectory)) await octavo.database.maintain()
    } catch (error) {
      octavo.log.warn({ err: error }, 'maintenance failed; it is tried again in an hour')
    }
  }
  const begin = () => {
    round = round.then(work)
  }
  const notify = () => {
    round = round.then(async () => {
      try {
        await sendNotices(octavo)
      } catch (error) {
        octavo.log.warn({ err: error }, 'notices failed; they are tried again in a minute')
      }
    })
  }
  // Not at once: the first page comes first. Not only after an hour: a laptop may not run for one.
  const timers = [setTimeout(begin, minuteMs), setInterval(begin, hourMs), setInterval(notify, minuteMs)]
  for (const timer of timers) timer.unref()
  return {
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await round
    },
  }
}
