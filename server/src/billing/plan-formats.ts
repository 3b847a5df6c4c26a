import type { Tx } from '@octavo/database'
import { OctavoError } from '../errors.ts'
import { standingOf } from './subscriptions.ts'

/** Whether the plan of an organization includes a format. A service transaction. Throws format_not_included. */
export async function requireFormat(tx: Tx, organizationId: string, format: string): Promise<void> {
  const { plan, binding } = await standingOf(tx, organizationId)
  if (!binding) return
  const { name, formats } = await tx
    .selectFrom('billing.plans')
    .select(['name', 'formats'])
    .where('id', '=', plan)
    .executeTakeFirstOrThrow()
  if (formats.includes(format)) return
  throw new OctavoError(
    'format_not_included',
    `The plan ${name} includes ${formats.join(', ')}, and not ${format}. A larger plan holds at once: GET /v1/plans lists them.`,
  )
}
