import { createHash } from 'node:crypto'

/** The name Git gives a content: SHA-1 of a header and the bytes (gitformat-objects; "blob", size, NUL). */
export function blobName(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
}
