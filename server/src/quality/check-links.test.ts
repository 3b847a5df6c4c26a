import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkLinks } from './check-links.ts'

let server: Server
let origin: string
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const status: Record<string, number> = { '/gone': 410, '/none': 404, '/broken': 503, '/private': 401 }
    if (request.url === '/no-head' && request.method === 'HEAD') response.writeHead(405).end()
    else if (request.url === '/moved') response.writeHead(301, { location: '/here' }).end()
    else response.writeHead(status[request.url ?? ''] ?? 200).end('text')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise(resolve => server.close(resolve)))

const options = { isAllowedAddress: () => true, pause: 0 }

test('a link is dead when nothing is there, not when a server has a bad day', async () => {
  const paths = ['/here', '/gone', '/none', '/broken', '/private', '/moved', '/no-head']
  const found = await checkLinks(
    paths.map(path => origin + path),
    options,
  )
  const dead = paths.filter(path => found.get(origin + path)!.dead)
  expect(dead).toEqual(['/gone', '/none'])
  expect(found.get(`${origin}/gone`)!.reason).toBe('It answers 410.')
  expect(asked).toContain('GET /no-head')
  expect(asked).not.toContain('GET /here')
})

test('an address inside the network is not asked, and is no link for readers', async () => {
  asked.length = 0
  const found = await checkLinks([`${origin}/here`], { pause: 0 })
  expect(found.get(`${origin}/here`)).toMatchObject({ dead: true })
  expect(asked).toEqual([])
})

test('each link is asked once, at most so many, and only those that lead out of the book', async () => {
  asked.length = 0
  const links = [
    `${origin}/a`,
    `${origin}/a`,
    'chapter-2.md',
    '#label',
    'mailto:a@b.test',
    `${origin}/b`,
    `${origin}/c`,
  ]
  const found = await checkLinks(links, { ...options, most: 2 })
  expect([...found.keys()]).toEqual([`${origin}/a`, `${origin}/b`])
  expect(asked).toEqual(['HEAD /a', 'HEAD /b'])
})

test('what is not asked in time is not judged', async () => {
  expect((await checkLinks([`${origin}/a`], { ...options, patience: 0 })).size).toBe(0)
})
