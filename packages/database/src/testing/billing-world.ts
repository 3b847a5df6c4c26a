import { sql } from 'kysely'
import type { Tx } from '../transaction.ts'

/** Rows of billing that the refusal matrix asks about. */
export interface BillingWorld {
  /** A plan that is sold no more and that nobody has. */
  oldPlanId: string
  subscriptionId: string
  subscriptionChangeId: string
  /** What `owner` used. */
  ledgerId: string
  reservationKey: string
}

/** A subscription, a budget, an act that was reserved and committed, and another in a month that is closed. */
export async function seedBilling(
  tx: Tx,
  organizationId: string,
  generationId: string,
  ownerId: string,
): Promise<BillingWorld> {
  const oldPlanId = 'bronze'
  await tx
    .insertInto('billing.plans')
    .values({ id: oldPlanId, position: 99, name: 'Bronze', status: 'deprecated' })
    .execute()
  const { id: subscriptionId } = await tx
    .insertInto('billing.subscriptions')
    .values({ organization_id: organizationId, plan_id: 'pro', period_start: new Date(Date.UTC(2026, 0, 31)) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: subscriptionChangeId } = await tx
    .selectFrom('billing.subscription_changes')
    .select('id')
    .where('subscription_id', '=', subscriptionId)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('billing.budgets')
    .values({ organization_id: organizationId, amount: 100, set_by: ownerId })
    .execute()
  const reservationKey = 'call:seeded'
  await sql`select billing.reserve(${organizationId}::uuid, ${reservationKey}, 'tokens', 100, 0.5, ${generationId}::uuid)`.execute(
    tx,
  )
  await sql`select billing.commit(${reservationKey}, 80, 0.4)`.execute(tx)
  const longAgo = new Date(Date.UTC(2026, 0, 15))
  await sql`select billing.reserve(${organizationId}::uuid, 'words:seeded', 'words', 10, moment => ${longAgo})`.execute(
    tx,
  )
  await sql`select billing.commit('words:seeded', 10, moment => ${longAgo})`.execute(tx)
  await sql`select billing.summarize()`.execute(tx)
  const { id: ledgerId } = await tx
    .selectFrom('billing.ledger')
    .select('id')
    .where('key', '=', reservationKey)
    .where('kind', '=', 'commit')
    .executeTakeFirstOrThrow()
  return { oldPlanId, subscriptionId, subscriptionChangeId, ledgerId, reservationKey }
}
