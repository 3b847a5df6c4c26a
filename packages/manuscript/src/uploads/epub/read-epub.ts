import { convertPages } from '../html/convert.ts'
import { type Element, elementsIn, find, findAll, hasWord, wordsOf } from '../html/element.ts'
import type { HtmlPage } from '../html/host.ts'
import { parseHtml } from '../html/parse-html.ts'
import { decodeXml, parseXml, XmlError } from '../html/parse-xml.ts'
import { Pictures } from '../html/pictures.ts'
import type { Reading } from '../reading.ts'
import { type Upload, UploadError, type UploadMark } from '../upload.ts'
import { refuseLocked } from './encryption.ts'
import { type NavEntry, readNav, readNcx } from './navigation.ts'
import { type EpubPackage, readPackage, readXmlFile } from './package.ts'

/**
 * An EPUB 2 or 3: the pages of its spine as MyST, its table of contents as marks: of the navigation document, else of the
 * NCX, else a mark for each page of the spine.
 *
 * Throws encrypted, damaged, and no-text for books of pictures only.
 */
export async function readEpub(files: Map<string, Uint8Array>, reading: Reading): Promise<Upload> {
  refuseLocked(files, reading)
  const book = readPackage(files, reading)
  const pictures = new Pictures(files)
  const pages = await readPages(files, book, pictures, reading)
  const { blocks, at } = await convertPages(pages, pictures, reading)
  if (blocks.length === 0)
    throw new UploadError(
      'no-text',
      `${reading.name} has no text in it. A book of pictures needs its text typed, or recognised (OCR), first.`,
    )
  const cover = coverOf(book, pages, pictures)
  return {
    format: 'epub',
    metadata: book.metadata,
    blocks,
    marks: marksOf(files, book, pages, at, reading),
    images: pictures.images,
    ...(cover && { cover }),
    removed: reading.removed,
    warnings: reading.warnings,
  }
}

