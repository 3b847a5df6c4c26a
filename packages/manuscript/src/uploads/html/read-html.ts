import type { DecodedText } from '../decode-text.ts'
import type { Reading } from '../reading.ts'
import { type Upload, UploadError, type UploadMetadata } from '../upload.ts'
import { articleOf } from './article.ts'
import { convertPages, headOf } from './convert.ts'
import { type Element, findAll } from './element.ts'
import { parseHtml } from './parse-html.ts'
import { decodeXml } from './parse-xml.ts'
import { Pictures } from './pictures.ts'

/**
 * A page of HTML: of a saved web page its article, of anything else, such as a book in one file, all of it. What
 * stands around an article is in `removed`.
 *
 * Throws damaged and no-text.
 */
export async function readHtml(bytes: Uint8Array, decoded: DecodedText, reading: Reading): Promise<Upload> {
  const text = textOfPage(bytes, decoded)
  const root = parseHtml(text, reading.limits, reading.name)
  const pictures = new Pictures()
  const { blocks } = await convertPages([{ path: '', root }], pictures, reading)
  if (blocks.length === 0) {
    throw new UploadError(
      'no-text',
      `${reading.name} has no text: a program makes it when the page is opened. Save it from the browser as a complete page, or as PDF.`,
    )
  }
  const kept = isWebPage(root) ? articleOf(text, blocks, reading).blocks : blocks
  return {
    format: 'html',
    metadata: metadataOf(root),
    blocks: kept,
    marks: [],
    images: pictures.images,
    removed: reading.removed,
    warnings: reading.warnings,
  }
}

/** In the encoding a byte order mark, the page itself or its letters give it (HTML §13.2.3). */
function textOfPage(bytes: Uint8Array, decoded: DecodedText): string {
  if (!decoded.guessed) return decoded.text
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(1024, bytes.byteLength)).toString('latin1')
  const declared = /<meta[^>]+charset\s*=\s*["']?([\w:.-]+)/i.exec(head)?.[1]
  if (declared === undefined) return decodeXml(bytes) ?? decoded.text
  try {
    return new TextDecoder(declared).decode(bytes)
  } catch (error) {
    if (error instanceof RangeError) return decoded.text // an encoding nobody knows
    throw error
  }
}

/** Pages of the web have menus and sidebars; books in one file have none. */
function isWebPage(root: Element): boolean {
  return ['nav', 'aside', 'footer'].some(name => findAll(root, name).length > 0)
}

function metadataOf(root: Element): UploadMetadata {
  const { title, meta, language } = headOf(root)
  const first = (...names: string[]) => names.map(name => meta.get(name)).find(Boolean)
  const authors = [first('author', 'dc.creator', 'dcterms.creator', 'article:author')].filter(
    name => name !== undefined,
  )
  const named = first('og:title', 'dc.title') ?? title
  const description = first('description', 'og:description')
  const keywords = meta
    .get('keywords')
    ?.split(',')
    .map(word => word.trim())
    .filter(Boolean)
  return {
    ...(named && { title: named }),
    ...(authors.length > 0 && { authors }),
    ...(language && { language }),
    ...(description && { description }),
    ...(keywords?.length && { keywords }),
  }
}
