import { execFile, spawn } from 'node:child_process'
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { Binder, type PressBook } from '@octavo/press'
import { realBook } from '@octavo/press/real-book'
import { renderSite, SiteCache, type SiteFile } from '@octavo/press/site'
import type { Row } from './database.ts'

const ROUNDS = 5
const folder = fileURLToPath(new URL('../../../shared/books/applied-quantum-computing/', import.meta.url))

/**
 * A real book of 111,000 words as a web site, pictures included, against mystmd preparing its content alone: no pages, no
 * search. Both as commands, from the word given to the last page, in turns, the best of each.
 */
export async function measureSite(): Promise<Row[]> {
  const book = realBook()
  if (!book) {
    console.log('site: no real book lies beside the project; nothing is measured.')
    return []
  }
  const myst = await findMystmd()
  const own: number[] = []
  const peers: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    own.push(await octavo())
    if (myst) peers.push(await mystmd(myst))
  }
  const search = (await build(book, new Binder())).find(({ path }) => path === 'search.js')!.bytes
  return [
    { name: 'site of 111,000 words with its pictures, from the command', value: best(own), unit: 's' },
    ...(myst
      ? [
          {
            name: '… to the time of mystmd for the content alone',
            value: best(own) / best(peers),
            unit: '×',
            atMost: 1,
            peer: `${best(peers).toFixed(2)} s by mystmd, pages, search and pictures not included`,
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
const command = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))

/** Seconds of `octavo build`, without what a network would add. */
async function octavo(): Promise<number> {
  const out = await mkdtemp(join(tmpdir(), 'octavo-bench-site-'))
  try {
    const began = performance.now()
    await run(process.execPath, [command, 'build', folder, '--format', 'site', '--offline', '--out', out])
    return (performance.now() - began) / 1000
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

/** The program itself, past the time npx takes; undefined where it cannot be had. */
async function findMystmd(): Promise<string | undefined> {
  try {
    const { stdout } = await run('npx', ['-y', '-p', 'mystmd@1.8.3', '-c', 'command -v myst'])
    return await realpath(stdout.trim())
  } catch {
    console.log('site: mystmd cannot be run here (npx mystmd); it is not compared with.')
    return undefined
  }
}

/** Seconds of `myst build --site` to where it says that all pages are built. */
async function mystmd(program: string): Promise<number> {
  const copy = await mkdtemp(join(tmpdir(), 'octavo-bench-mystmd-'))
  try {
    await cp(folder, copy, { recursive: true })
    const began = performance.now()
    const child = spawn(process.execPath, [program, 'build', '--site'], { cwd: copy })
    let told = ''
    for await (const part of child.stdout) {
      told += part
      // What comes after is its theme, which it would fetch.
      if (/Built \d+ pages for project/.test(told)) break
    }
    const took = performance.now() - began
    child.kill()
    if (!/Built \d+ pages for project/.test(told)) throw new Error(`mystmd built nothing:\n${told}`)
    return took / 1000
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

const best = (times: readonly number[]): number => Math.min(...times)
