import { afterAll, beforeAll, expect, test } from 'vitest'
import { foundOrganizations } from './billing/organizations.fixture.ts'
import type { OctavoError } from './errors.ts'
import { fromPostgres } from './postgres-errors.ts'
import { startTestServer, type TestServer } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.close())

// The embedded database has one connection: nobody waits for anybody.
test.runIf(process.env.OCTAVO_TEST_DATABASE === 'postgres')(
  'of two who wait for each other one may try again',
  async () => {
    const { database } = server.octavo
    const organizations = await foundOrganizations(database, 2)
    const bothBegun = Promise.withResolvers<void>()
    let begun = 0
    const inOrder = (ids: readonly string[]) =>
      database.asService('test', async tx => {
        for (const id of ids) {
          await tx.updateTable('identity.organizations').set({ description: 'Mine' }).where('id', '=', id).execute()
          if (++begun === 2) bothBegun.resolve()
          await bothBegun.promise
        }
      })
    const outcomes = await Promise.allSettled([inOrder(organizations), inOrder(organizations.toReversed())])
    const failed = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [fromPostgres(outcome.reason)] : []))
    expect(failed).toMatchObject([{ code: 'database_busy', status: 503, retryAfter: 1 } satisfies Partial<OctavoError>])
  },
)
