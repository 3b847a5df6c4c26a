import { createHmac, timingSafeEqual } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { z } from '@hono/zod-openapi'
import { OctavoError } from '../../errors.ts'
import type { Caller } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import { type ArchiveEntry, readArchive, readEntry } from './archive.ts'
import { findExported } from './exports.ts'
import type { ExportFormat } from './formats.ts'

/**
 * How a browser is let show an export, which is what a stranger may have written: a site with its own scripts in an
 * origin of its own, `pages` without any script.
 */
export const showings = ['site', 'pages'] as const
export type Showing = (typeof showings)[number]

const showingOf: Partial<Record<ExportFormat, Showing>> = { site: 'site', epub: 'pages', html: 'pages' }

/** How long an address that shows an export is good for. Milliseconds. */
const shownFor = 3_600_000
/** Files of an archive that are listed. */
const mostListed = 2_000

export const shownExport = z
  .object({
    base: z
      .string()
      .nullable()
      .openapi({ description: 'Its files are below this address, for an hour; null of what no browser shows' }),
    files: z
      .array(z.object({ path: z.string(), bytes: z.number().int() }))
      .openapi({ description: 'What is inside an archive; the first 2000' }),
    count: z.number().int().openapi({ description: 'All files' }),
  })
  .openapi('ShownExport')
export type ShownExport = z.infer<typeof shownExport>

/** What is inside an export, and the address to look at it. Throws not_found, forbidden, export_unfinished, export_expired. */
export async function showExport(octavo: Octavo, caller: Caller, id: string): Promise<ShownExport> {
  const file = await findExported(octavo, caller, id)
  const showing = showingOf[file.format]
  const entries = file.name.endsWith('.html') || isArchive(file.name) ? await entriesOf(octavo, file) : []
  return {
    base: showing ? `/v1/shown/${showing}/${ticketFor(octavo, caller, id)}/` : null,
    files: entries.slice(0, mostListed).map(({ path, bytes }) => ({ path, bytes })),
    count: entries.length,
  }
}

const isArchive = (name: string) => /\.(zip|epub|docx)$/.test(name)

/**
 * One file of an export, by a ticket in its address: a page in an origin of its own sends no cookie for what it loads.
 * The ticket says who looks; whether he may is asked each time. Throws not_found, forbidden, export_expired.
 */
export async function readShown(octavo: Octavo, showing: Showing, ticket: string, path: string): Promise<Uint8Array> {
  const { exportId, caller } = holderOf(octavo, ticket)
  const file = await findExported(octavo, caller, exportId)
  if (showingOf[file.format] !== showing) throw new OctavoError('not_found')
  const wanted = path === '' || path.endsWith('/') ? `${path}index.html` : path
  const entry = (await entriesOf(octavo, file)).find(one => one.path === wanted)
  if (!entry) throw new OctavoError('not_found', 'The export has no such file.')
  if (!isArchive(file.name)) return buffer(await octavo.storage.read(file.sha256))
  const bytes = await readEntry(octavo.storage, file.sha256, entry)
  if (!bytes) throw new OctavoError('not_found', 'This file is too large to be shown: download the export.')
  return bytes
}

/** The lists of archives that were looked at last: a page asks for a dozen files in a row. What has a hash never changes. */
const lists = new Map<string, Promise<ArchiveEntry[]>>()
const mostLists = 16

function entriesOf(octavo: Octavo, { name, sha256, bytes }: { name: string; sha256: string; bytes: number }) {
  if (!isArchive(name)) return [{ path: 'index.html', bytes, offset: 0, packed: bytes, method: 0 }]
  const known = lists.get(sha256)
  if (known) return known
  const read = readArchive(octavo.storage, sha256, bytes)
  read.catch(() => lists.delete(sha256))
  lists.set(sha256, read)
  if (lists.size > mostLists) lists.delete(lists.keys().next().value!)
  return read
}

function ticketFor(octavo: Octavo, { userId }: Caller, exportId: string): string {
  const claim = Buffer.from(JSON.stringify([exportId, userId, Date.now() + shownFor])).toString('base64url')
  return `${claim}.${signature(octavo, claim).toString('base64url')}`
}

const signature = (octavo: Octavo, claim: string) =>
  createHmac('sha256', octavo.secrets.session).update(`show-export:${claim}`).digest()

function holderOf(octavo: Octavo, ticket: string): { exportId: string; caller: Caller } {
  const [claim = '', proof = ''] = ticket.split('.')
  const expected = signature(octavo, claim)
  const given = Buffer.from(proof, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new OctavoError('not_found')
  const [exportId, userId, until] = JSON.parse(Buffer.from(claim, 'base64url').toString()) as [string, string, number]
  if (Date.now() > until) throw new OctavoError('not_found', 'This address has expired: open the preview again.')
  return { exportId, caller: { userId, readOnly: true } }
}
