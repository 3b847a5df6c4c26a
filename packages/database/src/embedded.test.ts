import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseOver, openDatabase } from './database.ts'
import { IN_MEMORY, openEmbedded } from './embedded.ts'
import { DataDirectoryLock, readLock } from './lock.ts'

let directory: string
const children: ChildProcess[] = []
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'octavo-database-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(directory, { recursive: true, force: true })
})

/** Another process that opens the directory, says "open" and stays. */
async function anotherProcess(): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('../test/hold-data-directory.ts', import.meta.url)), [directory])
  children.push(child)
  expect(await once(child, 'message')).toEqual(['open', undefined])
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

// These make embedded databases of their own, so a run on a server would only repeat them.
describe.skipIf(process.env.OCTAVO_TEST_DATABASE === 'postgres')('a data directory', () => {
  test('is made for its owner only, keeps its rows, and is given back', async () => {
    const place = join(directory, 'deep', 'data')
    const first = await openDatabase({ dataDirectory: place })
    expect((await stat(place)).mode & 0o777).toBe(0o700)
    await first.migrate('up')
    await first.withOwner('test', client => client.query(`insert into system.workers values ('w', 'h', 1)`))
    await first.close()
    expect(await readLock(place)).toBeUndefined()

    const second = await openDatabase({ dataDirectory: place })
    const workers = await second.asService('test', tx => tx.selectFrom('system.workers').select('id').execute())
    expect(workers).toEqual([{ id: 'w' }])
    await second.close()
  })

  test('that nothing has prepared says that it lacks its tables', async () => {
    const bare = databaseOver(await openEmbedded(IN_MEMORY, () => {}), () => {})
    await expect(bare.asAnonymous(async () => {})).rejects.toMatchObject({ code: 'not_migrated' })
    await expect((async () => bare.loginPool.query('select 1'))()).rejects.toMatchObject({ code: 'not_migrated' })
    await bare.close()
  })

  test('belongs to one process, which others can find, until that process dies', async () => {
    const holder = await anotherProcess()
    await expect(openDatabase({ dataDirectory: directory })).rejects.toMatchObject({
      code: 'data_directory_busy',
      message: expect.stringMatching(new RegExp(`process ${holder.pid} .*http://localhost:4321`)),
    })
    expect(await readLock(directory)).toMatchObject({ pid: holder.pid, url: 'http://localhost:4321' })

    await kill(holder)
    expect(await readLock(directory)).toBeUndefined()
    const successor = await openDatabase({ dataDirectory: directory })
    expect((await successor.migrationStatus()).applied.length).toBeGreaterThan(0) // committed before the kill
    await successor.close()
  })

  test('that was left half made is made again', async () => {
    await mkdir(join(directory, 'database', 'base'), { recursive: true })
    await writeFile(join(directory, 'database', 'PG_VERSION'), '18')
    await writeFile(join(directory, 'database.unfinished'), '')
    const database = await openDatabase({ dataDirectory: directory })
    await database.migrate('up')
    expect(await database.asAnonymous(async () => 'works')).toBe('works')
    await database.close()
    await expect(stat(join(directory, 'database.unfinished'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('that cannot be written is named', async () => {
    const file = join(directory, 'file')
    await writeFile(file, '')
    await expect(openDatabase({ dataDirectory: join(file, 'data') })).rejects.toMatchObject({
      code: 'data_directory_unwritable',
      message: expect.stringContaining(join(file, 'data')),
    })
  })
})

describe('the lock', () => {
  const path = () => join(directory, 'octavo.lock')
  const forge = async (change: Record<string, unknown>) => {
    const lock = await DataDirectoryLock.take(directory)
    const file = JSON.parse(await readFile(path(), 'utf8'))
    await lock.release()
    await writeFile(path(), JSON.stringify({ ...file, token: 'forged', ...change }))
  }

  test('is one’s own even within a process', async () => {
    const lock = await DataDirectoryLock.take(directory)
    await expect(DataDirectoryLock.take(directory)).rejects.toMatchObject({ code: 'data_directory_busy' })
    await lock.release()
    await (await DataDirectoryLock.take(directory)).release()
  })

  test.runIf(process.platform === 'linux')('is not held by a stranger who got the dead holder’s pid', async () => {
    await forge({ processStart: '1' })
    expect(await readLock(directory)).toBeUndefined()
    await (await DataDirectoryLock.take(directory)).release()
  })

  test('of another machine counts while its heartbeat goes on', async () => {
    await forge({ place: 'elsewhere', pid: 1 })
    await expect(DataDirectoryLock.take(directory)).rejects.toMatchObject({ code: 'data_directory_busy' })
    const longAgo = new Date(Date.now() - 3_600_000)
    await utimes(path(), longAgo, longAgo)
    await (await DataDirectoryLock.take(directory)).release()
  })

  test('that was half written when its process died is taken over', async () => {
    await writeFile(path(), '{"pid": 12')
    await (await DataDirectoryLock.take(directory)).release()
  })

  test('goes to exactly one of many who find it stale', async () => {
    for (let round = 0; round < 20; round++) {
      await forge({ pid: 2 ** 22 + 1 }) // beyond pid_max
      const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => DataDirectoryLock.take(directory)))
      const won = attempts.filter(attempt => attempt.status === 'fulfilled')
      expect(won.length).toBe(1)
      await won[0]!.value.release()
    }
  })
})
