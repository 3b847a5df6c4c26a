import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import { open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseError, errorCode } from './database-error.ts'

/** Whoever holds a data directory. */
export interface LockHolder {
  pid: number
  /** Where the holder serves Octavo, once it does. */
  url?: string
  /** ISO 8601. */
  since: string
}

interface LockFile extends LockHolder {
  token: string
  /** Where `pid` means something: host and, on Linux, boot and process namespace. */
  place: string
  /** When the process started, in clock ticks since boot (proc(5), stat field 22); absent without /proc. */
  processStart?: string
}

const FILE = 'octavo.lock'
/** How often the holder shows that it lives, and after which silence it counts as dead where /proc cannot tell. */
const HEARTBEAT_MS = 5_000
const SILENCE_MS = 30_000
/** Far longer than removing a dead holder's lock takes. */
const TAKEOVER_MS = 10_000

/** The process that holds `dataDirectory` now, or undefined when none does. */
export async function readLock(dataDirectory: string): Promise<LockHolder | undefined> {
  const held = await readLockFile(join(dataDirectory, FILE))
  if (!held || !(await isAlive(held, join(dataDirectory, FILE)))) return undefined
  return { pid: held.pid, since: held.since, ...(held.url && { url: held.url }) }
}

/**
 * The lock on a data directory. The embedded database has none of its own, and two processes writing the same files
 * lose data without an error.
 */
export class DataDirectoryLock {
  readonly #path: string
  #file: LockFile
  readonly #heartbeat: NodeJS.Timeout
  // Leaves nothing behind when a program ends through process.exit(); a crash is what the takeover is for.
  readonly #onExit = () => rmSync(this.#path, { force: true })

  private constructor(path: string, file: LockFile) {
    this.#path = path
    this.#file = file
    this.#heartbeat = setInterval(() => {
      utimes(path, new Date(), new Date()).catch(() => {
        // Deleted by hand or on a full disk: the lock still counts for everyone who can see this process.
      })
    }, HEARTBEAT_MS).unref()
    process.once('exit', this.#onExit)
  }

  /** Takes the lock, also from a dead process. Throws `data_directory_busy`, naming the holder. */
  static async take(dataDirectory: string): Promise<DataDirectoryLock> {
    const path = join(dataDirectory, FILE)
    const file: LockFile = {
      pid: process.pid,
      since: new Date().toISOString(),
      token: randomUUID(),
      place: place(),
      ...processStart(process.pid),
    }
    for (;;) {
      if (await createExclusively(path, file)) return new DataDirectoryLock(path, file)
      const held = await readLockFile(path)
      if (!held) continue
      if (await isAlive(held, path)) throw busy(dataDirectory, held)
      await removeStale(path, held)
    }
  }

  /** Lets others find this process: `readLock` then gives `url`. */
  async announce(url: string): Promise<void> {
    this.#file = { ...this.#file, url }
    const temporary = `${this.#path}.${this.#file.token}`
    await writeFile(temporary, JSON.stringify(this.#file), { mode: 0o600 })
    await rename(temporary, this.#path)
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    clearInterval(this.#heartbeat)
    process.removeListener('exit', this.#onExit)
    await rm(this.#path, { force: true })
  }
}

async function createExclusively(path: string, file: LockFile): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600)
    try {
      await handle.writeFile(JSON.stringify(file))
    } finally {
      await handle.close()
    }
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/** Undefined when there is no lock. A file still being written is read again; one that stays unreadable is stale. */
async function readLockFile(path: string): Promise<LockFile | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as LockFile
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      if (!(error instanceof SyntaxError)) throw error
      if (attempt === 10) return { pid: 0, since: '', token: '', place: place() }
      await sleep(20)
    }
  }
}

/**
 * Removes a dead holder's lock. Of several processes that saw it, one gets to do so at a time, and only while the lock
 * is still that holder's: otherwise a slow one would remove the fresh lock of the one that was quicker.
 */
async function removeStale(path: string, stale: LockFile): Promise<void> {
  const turn = `${path}.takeover`
  try {
    await (await open(turn, 'wx', 0o600)).close()
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    await sleep(20)
    if (await isOlderThan(turn, TAKEOVER_MS)) await rm(turn, { force: true }) // it died in the middle of this function
    return
  }
  try {
    const held = await readLockFile(path)
    if (held?.token === stale.token) await rm(path, { force: true })
  } finally {
    await rm(turn, { force: true })
  }
}

/** Whether a file was not written for that long; one that is gone counts as older than anything. */
async function isOlderThan(path: string, milliseconds: number): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path)
    return Date.now() - mtimeMs > milliseconds
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true
    throw error
  }
}

async function isAlive(held: LockFile, path: string): Promise<boolean> {
  if (held.pid === 0) return false
  if (held.place === place()) {
    if (!isRunning(held.pid)) return false
    if (held.processStart) return processStart(held.pid).processStart === held.processStart
  }
  // Another machine or container, or a system without /proc: only the heartbeat can tell.
  return !(await isOlderThan(path, SILENCE_MS))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

function processStart(pid: number): { processStart?: string } {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)
    const field22 = afterName?.split(' ')[19]
    return field22 ? { processStart: field22 } : {}
  } catch {
    return {} // no /proc on this system, or the process has just ended
  }
}

function place(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return [hostname(), boot, readlinkSync('/proc/self/ns/pid')].join(' ')
  } catch {
    return hostname() // not Linux
  }
}

function busy(dataDirectory: string, held: LockFile): DatabaseError {
  const where = held.url ? `, which serves it at ${held.url}. Use that address` : '. Use that one'
  return new DatabaseError(
    'data_directory_busy',
    `${dataDirectory} is in use by Octavo process ${held.pid} since ${held.since}${where}, or stop it first.`,
  )
}
