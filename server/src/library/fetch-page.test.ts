import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { fetchPage } from './fetch-page.ts'
import { isPublicAddress } from './fetch-safely.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
})

/** A web server on loopback; its address. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const page = (body: string | Buffer, headers: Record<string, string> = {}): RequestListener => {
  return (_, response) => response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body)
}

/** The tests' servers count as public; everything else is judged as ever. */
const loopbackToo = { isAllowedAddress: (address: string) => address === '127.0.0.1' || isPublicAddress(address) }

const article = (text: string) =>
  `<!doctype html><html><head><title>Queues – Field notes</title><link rel="canonical" href="/canonical"></head><body>
  <nav><a href="/">Home</a></nav><article><h1>Queues</h1>${`<p>${text}</p>`.repeat(6)}
  <h2>Kinds</h2><ul><li>first in, first out</li><li>by priority</li></ul>
  <table><thead><tr><th>Kind</th><th>Order</th></tr></thead><tbody><tr><td>FIFO</td><td>by age</td></tr></tbody></table>
  <pre><code class="language-js">take(queue)</code></pre><p>See <a href="../more">more</a> and <a href="javascript:steal()">this</a>.</p>
  <p>A tag: &lt;script&gt;</p><img src="data:image/png;base64,AAAA" alt="dot"><script>steal()</script></article></body></html>`

describe('a page', () => {
  test('becomes the Markdown of its article', async () => {
    const origin = await serve(page(article('A queue holds jobs until a worker, any worker, takes one of them.')))
    const read = await fetchPage(`${origin}/notes/queues`, loopbackToo)
    expect(read).toMatchObject({ format: 'markdown', mediaType: 'text/html', canonicalUrl: `${origin}/canonical` })
    expect(read.title).toContain('Queues')
    expect(read.text).toContain('## Kinds\n\n- first in, first out')
    expect(read.text).toMatch(/\| Kind \| Order \|\n\| -+ \| -+ \|\n\| FIFO \| by age \|/)
    expect(read.text).toContain('```js\ntake(queue)\n```')
    expect(read.text).toContain(`[more](${origin}/more)`)
    expect(read.text).toContain('A tag: \\<script>')
    expect(read.text).not.toMatch(/steal|javascript:|data:|Home/)
  })

  test('of plain text or Markdown is left as it is', async () => {
    const origin = await serve((request, response) => {
      response.writeHead(200, { 'content-type': request.url === '/a' ? 'text/markdown; charset=utf-8' : 'text/plain' })
      response.end('# Title\n\n*text* <b>')
    })
    expect(await fetchPage(`${origin}/a`, loopbackToo)).toMatchObject({
      text: '# Title\n\n*text* <b>',
      format: 'markdown',
    })
    expect(await fetchPage(`${origin}/b`, loopbackToo)).toMatchObject({ format: 'text' })
    expect(await fetchPage(`${origin}/b.md`, loopbackToo)).toMatchObject({ format: 'markdown' })
  })

  test('is decoded by its charset: of the header, of the page, of a byte order mark', async () => {
    const bodies: Record<string, [string, Buffer]> = {
      '/header': ['text/plain; charset=iso-8859-1', Buffer.from('Grüße', 'latin1')],
      '/meta': ['text/html', Buffer.from('<meta charset="windows-1252"><p>Grüße</p>', 'latin1')],
      '/mark': ['text/plain', Buffer.from('\uFEFFGrüße', 'utf16le')],
      '/unknown': ['text/plain; charset=klingon', Buffer.from('Grüße')],
    }
    const origin = await serve((request, response) => {
      const [type, body] = bodies[request.url!]!
      response.writeHead(200, { 'content-type': type }).end(body)
    })
    for (const path of Object.keys(bodies)) expect((await fetchPage(origin + path, loopbackToo)).text).toBe('Grüße')
  })

  test('without text, of another kind, or with an error says so', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/empty')
        response.writeHead(200, { 'content-type': 'text/html' }).end('<body><script>1</script>')
      else if (request.url === '/pdf') response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-')
      else response.writeHead(404).end('no')
    })
    await expect(fetchPage(`${origin}/empty`, loopbackToo)).rejects.toMatchObject({ code: 'source_empty' })
    await expect(fetchPage(`${origin}/pdf`, loopbackToo)).rejects.toMatchObject({ code: 'source_unreadable' })
    await expect(fetchPage(`${origin}/gone`, loopbackToo)).rejects.toMatchObject({
      code: 'address_unreachable',
      message: expect.stringContaining('404'),
    })
  })
})

