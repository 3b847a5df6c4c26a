import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Row } from './database.ts'

const main = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))

/** From starting the process to the first page, on an empty data directory and on the same one again. */
export async function measureStart(): Promise<Row[]> {
  const data = await mkdtemp(join(tmpdir(), 'octavo-bench-'))
  try {
    const first = await startOnce(data)
    const again = [await startOnce(data), await startOnce(data), await startOnce(data)].toSorted((a, b) => a - b)[1]!
    return [
      { name: 'first page after the very first start', value: first, unit: 's', atMost: 5 },
      { name: 'first page after a later start (median of 3)', value: again, unit: 's', atMost: 2 },
    ]
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

async function startOnce(data: string): Promise<number> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, [main, 'serve'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      OCTAVO_DATA: data,
      OCTAVO_PORT: String(port),
      OCTAVO_LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  })
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null || performance.now() - began > 60_000) throw new Error('Octavo did not start')
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    return (performance.now() - began) / 1000
  } finally {
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).ok
  } catch {
    return false // nothing listens there yet
  }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
