import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { build } from 'vite'

const here = import.meta.dirname
const dist = join(here, 'dist')
const packed = /\.(html|js|css|svg|webmanifest)$/

async function newest(path: string): Promise<number> {
  const found = await stat(path)
  if (!found.isDirectory()) return found.mtimeMs
  const names = await readdir(path)
  return Math.max(found.mtimeMs, ...(await Promise.all(names.map(name => newest(join(path, name))))))
}

/** The studio's own sources, those it takes from other packages, and the lock of the libraries. */
const madeOf = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'build.ts',
  '../packages/manuscript/src',
  '../packages/press/src/cover',
  '../server/src/client.ts',
  '../server/src/http/person-header.ts',
  '../package-lock.json',
]

/** When any of it was last changed. Milliseconds. */
async function changedAt(): Promise<number> {
  return Math.max(...(await Promise.all(madeOf.map(name => newest(join(here, name))))))
}

/** What a browser keeps from the first visit on; letters of other scripts when a book has them. */
const keptOffline = /\.(js|css|svg)$|latin-(opsz|wght|400|600)[^/]*\.woff2$/

/** A larger file belongs to something that needs the server anyway (PDF). Bytes. */
const largestKept = 1_000_000

/** Tells the service worker which files the studio is made of. */
async function listFiles(): Promise<void> {
  const found = await readdir(dist, { recursive: true, withFileTypes: true })
  const paths = found.flatMap(file => (file.isFile() ? [relative(dist, join(file.parentPath, file.name))] : []))
  const worker = join(dist, 'service-worker.js')
  const sizes = await Promise.all(paths.map(async path => (await stat(join(dist, path))).size))
  const files = paths
    .filter((path, index) => keptOffline.test(path) && path !== 'service-worker.js' && sizes[index]! <= largestKept)
    .sort()
  const hash = createHash('sha256').update(files.join())
  for (const path of ['index.html', 'theme.js', 'octavo.svg']) hash.update(await readFile(join(dist, path)))
  const build = { version: hash.digest('hex').slice(0, 16), files: ['/', ...files.map(path => `/${path}`)] }
  await writeFile(worker, `const octavoBuild = ${JSON.stringify(build)}\n${await readFile(worker, 'utf8')}`)
}

/** Beside each text of the build, the same compressed: it is done once here and not for each reader. */
async function compressTexts(): Promise<void> {
  const files = await readdir(dist, { recursive: true, withFileTypes: true })
  const texts = files.filter(file => file.isFile() && packed.test(file.name))
  await Promise.all(
    texts.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name)
      const bytes = await readFile(path)
      await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }))
      await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes))
    }),
  )
}

/** Builds the studio into dist/ unless what is there is newer than everything it is made of. Before tests as well. */
export default async function buildStudio(): Promise<void> {
  const builtAt = await stat(join(dist, 'index.html')).then(
    found => found.mtimeMs,
    () => 0,
  )
  if (builtAt >= (await changedAt())) return
  const { NODE_ENV } = process.env
  // Tests have another word here, and would leave the slow variant of React for the next start.
  process.env.NODE_ENV = 'production'
  await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn' })
  if (NODE_ENV === undefined) delete process.env.NODE_ENV
  else process.env.NODE_ENV = NODE_ENV
  await listFiles()
  await compressTexts()
}

if (import.meta.main) await buildStudio()
