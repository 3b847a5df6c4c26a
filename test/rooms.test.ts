import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Which rooms each room may open a door to. Tests may also use what proves them right (see `onlyInTests`). */
const doors: Record<string, readonly string[]> = {
  'packages/database': [],
  'packages/manuscript': [],
  'packages/press': ['manuscript'],
  'packages/compositor': ['manuscript'],
  'packages/models': ['compositor'],
  server: ['database', 'manuscript', 'press', 'compositor', 'models'],
  cli: ['server', 'manuscript', 'press', 'compositor', 'database'],
  studio: ['server', 'manuscript', 'press'],
  bench: ['server', 'database', 'models', 'cli', 'compositor', 'manuscript', 'press'],
}
const onlyInTests: Record<string, readonly string[]> = {
  'packages/models': ['manuscript'],
  cli: ['models'],
  studio: ['models'],
}

/** Rooms that compute and nothing else: no files, no network, no environment. */
const pure = ['packages/manuscript', 'packages/press', 'packages/compositor', 'packages/models']
const outside = /^(node:)?(fs|http|https|net|child_process|os|process)(\/|$)/

/** What npm packages carry as files, fonts above all, is as constant as code; one file of the press reads it. */
const readsPackages = ['packages/press/src/fonts/package-file.ts']

/** Native code that may run away or crash runs in a process of its own, which only its parent can end. */
const startsProcesses = ['packages/press/src/pdf/compiler/compiler.ts']

/** The one file of each part that reads the environment. */
const readsEnvironment = [
  'cli/src/environment.ts',
  'packages/database/src/testing.ts',
  'studio/dev.ts',
  'studio/build.ts',
  'studio/test/studio.ts',
  'studio/build.ts',
  'bench/src/start.ts',
  'bench/src/meter.ts',
  'server/test/crash/worker-process.ts',
  'server/test/crash/workshop.fixture.ts',
]

interface Import {
  file: string
  from: string
}

async function filesOf(room: string): Promise<string[]> {
  const entries = await readdir(join(root, room), { recursive: true, withFileTypes: true })
  return entries
    .filter(
      entry =>
        entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name) && !/node_modules|\/dist(\/|$)/.test(entry.parentPath),
    )
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
}

async function importsOf(room: string): Promise<Import[]> {
  const found: Import[] = []
  for (const file of await filesOf(room)) {
    const text = await readFile(join(root, file), 'utf8')
    const names = text.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:from\s*)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|\bfrom ['"]([^'"]+)['"]/g,
    )
    for (const match of names) found.push({ file, from: (match[1] ?? match[2] ?? match[3])! })
  }
  return found
}

const isTest = (file: string) => /\.(test|fixture)\.|\/test\/|testing/.test(file)

test.each(Object.keys(doors))('%s opens only the doors it may', async room => {
  const wrong = (await importsOf(room)).filter(({ file, from }) => {
    const other = /^@octavo\/([a-z]+)/.exec(from)?.[1]
    if (!other || other === room.replace('packages/', '')) return false
    const allowed = isTest(file) ? [...doors[room]!, ...(onlyInTests[room] ?? [])] : doors[room]!
    return !allowed.includes(other)
  })
  expect(wrong).toEqual([])
})

test.each(Object.keys(doors))('%s reaches no other room by a path', async room => {
  const wrong = (await importsOf(room)).filter(({ file, from }) => {
    // A text (`?raw`) is no door.
    if (!from.startsWith('.') || from.endsWith('?raw')) return false
    return !relative(root, join(root, file, '..', from)).startsWith(room)
  })
  expect(wrong).toEqual([])
})

test.each(pure)('%s touches nothing outside itself', async room => {
  const wrong = (await importsOf(room)).filter(
    ({ file, from }) =>
      outside.test(from) &&
      !isTest(file) &&
      !file.includes('simulated') &&
      ![...readsPackages, ...startsProcesses].includes(file),
  )
  expect(wrong).toEqual([])
})

test('the environment is read in one place, at the edge', async () => {
  const wrong: string[] = []
  for (const room of Object.keys(doors)) {
    for (const file of await filesOf(room)) {
      if (readsEnvironment.includes(file) || file.includes('.test.')) continue
      if (/process\.env\b/.test(await readFile(join(root, file), 'utf8'))) wrong.push(file)
    }
  }
  expect(wrong).toEqual([])
})

test('only the database room opens connections', async () => {
  const wrong: Import[] = []
  for (const room of Object.keys(doors)) {
    if (room === 'packages/database') continue
    for (const found of await importsOf(room)) {
      if (/^pg$|^@electric-sql\//.test(found.from) && !isTest(found.file)) wrong.push(found)
    }
  }
  // The bench compares with a bare connection; it only borrows the type.
  expect(wrong.filter(({ file }) => !file.startsWith('bench/'))).toEqual([])
})

test('no room is named for nothing in particular', async () => {
  const files = (await Promise.all(Object.keys(doors).map(filesOf))).flat()
  expect(files.filter(file => /(^|\/)(utils?|helpers?|common|misc|types)(\/|\.ts$)/.test(file))).toEqual([])
})
