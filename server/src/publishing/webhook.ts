import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { OctavoError } from '../errors.ts'
import type { Octavo } from '../octavo.ts'
import { openConnection } from './connections/connections.ts'
import { type Destination, findDestination } from './destinations/destinations.ts'
import { queueSync } from './syncs.ts'

/** What GitHub sends along (docs: "Webhook events and payloads", "Delivery headers"). */
export interface Delivery {
  event: string
  id: string
  /** `sha256=` and the HMAC of the body. */
  signature: string
  /** The bytes as they came: another writing of the same JSON has another signature. */
  body: Uint8Array
}

const payload = z.object({
  ref: z.string().optional(),
  after: z.string().optional(),
  deleted: z.boolean().optional(),
  repository: z.object({ full_name: z.string().max(300) }),
})

/**
 * Acts upon what GitHub tells of a repository: a push to a branch whose book pulls by itself queues a sync, once for each
 * delivery. Everything else that is signed is taken note of. Throws webhook_unsigned unless a connection of a destination
 * there has signed it; who may not know of the repository learns nothing else.
 */
export async function takeWebhook(octavo: Octavo, delivery: Delivery): Promise<{ syncs: number }> {
  const parsed = readPayload(delivery.body)
  const destinations = parsed ? await destinationsOf(octavo, parsed.repository.full_name) : []
  const signed: typeof destinations = []
  for (const destination of destinations) {
    if (await isSignedBy(octavo, destination.connectionId, delivery)) signed.push(destination)
  }
  if (!parsed || signed.length === 0) throw new OctavoError('webhook_unsigned')
  if (delivery.event !== 'push' || parsed.deleted) return { syncs: 0 }
  let syncs = 0
  for (const { createdBy, commit, ...destination } of signed) {
    // What we pushed ourselves has nothing to bring back.
    if (parsed.ref !== `refs/heads/${destination.branch}` || !createdBy || commit === parsed.after) continue
    if (await syncOnce(octavo, createdBy, destination, delivery.id)) syncs++
  }
  return { syncs }
}

function readPayload(body: Uint8Array): z.infer<typeof payload> | undefined {
  try {
    return payload.parse(JSON.parse(Buffer.from(body).toString()))
  } catch {
    // Nobody of ours has signed this: the caller is told so, and no more.
    return undefined
  }
}

type Told = Destination & { createdBy: string | null; commit: string | null }

async function destinationsOf(octavo: Octavo, repository: string): Promise<Told[]> {
  return octavo.database.asService('see which books a webhook tells of', async tx => {
    const rows = await tx
      .selectFrom('publishing.destinations as d')
      .select(['d.id', 'd.book_id', 'd.created_by'])
      .select(eb =>
        eb
          .selectFrom('publishing.github_syncs as s')
          .select('s.commit')
          .whereRef('s.destination_id', '=', 'd.id')
          .where('s.direction', '=', 'push')
          .orderBy('s.created_at', 'desc')
          .limit(1)
          .as('commit'),
      )
      .where(eb => eb(eb.fn('lower', ['d.location']), '=', repository.toLowerCase()))
      .where('d.auto_sync', '=', true)
      .execute()
    const found: Told[] = []
    for (const { id, book_id, created_by, commit } of rows) {
      found.push({ ...(await findDestination(tx, book_id, id)), createdBy: created_by, commit })
    }
    return found
  })
}

async function isSignedBy(
  octavo: Octavo,
  connectionId: string | null,
  { body, signature }: Delivery,
): Promise<boolean> {
  if (!connectionId) return false
  const { webhookSecret } = (await openConnection(octavo, connectionId)).secret
  if (!webhookSecret) return false
  const wanted = Buffer.from(`sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`)
  const given = Buffer.from(signature)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** In the name of whoever made the destination, by what he may do now. False when it was done, or may not be. */
async function syncOnce(octavo: Octavo, userId: string, destination: Destination, delivery: string): Promise<boolean> {
  const done = await octavo.database.asService('act upon a webhook once', tx =>
    tx
      .selectFrom('publishing.github_syncs')
      .select('id')
      .where('destination_id', '=', destination.id)
      .where('delivery', '=', delivery)
      .executeTakeFirst(),
  )
  if (done) return false
  try {
    await queueSync(octavo, { userId, readOnly: false }, destination, { delivery })
    return true
  } catch (error) {
    // Two of the same delivery at once; or somebody who may not any more.
    if (error instanceof OctavoError && ['conflict', 'forbidden', 'not_found'].includes(error.code)) {
      octavo.log.info({ destination: destination.id, code: error.code }, 'a webhook was not acted upon')
      return false
    }
    const { code, constraint } = error as { code?: string; constraint?: string }
    if (code === '23505' && constraint === 'github_syncs_delivery_key') return false
    throw error
  }
}
