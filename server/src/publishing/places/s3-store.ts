import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3'
import { OctavoError } from '../../errors.ts'
import { guardedAgents, type IsAllowedAddress } from './guarded-agents.ts'
import { mediaTypeOf } from './media-type.ts'
import type { Store } from './store.ts'

export interface S3Access {
  bucket: string
  region: string
  /** Of a service that is not Amazon's; buckets are then named in the path. */
  endpoint?: string
  accessKeyId: string
  secretAccessKey: string
  /** What comes before every key, without slashes around it. */
  prefix: string
  isAllowedAddress: IsAllowedAddress
}

/** A bucket of S3, or of what speaks like it. Its marks are ETags. */
export class S3Store implements Store {
  readonly #client: S3Client
  readonly #bucket: string
  readonly #prefix: string

  constructor({ bucket, region, endpoint, accessKeyId, secretAccessKey, prefix, isAllowedAddress }: S3Access) {
    this.#client = new S3Client({
      region,
      credentials: { accessKeyId, secretAccessKey },
      requestHandler: { ...guardedAgents(isAllowedAddress), connectionTimeout: 10_000, requestTimeout: 60_000 },
      // Newer checksums are unknown to many of the services that speak like S3.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint && { endpoint, forcePathStyle: true }),
    })
    this.#bucket = bucket
    this.#prefix = prefix && `${prefix}/`
  }

  close(): void {
    this.#client.destroy()
  }

  #of(path: string) {
    return { Bucket: this.#bucket, Key: this.#prefix + path }
  }

  async marks(paths: Iterable<string>): Promise<Map<string, string>> {
    const wanted = new Set(paths)
    const marks = new Map<string, string>()
    let token: string | undefined
    do {
      const list = new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: this.#prefix, ContinuationToken: token })
      const page = await asked(() => this.#client.send(list))
      for (const { Key = '', ETag = '' } of page.Contents ?? []) {
        const path = Key.slice(this.#prefix.length)
        if (wanted.has(path)) marks.set(path, ETag)
      }
      token = page.NextContinuationToken
    } while (token)
    return marks
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return asked(async () => {
      try {
        const { Body } = await this.#client.send(new GetObjectCommand(this.#of(path)))
        return await Body?.transformToByteArray()
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined
        throw error
      }
    })
  }

  async write(path: string, content: Uint8Array): Promise<string> {
    const put = new PutObjectCommand({ ...this.#of(path), Body: content, ContentType: mediaTypeOf(path) })
    const { ETag } = await asked(() => this.#client.send(put))
    if (!ETag)
      throw new OctavoError('remote_failed', `The bucket took ${path} without an ETag, so edits could not be seen.`)
    return ETag
  }

  async remove(path: string): Promise<void> {
    await asked(() => this.#client.send(new DeleteObjectCommand(this.#of(path))))
  }
}

async function asked<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (error instanceof OctavoError) throw error
    const cause = { cause: error }
    const { name, message, $metadata } = error as S3ServiceException
    if (name === 'NoSuchBucket')
      throw new OctavoError('repository_unknown', 'There is no such bucket in this region.', cause)
    if (['InvalidAccessKeyId', 'SignatureDoesNotMatch'].includes(name))
      throw new OctavoError('connection_invalid', undefined, cause)
    if (name === 'AccessDenied' || $metadata?.httpStatusCode === 403) {
      throw new OctavoError(
        'permission_missing',
        'The key may not do this with the bucket. It needs s3:ListBucket, GetObject, PutObject and DeleteObject.',
        cause,
      )
    }
    throw new OctavoError('remote_failed', `The bucket does not answer as it should: ${message}`, cause)
  }
}
