import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing.ts'

let folder: string
let server: TestServer
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octavo-studio-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), 'the page')
  await writeFile(join(folder, 'assets/main-1.js'), 'the script')
  server = await startTestServer({}, { studio: folder })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const get = (path: string) => server.request(undefined, 'GET', path)

test('every address is a screen of the studio, found by the page itself', async () => {
  for (const path of ['/', '/sign-in?token=x', '/books/1/edit/2']) {
    const answer = await get(path)
    expect(answer).toMatchObject({ status: 200, body: 'the page' })
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  }
})

test('files are files; one of an earlier version is gone, and the API answers itself', async () => {
  const script = await get('/assets/main-1.js')
  expect(script).toMatchObject({ status: 200, body: 'the script' })
  expect(script.headers.get('cache-control')).toContain('immutable')
  expect(await get('/assets/main-0.js')).toMatchObject({ status: 404 })
  expect(await get('/v1/me')).toMatchObject({ status: 401 })
})
