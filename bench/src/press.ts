import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Row } from './database.ts'

const octavo = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))
/** A real book of 111,000 words and 107 pictures, where it lies beside the project. */
const realBook = fileURLToPath(new URL('../../../shared/books/applied-quantum-computing/', import.meta.url))
const runs = 3

/** A real book in four forms from the command line and from nothing, with the memory of all its processes. */
export async function measurePress(): Promise<Row[]> {
  if (!existsSync(realBook))
    return [{ name: 'a real book in all forms: not measured, the book is not here', value: 0, unit: 's' }]
  const folder = await mkdtemp(join(tmpdir(), 'octavo-bench-'))
  try {
    const colds: { seconds: number; memory: number }[] = []
    for (let at = 0; at < runs; at++) {
      colds.push(await built(['--format', 'site,epub,docx,pdf', '--offline', '--out', join(folder, `out-${at}`)]))
    }
    const best = Math.min(...colds.map(({ seconds }) => seconds))
    const memory = Math.max(...colds.map(({ memory }) => memory))
    return [
      { name: 'a real book as site, EPUB, DOCX and PDF, cold', value: best, unit: 's', atMost: 10 },
      { name: 'the memory of all its processes at most', value: memory, unit: 'MB', atMost: 1000 },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Seconds and megabytes of one build. Memory is summed over the process and its children, every 50 ms (Linux alone). */
function built(args: string[]): Promise<{ seconds: number; memory: number }> {
  const began = performance.now()
  const child = spawn(process.execPath, [octavo, 'build', realBook, ...args], { stdio: 'ignore' })
  let memory = 0
  const timer = setInterval(async () => {
    memory = Math.max(memory, await memoryOf(child.pid!))
  }, 50)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => {
      clearInterval(timer)
      if (code === 0) resolve({ seconds: (performance.now() - began) / 1000, memory })
      else reject(new Error(`octavo build ended with ${code}`))
    })
  })
}

async function memoryOf(pid: number): Promise<number> {
  try {
    const [status, children] = await Promise.all([
      readFile(`/proc/${pid}/status`, 'utf8'),
      readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'),
    ])
    const own = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024
    const below = await Promise.all(
      children
        .split(' ')
        .filter(Boolean)
        .map(child => memoryOf(Number(child))),
    )
    return below.reduce((sum, each) => sum + each, own)
  } catch (error) {
    // It has just ended, or this is no Linux.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0
    throw error
  }
}
