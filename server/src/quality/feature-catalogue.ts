import { z } from '@hono/zod-openapi'
import type { Tx } from '@octavo/database'
import { catalogue, featureCategories, findFeature, importances } from '@octavo/manuscript'
import { OctavoError } from '../errors.ts'
import type { Caller } from '../http/environment.ts'
import { requireOperator } from '../identity/operator.ts'
import type { Octavo } from '../octavo.ts'

export const featureView = z
  .object({
    id: z.string(),
    name: z.string(),
    category: z.enum(featureCategories),
    importance: z.enum(importances),
    example: z.string().openapi({ description: 'MyST that uses it' }),
    explanation: z.string(),
    active: z.boolean().openapi({ description: 'Whether it counts in this installation' }),
  })
  .openapi('Feature')
export type FeatureView = z.infer<typeof featureView>

export const featureFilter = z.object({
  category: z.enum(featureCategories).optional(),
  importance: z.enum(importances).optional(),
  active: z.stringbool().optional(),
})

/** Brings the catalogue into the database and takes out what it no longer has. What an operator switched off stays off. */
export async function syncFeatures(octavo: Octavo): Promise<void> {
  const rows = catalogue.map(({ id, name, category, importance, example, explanation }, position) => ({
    id,
    name,
    category,
    importance,
    example,
    explanation,
    position,
  }))
  await octavo.database.asService('bring the catalogue of features into the database', async tx => {
    await tx
      .insertInto('quality.features')
      .values(rows)
      .onConflict(conflict =>
        conflict.column('id').doUpdateSet(eb => ({
          name: eb.ref('excluded.name'),
          category: eb.ref('excluded.category'),
          importance: eb.ref('excluded.importance'),
          example: eb.ref('excluded.example'),
          explanation: eb.ref('excluded.explanation'),
          position: eb.ref('excluded.position'),
        })),
      )
      .execute()
    const ids = rows.map(row => row.id)
    await tx.deleteFrom('quality.features').where('id', 'not in', ids).execute()
  })
}

/** The catalogue in its order. */
export async function listFeatures(
  octavo: Octavo,
  caller: Caller,
  filter: z.infer<typeof featureFilter>,
): Promise<FeatureView[]> {
  return octavo.database.asUser(caller, async tx => {
    let query = featuresIn(tx)
    if (filter.category) query = query.where('category', '=', filter.category)
    if (filter.importance) query = query.where('importance', '=', filter.importance)
    if (filter.active !== undefined) query = query.where('active', '=', filter.active)
    return (await query.orderBy('position').execute()) as FeatureView[]
  })
}

/** One feature, by its id or however else it is called. Throws feature_unknown. */
export async function readFeature(octavo: Octavo, caller: Caller, name: string): Promise<FeatureView> {
  return octavo.database.asUser(caller, tx => findRow(tx, name))
}

/** Switches a feature on or off for the whole installation. Throws forbidden unless an operator asks, feature_unknown. */
export async function switchFeature(
  octavo: Octavo,
  caller: Caller,
  name: string,
  active: boolean,
): Promise<FeatureView> {
  await requireOperator(octavo, caller)
  return octavo.database.asUser(caller, async tx => {
    const { id } = await findRow(tx, name)
    await tx.updateTable('quality.features').set({ active }).where('id', '=', id).execute()
    return findRow(tx, id)
  })
}

/** The features that do not count in this installation. */
export async function inactiveFeatures(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.selectFrom('quality.features').select('id').where('active', '=', false).execute()
  return new Set(rows.map(row => row.id))
}

function featuresIn(tx: Tx) {
  return tx
    .selectFrom('quality.features')
    .select(['id', 'name', 'category', 'importance', 'example', 'explanation', 'active'])
}

async function findRow(tx: Tx, name: string): Promise<FeatureView> {
  const row = await featuresIn(tx)
    .where('id', '=', findFeature(name)?.id ?? name)
    .executeTakeFirst()
  if (!row) throw new OctavoError('feature_unknown', `There is no feature "${name}". GET /v1/features lists them.`)
  return row as FeatureView
}