describe('an address', () => {
  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://10.1.2.3/',
    'http://172.16.0.1/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://198.18.0.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:8.8.8.8]/',
    'http://[::127.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:7f00:1::]/',
    'http://[ff02::1]/',
    'http://user:secret@example.org/',
    'file:///etc/passwd',
    'ftp://example.org/',
    'data:text/plain,hi',
    'gopher://example.org/',
    'example.org',
    '//example.org',
  ])('%s is refused', async address => {
    await expect(fetchPage(address)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('of the public internet passes', () => {
    for (const address of ['8.8.8.8', '93.184.216.34', '2606:4700::1111', '2a00:1450:4001::1']) {
      expect(isPublicAddress(address), address).toBe(true)
    }
    expect(isPublicAddress('example.org')).toBe(false)
  })

  test('that does not answer or resolve is unreachable', async () => {
    const origin = await serve((_, response) => response.destroy())
    await expect(fetchPage(origin, loopbackToo)).rejects.toMatchObject({ code: 'address_unreachable' })
    const lookup = async () => Promise.reject(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' }))
    await expect(fetchPage('http://nowhere.example/', { lookup })).rejects.toMatchObject({
      code: 'address_unreachable',
      message: expect.stringContaining('ENOTFOUND'),
    })
    await expect(fetchPage('http://nowhere.example/', { lookup: async () => [] })).rejects.toMatchObject({
      code: 'address_unreachable',
    })
  })
})

describe('a name', () => {
  test('is connected to at the very address that was checked, and looked up for nothing else', async () => {
    let requests = 0
    const origin = await serve((_, response) => {
      requests++
      response.writeHead(200, { 'content-type': 'text/plain' }).end('public')
    })
    const { port } = new URL(origin)
    let lookups = 0
    // What an attacker's name server does: a public answer for the check, a private one for whoever asks again.
    const lookup = async () => [{ address: lookups++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    const read = await fetchPage(`http://rebinding.example:${port}/`, { ...loopbackToo, lookup })
    expect(read.text).toBe('public')
    expect({ lookups, requests }).toEqual({ lookups: 1, requests: 1 })
    await expect(fetchPage(`http://rebinding.example:${port}/`, { ...loopbackToo, lookup })).rejects.toMatchObject({
      code: 'address_refused',
    })
  })

  test('with one private address among public ones is refused', async () => {
    const lookup = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ]
    await expect(fetchPage('http://mixed.example/', { lookup })).rejects.toMatchObject({ code: 'address_refused' })
  })
})

describe('a redirect', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:10.0.0.1]/',
    'file:///etc/passwd',
    'http://user@example.org/',
  ])('to %s is refused', async location => {
    const origin = await serve((_, response) => response.writeHead(302, { location }).end())
    await expect(fetchPage(origin, loopbackToo)).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('to a name that leads inside is refused', async () => {
    const origin = await serve((_, response) => response.writeHead(302, { location: 'http://inside.example/' }).end())
    const lookup = async () => [{ address: '192.168.0.1', family: 4 }]
    await expect(fetchPage(origin, { ...loopbackToo, lookup })).rejects.toMatchObject({ code: 'address_refused' })
  })

  test('is followed five times, not six', async () => {
    const origin = await serve((request, response) => {
      const left = Number(request.url!.slice(1))
      if (left > 0) response.writeHead(301, { location: `/${left - 1}` }).end()
      else response.writeHead(200, { 'content-type': 'text/plain' }).end('there')
    })
    expect(await fetchPage(`${origin}/5`, loopbackToo)).toMatchObject({ text: 'there', url: `${origin}/0` })
    await expect(fetchPage(`${origin}/6`, loopbackToo)).rejects.toMatchObject({ code: 'address_unreachable' })
  })
})

describe('a hostile server', () => {
  test('that sends slowly, or nothing, is left', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/silent') return
      response.writeHead(200, { 'content-type': 'text/plain' })
      const timer = setInterval(() => response.write('.'), 50)
      response.on('close', () => clearInterval(timer))
    })
    for (const path of ['/slow', '/silent']) {
      const start = Date.now()
      await expect(fetchPage(origin + path, { ...loopbackToo, timeout: 400 })).rejects.toMatchObject({
        code: 'address_unreachable',
      })
      expect(Date.now() - start).toBeLessThan(3_000)
    }
  })

  test('that never stops sending is cut off at 10 MB', async () => {
    let sent = 0
    const origin = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      const chunk = Buffer.alloc(1024 * 1024, 'a')
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent++
      }
      response.on('drain', more)
      more()
    })
    await expect(fetchPage(origin, loopbackToo)).rejects.toMatchObject({ code: 'source_too_large' })
    expect(sent).toBeLessThan(40)
  })

  test('that sends a gzip bomb is cut off at 10 MB decompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    expect(bomb.byteLength).toBeLessThan(300_000)
    const origin = await serve(page(bomb, { 'content-encoding': 'gzip' }))
    const before = process.memoryUsage().rss
    await expect(fetchPage(origin, loopbackToo)).rejects.toMatchObject({ code: 'source_too_large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  })

  test('that sends a page without end to its nesting is left', async () => {
    const origin = await serve(page(`<body>${'<div>'.repeat(90_000)}x`))
    await expect(fetchPage(origin, { ...loopbackToo, readingTime: 500 })).rejects.toMatchObject({
      code: 'source_unreadable',
    })
    const wide = await serve(page(`<body>${'<i></i>'.repeat(100_001)}x`))
    await expect(fetchPage(wide, loopbackToo)).rejects.toMatchObject({ code: 'source_unreadable' })
  })
})
