import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { Binder, type PressBook } from '@octavo/press'
import { realBook } from '@octavo/press/real-book'
import { renderSite, SiteCache, type SiteFile } from '@octavo/press/site'
import type { Row } from './database.ts'

const ROUNDS = 3
const folder = fileURLToPath(new URL('../../../shared/books/applied-quantum-computing/', import.meta.url))

/**
 * A real book of 111,000 words as a web site, pictures included, against mystmd preparing its content alone: no pages, no
 * search. Both from cold, in turns, the best of each by its own clock: what else the machine does counts for neither.
 */
export async function measureSite(): Promise<Row[]> {
  const book = realBook()
  if (!book) {
    console.log('site: no real book lies beside the project; nothing is measured.')
    return []
  }
  const own: number[] = []
  const peers: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    own.push(await octavo())
    const peer = await mystmd()
    if (peer !== undefined) peers.push(peer)
  }
  const search = (await build(book, new Binder())).find(({ path }) => path === 'search.js')!.bytes
  const seconds = best(own) / 1000
  return [
    { name: 'site of 111,000 words with its pictures, from the manuscript', value: seconds, unit: 's' },
    ...(peers.length === ROUNDS
      ? [
          {
            name: '… to the time of mystmd for the content alone',
            value: best(own) / best(peers),
            unit: '×',
            atMost: 1,
            peer: `${(best(peers) / 1000).toFixed(2)} s by mystmd, pages, search and pictures not included`,
          },
        ]
      : []),
    await measureEdit(book),
    { name: 'what search loads, compressed', value: gzipSync(search).length / 1024, unit: 'KiB', atMost: 400 },
  ]
}

async function measureEdit(book: PressBook): Promise<Row> {
  const binder = new Binder()
  const cache = new SiteCache()
  await build(book, binder, cache)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const pages = structuredClone(book.pages)
    pages[1]!.children![2]!.text += `\n\nEdit ${round}.\n`
    const bound = await binder.bind({ ...book, pages })
    const began = performance.now()
    for await (const _ of renderSite(bound, { cache, changed: new Set() }));
    times.push(performance.now() - began)
  }
  return { name: 'an edited chapter of it, bound', value: best(times) / 1000, unit: 's', atMost: 0.3 }
}

async function build(book: PressBook, binder: Binder, cache = new SiteCache()): Promise<SiteFile[]> {
  const files: SiteFile[] = []
  for await (const file of renderSite(await binder.bind(book), { cache })) files.push(file)
  return files
}

const run = promisify(execFile)

/** Milliseconds of a build in a process of its own. */
async function octavo(): Promise<number> {
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL('site-once.ts', import.meta.url))])
  return Number(/in (\d+) ms/.exec(stdout)![1])
}

let told = false

/** Milliseconds mystmd says it took, or undefined where it cannot be run. */
async function mystmd(): Promise<number | undefined> {
  const copy = await mkdtemp(join(tmpdir(), 'octavo-bench-mystmd-'))
  try {
    await cp(folder, copy, { recursive: true })
    // Without a network it ends after the content, at the theme it would fetch: that is all that is compared.
    const { stdout } = await run('npx', ['-y', 'mystmd@1.8.3', 'build', '--site'], {
      cwd: copy,
      maxBuffer: 1 << 26,
    }).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }))
    const took = /Built \d+ pages for project in ([\d.]+) (ms|s)/.exec(stdout)
    if (took) return Number(took[1]) * (took[2] === 's' ? 1000 : 1)
    if (!told) console.log('site: mystmd cannot be run here (npx mystmd); it is not compared with.')
    told = true
    return undefined
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

const best = (times: readonly number[]): number => Math.min(...times)
