import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { problemOf } from '@octavo/server/client'
import type { ClientResponse } from 'hono/client'
import { failureOf } from '../api/ask.ts'

/** Writes what the API answers with to a file, in pieces and as a whole, as replaceFile does. Throws Failure. */
export async function writeAnswer(path: string, pending: Promise<ClientResponse<unknown>>): Promise<void> {
  const response = await pending
  if (!response.ok) throw failureOf(await problemOf(response), response.url)
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    // An answer without a body is an empty file.
    const body = response.body ? Readable.fromWeb(response.body as ReadableStream) : Readable.from([])
    await pipeline(body, createWriteStream(temporary, { flags: 'wx' }))
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    // Node names no file when a disk is full.
    throw error instanceof Error ? Object.assign(error, { path }) : error
  }
}
