import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestPerson, type TestServer } from '../../testing.ts'
import { isPublicAddress } from '../fetch-safely.ts'
import { keepRemoteImages } from './keep-remote-images.ts'

let server: TestServer
let ann: TestPerson
let web: Server
let origin: string
const asked: string[] = []

beforeAll(async () => {
  server = await startTestServer()
  ann = await server.signUp('Ann')
  const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#46a' } })
    .png()
    .toBuffer()
  web = createServer((request, response) => {
    asked.push(request.url!)
    if (request.url === '/gone.png') response.writeHead(404).end()
    else if (request.url === '/inside') response.writeHead(302, { location: 'http://10.0.0.1/secret.png' }).end()
    else if (request.url === '/page.png') response.writeHead(200).end('<html>')
    else response.writeHead(200, { 'content-type': 'image/jpeg' }).end(png)
  })
  await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`
})
afterAll(async () => {
  web?.close()
  await server?.close()
})

/** The test's web server counts as public; everything else is judged as ever. */
const loopbackToo = { isAllowedAddress: (address: string) => address === '127.0.0.1' || isPublicAddress(address) }

async function newChapter(bookId: string, text: string): Promise<string> {
  return (await server.request(ann, 'POST', `/v1/books/${bookId}/chapters`, { title: 'Bees', content: text })).body.id
}
const chapterText = async (id: string) => (await server.request(ann, 'GET', `/v1/chapters/${id}`)).body

test('pictures from the web come into the book, once, and the chapters show them from there', async () => {
  const book = (await server.request(ann, 'POST', '/v1/books', { title: 'Bees' })).body.id
  const one = await newChapter(
    book,
    `# One\n\n![A bee](${origin}/bee.jpg "Bee")\n\n\`\`\`{figure} ${origin}/hive\n:alt: A hive\nThe hive.\n\`\`\`\n\n[link](${origin}/bee.jpg)\n`,
  )
  const two = await newChapter(book, `# Two\n\n![again](${origin}/bee.jpg) ![gone](${origin}/gone.png)\n`)
  const three = await newChapter(book, `# Three\n\n![](${origin}/inside) ![](${origin}/page.png) ![](images/own.png)\n`)

  const { kept, failed, chapters } = await keepRemoteImages(server.octavo, ann, book, loopbackToo)
  const named = Object.fromEntries(kept.map(({ url, file }) => [url.slice(origin.length), file]))
  expect(Object.keys(named).sort()).toEqual(['/bee.jpg', '/hive'])
  // By their content, whatever the address and the server say.
  expect(named['/bee.jpg']).toMatchObject({ mediaType: 'image/png', width: 2, origin: `${origin}/bee.jpg` })
  const [bee, hive] = [named['/bee.jpg']!.name, named['/hive']!.name]
  expect(bee).toMatch(/^images\/bee-[0-9a-f]{8}\.png$/)
  expect(hive).toMatch(/^images\/hive-[0-9a-f]{8}\.png$/)
  expect(failed.map(({ url }) => url.slice(origin.length)).sort()).toEqual(['/gone.png', '/inside', '/page.png'])
  expect(failed.find(({ url }) => url.endsWith('/inside'))!.reason).toContain('10.0.0.1 is not on the public internet')
  expect(chapters.sort()).toEqual([one, two].sort())

  expect((await chapterText(one)).content).toBe(
    `# One\n\n![A bee](${bee} "Bee")\n\n\`\`\`{figure} ${hive}\n:alt: A hive\nThe hive.\n\`\`\`\n\n[link](${origin}/bee.jpg)\n`,
  )
  expect((await chapterText(two)).content).toBe(`# Two\n\n![again](${bee}) ![gone](${origin}/gone.png)\n`)
  expect((await chapterText(one)).version).toBe(2)
  expect((await chapterText(three)).version).toBe(1)

  const before = asked.filter(url => url === '/bee.jpg').length
  expect(before).toBe(1)
  await newChapter(book, `# Four\n\n![](${origin}/bee.jpg)\n`)
  const again = await keepRemoteImages(server.octavo, ann, book, loopbackToo)
  expect(again.kept).toHaveLength(1)
  expect(asked.filter(url => url === '/bee.jpg')).toHaveLength(1)
})

test('an address within the network is never asked', async () => {
  const book = (await server.request(ann, 'POST', '/v1/books', { title: 'Inside' })).body.id
  await newChapter(book, `# One\n\n![](${origin}/bee.jpg) ![](http://169.254.169.254/latest/meta-data)\n`)
  const before = asked.length
  const { body } = await server.request(ann, 'POST', `/v1/books/${book}/files/remote-images`)
  expect(body).toMatchObject({ kept: [], chapters: [] })
  expect(body.failed).toHaveLength(2)
  expect(asked).toHaveLength(before)
})
