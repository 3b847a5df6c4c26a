import { DBOS } from '@dbos-inc/dbos-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WORKFLOW_SCHEMA } from '../src/index.ts'
import { openTestDatabase, seedWorld, type TestDatabase, type World } from '../src/testing.ts'

let db: TestDatabase
let world: World

const countBooks = DBOS.registerWorkflow(
  async () => {
    const count = () => db.asUser(world.owner, tx => tx.selectFrom('library.books').select('id').execute())
    const first = await DBOS.runStep(async () => (await count()).length, { name: 'first' })
    await DBOS.setEvent('first', first)
    return first + (await DBOS.runStep(async () => (await count()).length, { name: 'second' }))
  },
  { name: 'countBooks' },
)

beforeAll(async () => {
  db = await openTestDatabase()
  world = await seedWorld(db)
  DBOS.setConfig({
    name: 'octavo-test',
    systemDatabaseUrl: 'postgres://octavo@lent/pool', // only a label: every connection comes from the pool
    systemDatabasePool: db.loginPool,
    systemDatabaseSchemaName: WORKFLOW_SCHEMA,
    useListenNotify: db.kind === 'server',
    runMigrations: false,
    runAdminServer: false,
    logLevel: 'error',
  })
  await DBOS.launch()
})
afterAll(async () => {
  await DBOS.shutdown()
  await db?.destroy()
})

test('the workflow engine runs on the lent pool without the right to change the schema', async () => {
  const handles = await Promise.all(Array.from({ length: 5 }, () => DBOS.startWorkflow(countBooks)()))
  expect(await Promise.all(handles.map(handle => handle.getResult()))).toEqual([4, 4, 4, 4, 4])
  expect(await DBOS.getEvent(handles[0]!.workflowID, 'first', 5)).toBe(2)
})

test('starting a workflow inside a transaction is refused instead of hanging', { timeout: 5_000 }, async () => {
  const nested = db.asUser(world.owner, () => DBOS.startWorkflow(countBooks)())
  await expect(nested).rejects.toThrow(/inside the open transaction "asUser"/)
})
