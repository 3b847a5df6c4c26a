import { ACTORS, admins, type Entry, members, nobody, readers } from './actors.ts'

const insiders = [...members, 'operator'] as const

/** Plans are for everybody to read, what was used for members; nobody but the service writes what is counted. */
export const BILLING: Record<string, Entry> = {
  'billing.plans': {
    row: () => ({ id: 'starter' }),
    select: ACTORS,
    insert: { by: ['operator'], values: () => ({ id: 'new', position: 100, name: 'New' }) },
    update: { by: ['operator'], values: { name: 'Renamed' } },
    delete: nobody,
  },
  'billing.plans not-sold': {
    row: w => ({ id: w.billing.oldPlanId }),
    select: ['operator'],
    insert: { by: ['operator'], values: () => ({ id: 'newer', position: 100, name: 'New', status: 'inactive' }) },
    update: { by: ['operator'], values: { name: 'Renamed' } },
    delete: nobody,
  },
  'billing.plan_limits': {
    row: () => ({ plan_id: 'free', resource: 'pieces', period: 'day' }),
    select: ACTORS,
    insert: {
      by: ['operator'],
      values: () => ({ plan_id: 'free', resource: 'films', period: 'day', maximum: 1 }),
    },
    update: { by: ['operator'], values: { maximum: 3 } },
    delete: nobody,
  },
  'billing.enforcement': {
    row: () => ({ one_row: true }),
    select: ACTORS.filter(actor => actor !== 'anonymous'),
    delete: nobody,
  },
  'billing.subscriptions': { row: w => ({ id: w.billing.subscriptionId }), select: insiders, delete: nobody },
  'billing.subscription_changes': {
    row: w => ({ id: w.billing.subscriptionChangeId }),
    select: insiders,
    delete: nobody,
  },
  'billing.quotas': {
    row: w => ({ organization_id: w.shop.organizationId, resource: 'tokens', period: 'month' }),
    select: insiders,
    delete: nobody,
  },
  'billing.budgets': {
    row: w => ({ organization_id: w.shop.organizationId }),
    select: insiders,
    // The shop has one already.
    insert: {
      by: ['outsider'],
      values: (w, me) => ({ organization_id: w.elsewhere.organizationId, amount: 5, set_by: me }),
    },
    // In one's own name only: it was the owner's before.
    update: { by: ['owner'], values: { amount: 5 } },
    delete: admins,
  },
  'billing.job_budgets': {
    row: w => ({ generation_id: w.shop.generationId }),
    select: [...readers, 'operator'],
    delete: nobody,
  },
  'billing.reservations': { row: w => ({ key: w.billing.reservationKey }), select: nobody, delete: nobody },
  'billing.ledger': {
    row: w => ({ id: w.billing.ledgerId }),
    select: [...admins, 'operator'],
    delete: nobody,
  },
  'billing.summaries': {
    row: w => ({ organization_id: w.shop.organizationId, resource: 'words' }),
    select: insiders,
    delete: nobody,
  },
}
