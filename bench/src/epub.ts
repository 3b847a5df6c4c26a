import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Row } from './database.ts'

const run = promisify(execFile)
const octavo = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))
/** A real book of 111,000 words and 107 pictures, where it lies beside the project. */
const realBook = fileURLToPath(new URL('../../../shared/books/applied-quantum-computing/', import.meta.url))
const runs = 3

/**
 * A real book as EPUB, from the command line and from nothing, against pandoc, which gets the same book with the same
 * pictures in Markdown it understands. By turns, and the best of each: what else the machine does counts for neither.
 */
export async function measureEpub(): Promise<Row[]> {
  const name = 'EPUB of a real book'
  const skipped = (reason: string): Row[] => [{ name: `${name}: not measured, ${reason}`, value: 0, unit: 's' }]
  if (!existsSync(realBook)) return skipped('the book is not here')
  const version = await run('pandoc', ['--version']).then(
    ({ stdout }) => stdout.split('\n')[0]!,
    () => undefined,
  )
  if (version === undefined) return skipped('pandoc is not installed')

  const folder = await mkdtemp(join(tmpdir(), 'octavo-bench-'))
  const print = (format: string) =>
    run(process.execPath, [octavo, 'build', realBook, '--format', format, '--out', folder], { maxBuffer: 1 << 26 })
  try {
    await print('markdown')
    const markdown = join(folder, 'markdown')
    const pages = (await readdir(markdown)).filter(file => file.endsWith('.md') && file !== 'README.md').sort()
    const peer = [
      '--from=markdown',
      '--mathml',
      '--toc',
      '--metadata=title=Book',
      `--output=${join(folder, 'peer.epub')}`,
    ]
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let at = 0; at < runs; at++) {
      ours.push(await secondsOf(() => print('epub')))
      theirs.push(await secondsOf(() => run('pandoc', [...peer, ...pages], { cwd: markdown })))
    }
    const [best, theirBest] = [Math.min(...ours), Math.min(...theirs)]
    const size = async (file: string) => `${((await stat(join(folder, file))).size / 1e6).toFixed(1)} MB`
    const made = (await readdir(folder)).find(file => file.endsWith('.epub') && file !== 'peer.epub')!
    return [
      {
        name: `${name}, from the command line`,
        value: best / theirBest,
        unit: '× pandoc',
        atMost: 0.75,
        peer: `${best.toFixed(2)} s, ${await size(made)} with fonts; ${version} ${theirBest.toFixed(2)} s, ${await size('peer.epub')}`,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
