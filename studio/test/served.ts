import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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

/** Serves a new installation, with these settings besides the usual ones. */
export async function serveOctavo(settings: Record<string, string> = {}): Promise<Served> {
  const home = await mkdtemp(join(tmpdir(), 'octavo-served-'))
  let child: ChildProcess
  let link = ''
  const start = async (port: string) => {
    child = spawn(process.execPath, [program, 'serve', '--port', port], {
      cwd: home,
      env: settings,
      stdio: 'pipe',
    })
    let said = ''
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        said += chunk
        if (said.includes('Ctrl-C')) resolve()
      }
      child.stdout!.on('data', hear)
      child.stderr!.on('data', hear)
      child.once('exit', () => reject(new Error(`Octavo ended before it served: ${said}`)))
    })
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
