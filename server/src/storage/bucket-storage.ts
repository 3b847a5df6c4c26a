import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { Disk } from 'flydrive'
import { S3Driver } from 'flydrive/drivers/s3'
import type { BucketConfig } from '../config.ts'
import { keyOf, type Storage } from './storage.ts'

/** Keeps files in a bucket that speaks the protocol of S3. An upload is there whole or not at all (S3's own promise). */
export function openBucket({ endpoint, region, bucket, key, secret }: BucketConfig): Storage {
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: key, secretAccessKey: secret },
    // A bucket in the path rather than the host name: MinIO and most others on addresses of their own.
    forcePathStyle: true,
    // Checksums in trailers are an extension of AWS that many others refuse.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const disk = new Disk(new S3Driver({ client, bucket, visibility: 'private', supportsACL: false }))
  return {
    place: `the bucket ${bucket} at ${endpoint}`,
    keep: ({ path, sha256, bytes }) => disk.putStream(keyOf(sha256), createReadStream(path), { contentLength: bytes }),
    async read(sha256, range) {
      // The driver knows no ranges.
      const Range = range && `bytes=${range.start}-${range.end}`
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(sha256), Range }))
      return Body as Readable
    },
    remove: sha256 => disk.delete(keyOf(sha256)),
  }
}
