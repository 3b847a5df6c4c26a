import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPublicAddress } from '../../library/fetch-safely.ts'
import { manifestPath } from '../files/manifest.ts'
import type { PublishedBook } from '../files/published-book.ts'
import { type S3Server, startS3Server } from '../testing/s3-server.ts'
import { startWebDavServer, type WebDavServer } from '../testing/webdav-server.ts'
import { callHook } from './call-hook.ts'
import { FolderStore } from './folder-store.ts'
import { S3Store } from './s3-store.ts'
import { send } from './send.ts'
import type { Store } from './store.ts'
import { WebDavStore } from './webdav-store.ts'
import { ZipStore } from './zip-store.ts'

const keys = { bucket: 'books', region: 'eu-central-2', accessKeyId: 'AKIDOFANN', secretAccessKey: 'the secret key' }
const anywhere = () => true
let folder: string
let s3: S3Server
let dav: WebDavServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octavo-places-'))
  s3 = await startS3Server(keys)
  dav = await startWebDavServer()
})
afterAll(async () => {
  await s3?.close()
  await dav?.close()
  await rm(folder, { recursive: true, force: true })
})

const bookOf = (texts: Record<string, string>, id = '2b3c0a4e-0d0c-4c38-9f1a-0123456789ab'): PublishedBook => ({
  id,
  slug: 'book',
  files: new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)])),
  chapters: new Map(),
})

let count = 0
/** A place, opened anew for each use as a job does, and a way for somebody else to change it. */
const places: [string, () => () => Promise<Store>][] = [
  [
    'a folder',
    () => {
      const root = join(folder, `site-${++count}`)
      return async () => new FolderStore(root)
    },
  ],
  [
    'a ZIP file',
    () => {
      const file = join(folder, `${++count}.zip`)
      return () => ZipStore.open(file)
    },
  ],
  [
    'WebDAV',
    () => {
      const access = { ...dav, prefix: `books/site ${++count}`, isAllowedAddress: anywhere }
      return async () => new WebDavStore(access)
    },
  ],
  [
    'a bucket',
    () => {
      const access = { ...keys, endpoint: s3.url, prefix: `site ${++count}/ä`, isAllowedAddress: anywhere }
      return async () => new S3Store(access)
    },
  ],
]

describe.each(places)('%s', (_name, make) => {
  let open: () => Promise<Store>
  beforeAll(() => {
    open = make()
  })
  const text = async (path: string) => {
    const content = await (await open()).read(path)
    return content && Buffer.from(content).toString()
  }
  const others = async (path: string, content: string | null) => {
    const store = await open()
    if (content === null) await store.remove(path)
    else await store.write(path, Buffer.from(content))
    await store.finish?.()
  }

  test('takes what changed and nothing else, and deletes what is ours', async () => {
    await others('README.md', 'theirs')
    const first = bookOf({ 'index.md': 'a', 'chapters/01 ü.md': 'b', 'images/p.png': '\u0000p' })
    const plan = await send(await open(), first)
    expect(plan.changes.map(({ change }) => change)).toEqual(['added', 'added', 'added'])
    expect([await text('index.md'), await text('chapters/01 ü.md')]).toEqual(['a', 'b'])
    expect(await send(await open(), first)).toEqual({ changes: [], kept: [] })

    const next = await send(await open(), bookOf({ 'index.md': 'A', 'images/p.png': '\u0000p' }))
    expect(next.changes).toEqual([
      { path: 'chapters/01 ü.md', change: 'deleted' },
      { path: 'index.md', change: 'modified' },
    ])
    expect([await text('index.md'), await text('chapters/01 ü.md'), await text('README.md')]).toEqual([
      'A',
      undefined,
      'theirs',
    ])
  })

  test('keeps what somebody edited or deleted there, and what was never ours', async () => {
    await others('index.md', 'edited')
    await others('images/p.png', null)
    const plan = await send(
      await open(),
      bookOf({ 'index.md': 'B', 'images/p.png': 'new', 'README.md': 'ours', x: 'x' }),
    )
    expect(plan).toEqual({
      changes: [{ path: 'x', change: 'added' }],
      kept: [
        { path: 'README.md', reason: 'foreign' },
        { path: 'images/p.png', reason: 'deleted' },
        { path: 'index.md', reason: 'edited' },
      ],
    })
    expect([await text('index.md'), await text('README.md')]).toEqual(['edited', 'theirs'])
  })

  test('belongs to one book, and stays closed when nobody knows what is ours', async () => {
    await expect(send(await open(), bookOf({ a: 'a' }, '00000000-0000-4000-8000-000000000000'))).rejects.toMatchObject({
      code: 'destination_taken',
    })
    await others(manifestPath, '{"octavo": 1, "files": {"../../etc/passwd": {}}}')
    await expect(send(await open(), bookOf({ a: 'a' }))).rejects.toMatchObject({ code: 'destination_refused' })
  })
})

