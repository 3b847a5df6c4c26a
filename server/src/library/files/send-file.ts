import { basename } from 'node:path/posix'
import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { OctavoError } from '../../errors.ts'
import type { Caller, Environment } from '../../http/environment.ts'
import type { Octavo } from '../../octavo.ts'
import type { ByteRange } from '../../storage/storage.ts'
import type { FileView } from './file-view.ts'
import { readFile } from './files.ts'

/** What a browser may show by itself. Everything else, SVG with its scripts above all, it is told to save. */
const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'])

/** Answers with the bytes of a file, or the part of them that is asked for. Throws not_found, range_unsatisfiable. */
export async function sendFile(context: Context<Environment>, octavo: Octavo, caller: Caller, fileId: string) {
  return sendContent(context, octavo, await readFile(octavo, caller, fileId))
}

/** The same for a file the caller may read, as was asked before. */
export async function sendContent(
  context: Context<Environment>,
  octavo: Octavo,
  file: Pick<FileView, 'name' | 'mediaType' | 'bytes' | 'sha256'>,
) {
  const etag = `"${file.sha256}"`
  const headers: Record<string, string> = {
    etag,
    'accept-ranges': 'bytes',
    // Asked again each time: who may read it can change.
    'cache-control': 'private, no-cache',
    'content-type': file.mediaType.startsWith('text/') ? `${file.mediaType}; charset=utf-8` : file.mediaType,
    'content-disposition': disposition(file),
  }
  if (isListed(context.req.header('if-none-match'), etag)) return context.body(null, 304, headers)
  const range = rangeOf(context, etag, file.bytes)
  const length = range ? range.end - range.start + 1 : file.bytes
  const partial = range && { 'content-range': `bytes ${range.start}-${range.end}/${file.bytes}` }
  const status = range ? 206 : 200
  const described = { ...headers, ...partial, 'content-length': String(length) }
  // Nobody would read it to its end, and so close it.
  if (context.req.method === 'HEAD') return context.body(null, status, described)
  const stream = await octavo.storage.read(file.sha256, range)
  return context.body(Readable.toWeb(stream) as ReadableStream, status, described)
}

/** RFC 6266 with RFC 8187 for names outside of ASCII. */
function disposition({ name, mediaType }: Pick<FileView, 'name' | 'mediaType'>): string {
  const file = basename(name)
  const plain = file.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const extended = encodeURIComponent(file).replace(/['()*]/g, character => `%${character.charCodeAt(0).toString(16)}`)
  return `${shown.has(mediaType) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${extended}`
}

/** If-None-Match compares weakly (RFC 9110 §13.1.2). */
function isListed(header: string | undefined, etag: string): boolean {
  if (!header) return false
  return header.trim() === '*' || header.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag)
}

/**
 * One range of bytes (RFC 9110 §14.2). Several, another unit, or one of another content (If-Range) answer with the whole
 * file, as the standard allows. Throws range_unsatisfiable for one that begins after the end.
 */
function rangeOf(context: Context<Environment>, etag: string, bytes: number): ByteRange | undefined {
  const condition = context.req.header('if-range')
  const match = /^bytes=(\d*)-(\d*)$/.exec(context.req.header('range')?.trim() ?? '')
  if (!match || (condition && condition.trim() !== etag)) return undefined
  const [, first = '', last = ''] = match
  if (!first && !last) return undefined
  const start = first ? Number(first) : Math.max(0, bytes - Number(last))
  const end = first && last ? Math.min(Number(last), bytes - 1) : bytes - 1
  if (first && last && Number(last) < start) return undefined
  if (start < bytes) return { start, end }
  context.header('content-range', `bytes */${bytes}`)
  throw new OctavoError('range_unsatisfiable', `The file has ${bytes} bytes: ask for some of them.`)
}
