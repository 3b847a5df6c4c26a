import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { arrivals, receive } from './receive.ts'
import { createStorage, keyOf, type Storage } from './storage.ts'

let dataDirectory: string
let bucket: Bucket
beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'octavo-storage-'))
  bucket = await serveBucket()
})
afterAll(async () => {
  bucket?.server.close()
  await rm(dataDirectory, { recursive: true, force: true })
})

interface Bucket {
  server: Server
  endpoint: string
  objects: Map<string, Buffer>
  signatures: string[]
}

/** What of the protocol of S3 is used: PutObject, GetObject with a range, DeleteObject; in the path, signed in a header. */
async function serveBucket(): Promise<Bucket> {
  const objects = new Map<string, Buffer>()
  const signatures: string[] = []
  const answer = async (request: IncomingMessage) => {
    const key = decodeURIComponent(new URL(request.url!, 'http://s3').pathname)
    signatures.push(request.headers.authorization ?? '')
    const known = objects.get(key)
    if (request.method === 'PUT') objects.set(key, await buffer(request))
    else if (request.method === 'DELETE') objects.delete(key)
    else if (!known) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' }
    else {
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
      if (!range) return { status: 200, body: known }
      return { status: 206, body: known.subarray(Number(range[1]), Number(range[2]) + 1) }
    }
    return { status: request.method === 'DELETE' ? 204 : 200, body: '' }
  }
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request)
    response.writeHead(status).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { server, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, objects, signatures }
}

const inBucket = () => {
  const { endpoint } = bucket
  return createStorage({
    dataDirectory,
    storage: { endpoint, region: 'us-east-1', bucket: 'books', key: 'AKIA', secret: 'never shown' },
  })
}
const onDisk = () => createStorage({ dataDirectory, storage: undefined })

async function* pieces(...texts: string[]) {
  for (const piece of texts) yield Buffer.from(piece)
}

describe.each<[string, () => Storage]>([
  ['disk', onDisk],
  ['bucket', inBucket],
])('the storage on %s', (_name, open) => {
  test('gives back what it keeps, whole and in parts, until it is removed', async () => {
    const storage = open()
    const received = await receive(dataDirectory, pieces('Jobs wait ', 'in line.'), 100, async file => {
      await storage.keep(file)
      // Kept again, as by a second upload of the same: it stays what it is.
      return file
    })
    expect(received).toMatchObject({ bytes: 18 })
    await receive(dataDirectory, pieces('Jobs wait in line.'), 100, file => storage.keep(file))
    const { sha256 } = received
    expect(await text(await storage.read(sha256))).toBe('Jobs wait in line.')
    expect(await text(await storage.read(sha256, { start: 5, end: 8 }))).toBe('wait')
    await storage.remove(sha256)
    await storage.remove(sha256)
    await expect(storage.read(sha256)).rejects.toThrow()
    expect(await readdir(arrivals(dataDirectory))).toEqual([])
  })

  test('says where it is without its secret', () => {
    expect(open().place).not.toContain('never shown')
  })
})

test('a bucket is asked by name, with a signature', async () => {
  const storage = inBucket()
  const { sha256 } = await receive(dataDirectory, pieces('x'), 10, async file => {
    await storage.keep(file)
    return file
  })
  expect([...bucket.objects.keys()]).toEqual([`/books/${keyOf(sha256)}`])
  expect(bucket.signatures.every(one => one.startsWith('AWS4-HMAC-SHA256 Credential=AKIA/'))).toBe(true)
})

describe('what arrives', () => {
  test('is refused as soon as it is too large, and leaves nothing', async () => {
    let given = 0
    async function* endless() {
      for (;;) {
        given++
        yield Buffer.alloc(1024)
      }
    }
    const refused = receive(dataDirectory, endless(), 10 * 1024, async () => {})
    await expect(refused).rejects.toMatchObject({ code: 'file_too_large' })
    // A stream reads some pieces ahead, but not for ever.
    expect(given).toBeLessThan(200)
    expect(await readdir(arrivals(dataDirectory))).toEqual([])
  })

  test('leaves nothing when whoever sends it goes away', async () => {
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('gone')
    }
    await expect(receive(dataDirectory, broken(), 100, async () => {})).rejects.toThrow('gone')
    expect(await readdir(arrivals(dataDirectory))).toEqual([])
  })
})
