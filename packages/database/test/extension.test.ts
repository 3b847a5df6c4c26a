import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { MIGRATIONS } from '../src/migrations.ts'

test('a server without pgvector is told what to install and what to run', async () => {
  const migration = await readFile(join(MIGRATIONS, '011_search.sql'), 'utf8')
  const check = /do \$\$[\s\S]*?\$\$;/.exec(migration)![0]
  const bare = await PGlite.create()
  const failed = await bare.exec(check).catch((error: unknown) => error)
  await bare.close()
  expect(failed).toMatchObject({ code: 'OC007' })
  expect((failed as Error).message).toMatch(/apt install postgresql-17-pgvector.*create extension vector;/)
})
