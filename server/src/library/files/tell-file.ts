import { readFile } from 'node:fs/promises'
import { extname } from 'node:path/posix'
import { citationKeys, type ImageKind, imageHeader, imageKindOf, namedKind } from '@octavo/manuscript'
import { OctavoError } from '../../errors.ts'
import { firstBytes, type ReceivedFile } from '../../storage/receive.ts'
import type { GivenKind } from './file-view.ts'

/** What a file is by its content. */
export interface ToldFile {
  /** The name it was given, or with another extension where that told something else than its content. */
  name: string
  mediaType: string
  width: number | null
  height: number | null
  /** Of a bibliography. */
  citationKeys: string[] | null
}

/** Bytes of a bibliography. */
const largestBibliography = 20_000_000
/** Pixels of a picture: a page of 60 × 60 cm at 300 dots an inch. More takes memory that other work needs. */
const mostPixels = 50_000_000

/**
 * Tells what a file is by its content, whatever it is called and was said to be. Throws file_unreadable for a picture that
 * is none or is damaged, and for a bibliography that is no text.
 */
export async function tellFile(file: ReceivedFile, kind: GivenKind, name: string): Promise<ToldFile> {
  const start = await firstBytes(file.path, imageHeader)
  const picture = imageKindOf(start)
  if (picture && kind !== 'original' && kind !== 'bibliography') return tellPicture(file, picture, name)
  if (kind === 'image' || kind === 'cover') {
    throw new OctavoError(
      'file_unreadable',
      `${name} is no picture: give PNG, JPEG, WebP, AVIF, GIF, SVG, TIFF or BMP, or add it as an attachment.`,
    )
  }
  const plain = { name, width: null, height: null, citationKeys: null }
  if (kind === 'bibliography') return { ...plain, ...(await tellBibliography(file, name)) }
  if (picture) return { ...plain, mediaType: mediaTypeOf[picture] }
  const { fileTypeFromFile } = await import('file-type')
  const told = await fileTypeFromFile(file.path)
  if (told) return { ...plain, mediaType: told.mime }
  return { ...plain, mediaType: (await isText(file)) ? textTypeOf(name) : 'application/octet-stream' }
}

const mediaTypeOf: Record<ImageKind, string> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
}

const kinds = new Map(Object.entries(mediaTypeOf).map(([kind, mediaType]) => [mediaType, kind as ImageKind]))

/** The kind of picture a media type names; undefined when it names none. */
export function pictureKind(mediaType: string): ImageKind | undefined {
  return kinds.get(mediaType)
}

async function tellPicture(file: ReceivedFile, kind: ImageKind, name: string): Promise<ToldFile> {
  const size = kind === 'bmp' ? { width: null, height: null } : await sizeOf(file, kind, name)
  const rightName = namedKind(name) === kind ? name : `${withoutExtension(name)}.${kind === 'jpeg' ? 'jpg' : kind}`
  return { name: rightName, mediaType: mediaTypeOf[kind], ...size, citationKeys: null }
}

/** Without an extension that names another kind of picture; any other dot is a part of the name. */
const withoutExtension = (name: string) => (namedKind(name) ? name.slice(0, -extname(name).length) : name)

async function sizeOf({ path }: ReceivedFile, kind: ImageKind, name: string) {
  try {
    const { default: sharp } = await import('sharp')
    const { width, height } = await sharp(path, { limitInputPixels: mostPixels }).metadata()
    return { width, height }
  } catch (cause) {
    throw new OctavoError(
      'file_unreadable',
      `${name} begins as ${kind.toUpperCase()} does but is damaged, or has more than 50 million pixels. Open it in a program for pictures and save it anew.`,
      { cause },
    )
  }
}

async function tellBibliography(file: ReceivedFile, name: string) {
  if (file.bytes > largestBibliography || !(await isText(file))) {
    throw new OctavoError('file_unreadable', `${name} is no bibliography: give BibTeX in UTF-8 of at most 20 MB.`)
  }
  return { mediaType: 'application/x-bibtex', citationKeys: citationKeys(await readFile(file.path, 'utf8')) }
}

/** Bytes that tell text from what is none; enough to be sure, and nobody reads more of an attachment to name it. */
const textSample = 64 * 1024

async function isText({ path, bytes }: ReceivedFile): Promise<boolean> {
  const sample = await firstBytes(path, textSample)
  try {
    // A character may be cut at the end of a sample.
    return !new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: bytes > textSample }).includes('\0')
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

const textTypes: Record<string, string> = {
  '.md': 'text/markdown',
  '.markdown': 'text/markdown',
  '.myst': 'text/markdown',
  '.bib': 'application/x-bibtex',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.ipynb': 'application/x-ipynb+json',
  '.yml': 'application/yaml',
  '.yaml': 'application/yaml',
}

/** Of text only its name tells more. Never one a browser would run. */
const textTypeOf = (name: string) => textTypes[extname(name).toLowerCase()] ?? 'text/plain'
