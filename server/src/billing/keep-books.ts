import type { Tx } from '@octavo/database'
import { sql } from 'kysely'
import type { Octavo } from '../octavo.ts'

/**
 * What billing wants done from time to time: the partitions of the coming months, closed months summed. Nothing breaks when
 * it is late. A service transaction.
 */
export async function keepBooks(tx: Tx): Promise<{ months: number }> {
  const { rows } = await sql<{ partitions: number; months: number }>`
    select billing.make_partitions() as partitions, billing.summarize() as months`.execute(tx)
  return { months: rows[0]!.months }
}

/** Gives back all that was reserved and never settled, each in a transaction of its own; says how many there were. */
export async function returnExpired({ database }: Pick<Octavo, 'database'>): Promise<number> {
  for (let returned = 0; ; ) {
    const next = await database.asService('give back what nobody settled', expireNext)
    if (next === null) return returned
    returned += next
  }
}

async function expireNext(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ returned: number | null }>`select billing.expire_next() as returned`.execute(tx)
  return rows[0]!.returned
}
