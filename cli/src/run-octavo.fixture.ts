import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

export interface Outcome {
  /** The exit code, or the signal that ended the process. */
  code: number | NodeJS.Signals | null
  out: string
  err: string
  /** Standard output as JSON lines. */
  events: Record<string, unknown>[]
}

/** A running command. Everything it has said so far is in `out` and `err`. */
export interface Running {
  process: ChildProcess
  out: string
  err: string
  ended: Promise<Outcome>
  /** Resolves as soon as the output holds this text; rejects when the command ends without it. */
  until(text: string): Promise<void>
}

/** A folder of its own with a data directory in it, in which the real command line runs. */
export interface Workbench {
  folder: string
  start(command: string[], environment?: Record<string, string>): Running
  run(command: string[], environment?: Record<string, string>): Promise<Outcome>
  write(path: string, content: string | Uint8Array): Promise<void>
  remove(): Promise<void>
}

/**
 * A folder for a test. With `served`, a server with this environment holds its data directory and commands speak to it,
 * as on a machine where `npm start` runs: they open no database each, which is what takes most of their time.
 */
export async function makeWorkbench({
  served = false,
  environment: ofServer = {},
}: {
  served?: boolean
  environment?: Record<string, string>
} = {}): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'octavo-cli-'))
  const started: Running[] = []
  const bench: Workbench = {
    folder,
    start(command, environment = {}) {
      // No command of a test lasts until code of the database that was optimized would pay; its server, most often, does.
      const flags = command[0] === 'serve' ? [] : ['--liftoff-only']
      const child = spawn(process.execPath, [...flags, main, ...command], {
        cwd: folder,
        env: { OCTAVO_DATA: join(folder, 'data'), LANG: 'C.UTF-8', ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const running = follow(child)
      started.push(running)
      return running
    },
    run: (command, environment) => bench.start(command, environment).ended,
    async write(path, content) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    },
    async remove() {
      // A test that failed may have left some running, with the folder in use.
      for (const { process } of started) process.kill()
      await Promise.all(started.map(({ ended }) => ended))
      await rm(folder, { recursive: true, force: true })
    },
  }
  const server = served ? bench.start(['serve'], { OCTAVO_PORT: '0', ...ofServer }) : undefined
  await server?.until('Ctrl-C stops it.')
  return bench
}

function follow(child: ChildProcess): Running {
  const running: Running = {
    process: child,
    out: '',
    err: '',
    ended: new Promise(resolve => {
      child.once('close', (code, signal) => {
        const { out, err } = running
        resolve({ code: code ?? signal, out, err, events: eventsOf(out) })
      })
    }),
    until: text =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (running.out.includes(text)) resolve()
        }
        child.stdout?.on('data', look)
        running.ended.then(({ code, err }) => reject(new Error(`ended with ${code} before "${text}": ${err}`)))
        look()
      }),
  }
  child.stdout?.setEncoding('utf8').on('data', text => {
    running.out += text
  })
  child.stderr?.setEncoding('utf8').on('data', text => {
    running.err += text
  })
  return running
}

function eventsOf(out: string): Record<string, unknown>[] {
  return out.split('\n').flatMap(line => (line.startsWith('{') ? [JSON.parse(line)] : []))
}
