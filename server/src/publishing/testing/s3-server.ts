import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A bucket on this machine: enough of the S3 API, over loopback HTTP. */
export interface S3Server {
  url: string
  objects: Map<string, { content: Buffer; type: string }>
  requests: string[]
  close(): Promise<void>
}

export interface S3Keys {
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

class S3Error extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

/** Every request must be signed (AWS Signature Version 4), over exactly what it asks for and sends. */
export async function startS3Server(keys: S3Keys): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map()
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    answer(keys, objects, request, response).catch(error => {
      const { status = 500, code = 'InternalError' } = error as Partial<S3Error>
      response.writeHead(status, { 'content-type': 'application/xml' })
      response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${String(error)}</Message></Error>`)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    requests,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(keys: S3Keys, objects: S3Server['objects'], request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const url = new URL(request.url ?? '/', 'http://localhost')
  verify(keys, request, url, body)
  const [bucket, ...rest] = decodeURIComponent(url.pathname).slice(1).split('/')
  if (bucket !== keys.bucket) throw new S3Error(404, 'NoSuchBucket')
  const key = rest.join('/')
  if (key === '' && request.method === 'GET') {
    if (url.searchParams.get('list-type') !== '2') throw new S3Error(400, 'InvalidRequest')
    return list(objects, url.searchParams, response)
  }
  if (key === '' || key.split('/').some(part => part === '' || part === '..')) throw new S3Error(400, 'InvalidURI')
  switch (request.method) {
    case 'PUT':
      objects.set(key, { content: body, type: String(request.headers['content-type']) })
      return response.writeHead(200, { etag: etagOf(body) }).end()
    case 'GET': {
      const object = objects.get(key)
      if (!object) throw new S3Error(404, 'NoSuchKey')
      return response.writeHead(200, { etag: etagOf(object.content), 'content-type': object.type }).end(object.content)
    }
    case 'DELETE':
      objects.delete(key)
      return response.writeHead(204).end()
    default:
      throw new S3Error(405, 'MethodNotAllowed')
  }
}

const etagOf = (content: Buffer) => `"${createHash('md5').update(content).digest('hex')}"`

/** Two objects a page, so that whoever lists has to ask for the next. */
function list(objects: S3Server['objects'], query: URLSearchParams, response: ServerResponse) {
  const after = query.get('continuation-token') ?? ''
  const keys = [...objects.keys()].filter(key => key.startsWith(query.get('prefix') ?? '') && key > after).sort()
  const page = keys.slice(0, 2)
  const more = keys.length > page.length
  const contents = page.map(
    key =>
      `<Contents><Key>${key}</Key><ETag>${etagOf(objects.get(key)!.content).replaceAll('"', '&quot;')}</ETag></Contents>`,
  )
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''
  response.writeHead(200, { 'content-type': 'application/xml' })
  return response.end(
    `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
  )
}

/** AWS documentation, "Create a signed AWS API request". */
function verify(
  { accessKeyId, secretAccessKey, region }: S3Keys,
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): void {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    )
  if (!match) throw new S3Error(403, 'AccessDenied')
  const [, id, day = '', of = '', signed = '', signature] = match
  if (id !== accessKeyId) throw new S3Error(403, 'InvalidAccessKeyId')
  if (of !== region) throw new S3Error(400, 'AuthorizationHeaderMalformed')
  const hash = String(request.headers['x-amz-content-sha256'])
  if (hash !== createHash('sha256').update(body).digest('hex')) throw new S3Error(400, 'XAmzContentSHA256Mismatch')
  const query = [...url.searchParams]
    .map(pair => pair.map(encode).join('='))
    .sort()
    .join('&')
  const headers = signed.split(';').map(name => `${name}:${String(request.headers[name]).trim()}\n`)
  const canonical = [request.method, url.pathname, query, headers.join(''), signed, hash].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const time = String(request.headers['x-amz-date'])
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`)
  if (hmac(key, toSign).toString('hex') !== signature) throw new S3Error(403, 'SignatureDoesNotMatch')
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
