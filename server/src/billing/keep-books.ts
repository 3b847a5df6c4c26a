import type { Tx } from '@octavo/database'
import { sql } from 'kysely'

/**
 * What billing wants done from time to time: the partitions of the coming months, what nobody settled given back, closed
 * months summed. Nothing breaks when it is late. A service transaction.
 */
export async function keepBooks(tx: Tx): Promise<{ reservations: number; months: number }> {
  const { rows } = await sql<{ partitions: number; reservations: number; months: number }>`
    select billing.make_partitions() as partitions, billing.expire() as reservations, billing.summarize() as months`.execute(
    tx,
  )
  const { reservations, months } = rows[0]!
  return { reservations, months }
}