async function readPages(
  files: Map<string, Uint8Array>,
  book: EpubPackage,
  pictures: Pictures,
  reading: Reading,
): Promise<HtmlPage[]> {
  const pages: HtmlPage[] = []
  const seen = new Set<string>()
  for (const [index, { path, mediaType }] of book.spine.entries()) {
    await reading.step(index, book.spine.length)
    if (seen.has(path)) continue
    seen.add(path)
    if (/^image\//.test(mediaType)) pictures.kept(path)
    const bytes = files.get(path)
    if (!bytes) {
      reading.warn(`The file lists ${path} in its reading order and does not hold it.`)
      continue
    }
    if (!/html|xml|^$/.test(mediaType) || /svg/.test(mediaType)) continue
    const root = pageOf(bytes, path, reading)
    if (book.nav?.path === path) takeOutContents(root, path, reading)
    pages.push({ path, root })
  }
  return pages
}

function pageOf(bytes: Uint8Array, path: string, reading: Reading): Element {
  const text = decodeXml(bytes)
  if (text === undefined)
    throw reading.damaged(`holds ${path}, which is no text. Export it again from the program it comes from.`)
  try {
    return parseXml(text, reading.limits)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    // As reading systems do that would rather show something. In HTML, `<a id="x"/>` is never closed.
    reading.warn(`${path} is not well-formed (${error.message}) and was read as HTML: check it.`)
    const opened = text
      .replace(/^\s*<\?xml[^>]*\?>/, '')
      .replace(/<(a|span|div|p|td|th|li|i|b|em|strong|title|script|h[1-6])(\s[^<>]*)?\/>/gi, '<$1$2></$1>')
    return parseHtml(opened, reading.limits, path)
  }
}

/** The table of contents as a page: its entries are marks. */
function takeOutContents(root: Element, path: string, reading: Reading): void {
  for (const element of elementsIn(root)) {
    element.children = element.children.filter(child => {
      if (typeof child === 'string' || child.name !== 'nav') return true
      reading.remove('contents', path, wordsOf(child))
      return false
    })
  }
}

function coverOf(book: EpubPackage, pages: HtmlPage[], pictures: Pictures): string | undefined {
  if (book.cover) return pictures.kept(book.cover.path)
  const place = book.guide.find(({ type }) => type === 'cover')?.path.replace(/#.*$/, '')
  const page = pages.find(({ path }) => path === place)
  const picture = page && (find(page.root, 'img') ?? find(page.root, 'image'))
  const source = picture?.attributes.src ?? picture?.attributes['xlink:href']
  return page && source ? pictures.image(source, page) : undefined
}

function marksOf(
  files: Map<string, Uint8Array>,
  book: EpubPackage,
  pages: HtmlPage[],
  at: Map<string, number>,
  reading: Reading,
): UploadMark[] {
  const nav =
    book.nav && files.has(book.nav.path)
      ? readNav(pageOf(files.get(book.nav.path)!, book.nav.path, reading), book.nav.path)
      : undefined
  if (nav && !pages.some(({ path }) => path === book.nav!.path)) {
    reading.remove('contents', book.nav!.path, nav.entries.map(({ title }) => title).join(' '))
  }
  const landmarks = new Map([...book.guide.map(({ path, type }) => [path, type] as const), ...(nav?.landmarks ?? [])])
  const toMarks = (entries: NavEntry[], from: UploadMark['from']) =>
    marksFrom(entries, from, pages, at, landmarks, reading)
  const marks = nav ? toMarks(nav.entries, 'nav') : []
  if (marks.length > 0) return marks
  if (book.ncx && files.has(book.ncx.path)) {
    const entries = toMarks(readNcx(readXmlFile(files, book.ncx.path, reading), book.ncx.path), 'ncx')
    if (entries.length > 0) return entries
  }
  const titled = pages.flatMap(({ path, root }) => {
    const heading = ['h1', 'h2', 'h3'].map(name => findAll(root, name)[0]).find(found => found !== undefined)
    return [{ title: wordsOf(heading) || path.replace(/^.*\/|\.\w+$/g, ''), depth: 1, place: path }]
  })
  return toMarks(titled, 'spine')
}

/** Entries by the blocks they lead to. One without a place, such as the name of a part, begins where the next one does. */
function marksFrom(
  entries: NavEntry[],
  from: UploadMark['from'],
  pages: HtmlPage[],
  at: Map<string, number>,
  landmarks: Map<string, string>,
  reading: Reading,
): UploadMark[] {
  const types = semanticsOf(pages)
  const marks: UploadMark[] = []
  let next: number | undefined
  for (const { title, depth, place, semantics } of entries.toReversed()) {
    const path = place?.replace(/#.*$/, '')
    const block = place === undefined ? next : (at.get(place) ?? at.get(path!))
    if (block === undefined) {
      reading.warn(`The table of contents leads to a place for "${title}" that is not in the file.`)
      continue
    }
    if (place !== undefined && !at.has(place))
      reading.warn(
        `The table of contents leads to a place in ${path} that is not there: "${title}" begins with that page.`,
      )
    const said = [semantics, types.get(place ?? ''), landmarks.get(place ?? '') ?? landmarks.get(path ?? '')]
    const words = new Set(said.flatMap(type => type?.split(/\s+/) ?? []))
    const identity = place ?? `heading:${title}`
    marks.push({ block, title, depth, from, identity, ...(words.size > 0 && { semantics: [...words].join(' ') }) })
    next = block
  }
  // In reading order; a table of contents may name a page again below what stands in it.
  return marks.reverse().sort((a, b) => a.block - b.block)
}

/** What pages call themselves: `epub:type` of the body or of the one section all of it stands in, or of a place. */
function semanticsOf(pages: HtmlPage[]): Map<string, string> {
  const types = new Map<string, string>()
  for (const { path, root } of pages) {
    for (const element of elementsIn(root)) {
      const type = element.attributes['epub:type'] ?? element.attributes.role?.replace(/^doc-/, '')
      if (!type || !['body', 'section', 'div', 'article', 'header', 'h1', 'h2'].includes(element.name)) continue
      if (
        !types.has(path) &&
        (element.name === 'body' || element.name === 'section') &&
        !hasWord(element, 'epub:type', 'bodymatter')
      )
        types.set(path, type)
      if (element.attributes.id) types.set(`${path}#${element.attributes.id}`, type)
    }
  }
  return types
}
