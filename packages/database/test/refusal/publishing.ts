import { admins, type Entry, editors, nobody, readers, writers } from './actors.ts'

/** The tables that say where books go. */
export const publishing: Record<string, Entry> = {
  'publishing.connections': {
    row: w => ({ id: w.shop.connectionId }),
    select: editors,
    insert: {
      by: admins,
      values: w => ({
        organization_id: w.shop.organizationId,
        kind: 's3',
        name: 'Bucket',
        master_key_id: 'k1',
        ciphertext: Buffer.from('sealed'),
      }),
    },
    update: { by: admins, values: { last_four: 'abcd' } },
    delete: admins,
    secret: ['ciphertext'],
  },
  'publishing.connections of-an-app': {
    row: w => ({ id: w.shop.connectionId }),
    select: editors,
    // An installation belongs to whoever installed the app; only the operator can tell.
    insert: {
      by: nobody,
      values: w => ({
        organization_id: w.shop.organizationId,
        kind: 'github-app',
        name: 'App',
        master_key_id: 'k1',
        ciphertext: Buffer.from('sealed'),
      }),
    },
    update: { by: admins, values: { account: 'other' } },
    delete: admins,
  },
  'publishing.settings': {
    row: w => ({ book_id: w.shop.bookId }),
    select: readers,
    insert: { by: ['owner', 'admin', 'editor'], values: w => ({ book_id: w.shop.privateBookId }) },
    update: { by: writers, values: { hides_solutions: true } },
    delete: nobody,
  },
  'publishing.destinations': {
    row: w => ({ id: w.shop.destinationId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({ book_id: w.shop.bookId, target: 'folder', location: '/srv/site' }),
    },
    update: { by: writers, values: { auto_sync: true } },
    delete: writers,
  },
  'publishing.destinations by-a-connection': {
    row: w => ({ id: w.shop.destinationId }),
    select: readers,
    // A collaborator does not see the organization's connections.
    insert: {
      by: editors,
      values: w => ({
        book_id: w.shop.bookId,
        target: 'github',
        location: 'shop/other',
        branch: 'main',
        connection_id: w.shop.connectionId,
      }),
    },
    update: { by: writers, values: { auto_sync: true } },
    delete: writers,
  },
  'publishing.deployments': {
    row: w => ({ id: w.shop.deploymentId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({
        book_id: w.shop.bookId,
        destination_id: w.shop.destinationId,
        target: 'github',
        location: 'shop/manual',
        branch: 'main',
      }),
    },
    delete: nobody,
  },
  'publishing.github_syncs': {
    row: w => ({ id: w.shop.syncId }),
    select: readers,
    insert: {
      by: writers,
      values: w => ({
        book_id: w.shop.bookId,
        destination_id: w.shop.destinationId,
        direction: 'pull',
        repository: 'shop/manual',
        branch: 'main',
      }),
    },
    delete: nobody,
  },
  'publishing.github_syncs pushed': {
    row: w => ({ id: w.shop.syncId }),
    select: readers,
    // What was pushed is written by whoever pushed it.
    insert: {
      by: nobody,
      values: w => ({
        book_id: w.shop.bookId,
        destination_id: w.shop.destinationId,
        direction: 'push',
        repository: 'shop/manual',
        branch: 'main',
      }),
    },
    delete: nobody,
  },
}