// A ZIP file is replaced as a whole: cut off before, it is the old one.
const inParts = places.filter(([name]) => name !== 'a ZIP file')
describe.each(inParts)('cut off in the middle, %s', (_name, make) => {
  test.each([1, 2, 3, 4])('after %i writes it is finished by the next run', async writes => {
    const open = make()
    await send(await open(), bookOf({ a: '1', b: '1', c: '1' }))
    const store = await open()
    const write = store.write.bind(store)
    let left = writes
    store.write = async (path, content) => {
      if (left-- === 0) throw new Error('the power is cut')
      return write(path, content)
    }
    const book = bookOf({ a: '2', b: '2', d: '2' })
    await expect(send(store, book)).rejects.toThrow('the power is cut')
    expect((await send(await open(), book)).kept).toEqual([])
    const after = await open()
    const texts = await Promise.all(
      ['a', 'b', 'c', 'd'].map(async path => Buffer.from((await after.read(path)) ?? '').toString()),
    )
    expect(texts).toEqual(['2', '2', '', '2'])
    expect(await send(await open(), book)).toEqual({ changes: [], kept: [] })
  })
})

test('a folder follows no link', async () => {
  const [root, outside] = [join(folder, 'linked'), join(folder, 'outside')]
  await mkdir(root)
  await mkdir(outside)
  await writeFile(join(outside, 'page.md'), 'theirs')
  await symlink(outside, join(root, 'chapters'))
  await symlink(join(outside, 'page.md'), join(root, 'index.md'))
  const plan = await send(new FolderStore(root), bookOf({ 'index.md': 'ours', 'chapters/page.md': 'ours', a: 'a' }))
  expect(plan.kept.map(({ path }) => path)).toEqual(['chapters/page.md', 'index.md'])
  await expect(new FolderStore(root).write('chapters/new.md', Buffer.from('ours'))).rejects.toMatchObject({
    code: 'destination_refused',
  })
  expect(await readFile(join(outside, 'page.md'), 'utf8')).toBe('theirs')
})

test('the same book gives the same ZIP file', async () => {
  const files = [join(folder, 'one.zip'), join(folder, 'two.zip')]
  for (const file of files) await send(await ZipStore.open(file), bookOf({ b: 'b', a: 'a' }))
  const [one, two] = await Promise.all(files.map(file => readFile(file)))
  expect(one!.equals(two!)).toBe(true)
  expect(Object.keys(unzipSync(one!))).toEqual([manifestPath, 'a', 'b'])
})

test('wrong keys and unknown buckets are told apart', async () => {
  const access = { ...keys, endpoint: s3.url, prefix: '', isAllowedAddress: anywhere }
  const of = (changes: object) => new S3Store({ ...access, ...changes }).marks(['a'])
  await expect(of({ secretAccessKey: 'another' })).rejects.toMatchObject({ code: 'connection_invalid' })
  await expect(of({ accessKeyId: 'AKIDOFBOB' })).rejects.toMatchObject({ code: 'connection_invalid' })
  await expect(of({ bucket: 'nobody' })).rejects.toMatchObject({ code: 'repository_unknown' })
  const wrong = new WebDavStore({ ...dav, password: 'wrong', prefix: '', isAllowedAddress: anywhere })
  await expect(wrong.marks(['a'])).rejects.toMatchObject({ code: 'connection_invalid' })
})

test('on a server none of its own addresses is asked', async () => {
  let asked = 0
  const inside = createServer((_request, response) => {
    asked++
    response.end()
  })
  await new Promise<void>(resolve => inside.listen(0, '127.0.0.1', resolve))
  const { port } = inside.address() as AddressInfo
  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]']) {
    const url = `http://${host}:${port}`
    const isAllowedAddress = isPublicAddress
    const access = { ...keys, endpoint: url, prefix: '', isAllowedAddress }
    await expect(new S3Store(access).marks(['a'])).rejects.toMatchObject({ code: 'address_refused' })
    const place = new WebDavStore({ url, username: 'a', password: 'b', prefix: '', isAllowedAddress })
    await expect(place.marks(['a'])).rejects.toMatchObject({ code: 'address_refused' })
    await expect(callHook(`${url}/hook`, isPublicAddress)).rejects.toMatchObject({ code: 'address_refused' })
  }
  expect(asked).toBe(0)
  inside.close()
})

test('a deploy hook is called once, follows nowhere, and is never named', async () => {
  const asked: string[] = []
  const site = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' })
    if (request.url === '/gone') response.statusCode = 404
    response.end()
  })
  await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
  await callHook(`${url}/secret-of-the-hook`, anywhere)
  await expect(callHook(`${url}/gone`, anywhere)).rejects.toMatchObject({ code: 'connection_invalid' })
  const error = await callHook(`${url}/moved`, anywhere).catch((error: Error) => error)
  expect(error).toMatchObject({ code: 'remote_failed' })
  expect(`${(error as Error).message} ${String((error as Error).cause)}`).not.toContain('moved')
  expect(asked).toEqual(['POST /secret-of-the-hook', 'POST /gone', 'POST /moved'])
  site.close()
})
