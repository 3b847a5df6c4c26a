import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { isPublicAddress } from '../library/fetch-safely.ts'
import { checkLinks } from './check-links.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The tests' servers count as public; everything else is judged as ever. */
const options = {
  isAllowedAddress: (address: string) => address === '127.0.0.1' || isPublicAddress(address),
  pause: 0,
  timeout: 500,
}
const stateOf = async (url: string) => (await checkLinks([url], options)).get(url)

test('tells living links from dead ones, and from those that say nothing', async () => {
  const origin = await serve((request, response) => {
    const answers: Record<string, () => void> = {
      '/fine': () => response.writeHead(200).end('a page'),
      '/get-only': () => response.writeHead(request.method === 'GET' ? 200 : 405).end(),
      '/moved': () => response.writeHead(301, { location: '/fine' }).end(),
      '/round': () => response.writeHead(302, { location: '/round' }).end(),
      '/broken': () => response.writeHead(500).end(),
      '/private': () => response.writeHead(403).end(),
      '/busy': () => response.writeHead(429).end(),
      '/inside': () => response.writeHead(302, { location: 'http://10.0.0.1/secret' }).end(),
      '/silent': () => {},
    }
    const answer = answers[request.url ?? ''] ?? (() => response.writeHead(404).end())
    answer()
  })
  const closed = await serve(() => {})
  servers.pop()!.close()
  const expected = {
    '/fine': 'alive',
    '/fine#part': 'alive',
    '/get-only': 'alive',
    '/moved': 'alive',
    '/gone': 'dead',
    '/round': 'dead',
    '/broken': 'dead',
    '/silent': 'dead',
    '/private': 'unchecked',
    '/busy': 'unchecked',
    '/inside': 'unchecked',
  }
  const checks = await checkLinks(
    Object.keys(expected).map(path => origin + path),
    options,
  )
  const states = Object.fromEntries(Object.keys(expected).map(path => [path, checks.get(origin + path)?.state]))
  expect(states).toEqual(expected)
  expect(checks.get(`${origin}/gone`)?.reason).toBe('answers 404')
  expect((await stateOf(closed))?.reason).toBe('does not answer (ECONNREFUSED)')
  expect(await stateOf('http://169.254.169.254/latest')).toMatchObject({ state: 'unchecked' })
  expect(await stateOf('http://[')).toMatchObject({ state: 'dead' })
})

test('asks a host one thing at a time, and each address once', async () => {
  let open = 0
  let most = 0
  const asked: string[] = []
  const origin = await serve((request, response) => {
    asked.push(request.url ?? '')
    most = Math.max(most, ++open)
    setTimeout(() => {
      open--
      response.writeHead(200).end()
    }, 5)
  })
  const urls = ['/a', '/b', '/a#1', '/c', '/a#2', '/a'].map(path => origin + path)
  const checks = await checkLinks(urls, options)
  expect(most).toBe(1)
  expect(asked).toEqual(['/a', '/b', '/c'])
  expect([...checks.values()].every(({ state }) => state === 'alive')).toBe(true)
})

test('refuses names that lead to private addresses', async () => {
  const checks = await checkLinks(['http://inside.example/'], {
    ...options,
    lookup: async () => [{ address: '192.168.0.1', family: 4 }],
  })
  expect(checks.get('http://inside.example/')).toEqual({ state: 'unchecked', reason: 'is not on the public internet' })
})

test('stops when it is told to', async () => {
  const stop = new AbortController()
  const origin = await serve((_, response) => {
    stop.abort()
    response.writeHead(200).end()
  })
  const checks = await checkLinks([`${origin}/a`, `${origin}/b`], { ...options, signal: stop.signal })
  expect(checks.get(`${origin}/b`)).toEqual({ state: 'unchecked', reason: 'was not tried' })
})
