import { randomUUID } from 'node:crypto'
import type { Tx } from '../transaction.ts'

/** Where the book of `shop` goes. */
export interface PublishingWorld {
  connectionId: string
  destinationId: string
  deploymentId: string
  syncId: string
}

/** A connection to GitHub, a repository the book goes to, what was published there and what came back. */
export async function fillPublishing(
  tx: Tx,
  organizationId: string,
  bookId: string,
  authorId: string,
): Promise<PublishingWorld> {
  const [connectionId, destinationId, deploymentId, syncId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  await tx
    .insertInto('publishing.connections')
    .values({
      id: connectionId,
      organization_id: organizationId,
      kind: 'github',
      name: 'GitHub',
      account: 'shop',
      master_key_id: 'k1',
      ciphertext: Buffer.from('sealed'),
      last_four: 'wxyz',
      created_by: authorId,
    })
    .execute()
  await tx.insertInto('publishing.settings').values({ book_id: bookId }).execute()
  const of = { book_id: bookId, created_by: authorId }
  const place = { target: 'github' as const, location: 'shop/manual', branch: 'main' }
  await tx
    .insertInto('publishing.destinations')
    .values({ id: destinationId, connection_id: connectionId, ...place, ...of })
    .execute()
  await tx
    .insertInto('publishing.deployments')
    // Finished: only one may be open at a place.
    .values({
      id: deploymentId,
      destination_id: destinationId,
      state: 'ready',
      completed_at: new Date(),
      ...place,
      ...of,
    })
    .execute()
  await tx
    .insertInto('publishing.github_syncs')
    .values({
      id: syncId,
      destination_id: destinationId,
      direction: 'pull',
      repository: place.location,
      branch: place.branch,
      ...of,
    })
    .execute()
  return { connectionId, destinationId, deploymentId, syncId }
}
