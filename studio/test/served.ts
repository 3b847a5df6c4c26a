import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'

const program = join(import.meta.dirname, '../../cli/src/main.ts')

/** Octavo as `npm start` runs it: a process of its own on the embedded database, which can be killed. */
export interface Served {
  /** Without a slash at the end. */
  readonly url: string
  /** What it printed last, to sign its owner in. */
  readonly signInLink: string
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Starts it again, on the same data and port. */
  start(): Promise<void>
  /** Ends it and takes its data away. */
  remove(): Promise<void>
}

/** Serves a new installation. */
export async function serveOctavo(): Promise<Served> {
  const home = await mkdtemp(join(tmpdir(), 'octavo-served-'))
  let child: ChildProcess
  let link = ''
  const start = async (port: string) => {
    child = spawn(process.execPath, [program, 'serve', '--port', port], { cwd: home, stdio: 'pipe' })
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk
    }
    child.stdout!.on('data', hear)
    child.stderr!.on('data', hear)
    await expect.poll(() => said, { timeout: 60_000 }).toMatch(/Sign in +http\S+[\s\S]*Ctrl-C/)
    link = /Sign in +(http\S+)/.exec(said)![1]!
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  await start('0')
  const url = new URL(link).origin
  return {
    url,
    get signInLink() {
      return link
    },
    kill,
    start: () => start(new URL(url).port),
    async remove() {
      await kill()
      await rm(home, { recursive: true, force: true })
    },
  }
}
