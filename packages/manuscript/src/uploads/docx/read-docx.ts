import mammoth from 'mammoth'
import { convertPages } from '../html/convert.ts'
import { type Element, elementsIn, find, findAll, hasWord, wordsOf } from '../html/element.ts'
import { parseHtml } from '../html/parse-html.ts'
import { decodeXml, parseXml, XmlError } from '../html/parse-xml.ts'
import { Pictures } from '../html/pictures.ts'
import { languageTag } from '../language-tag.ts'
import type { Reading } from '../reading.ts'
import { type Upload, UploadError, type UploadMetadata } from '../upload.ts'
import { Formulas } from './formulas.ts'
import { listLeftOut } from './left-out.ts'
import { classes, styleMap } from './styles.ts'

/**
 * A document of Word, as mammoth reads it: headings by style, lists, tables, notes, pictures, emphasis; formulas as TeX.
 * Macros are left alone.
 *
 * Throws damaged and no-text.
 */
export async function readDocx(files: Map<string, Uint8Array>, reading: Reading): Promise<Upload> {
  const main = mainPart(files, reading)
  if ([...files.keys()].some(path => /vbaProject\.bin$/i.test(path))) {
    reading.warn('The document has macros: they were not run and are not kept.')
  }
  const formulas = new Formulas(reading)
  const pictures = new DocumentPictures()
  const root = parseHtml(await toHtml(files, main, formulas, pictures, reading), reading.limits, reading.name)
  formulas.putBack(root)
  takeOutContents(root, reading)
  const { blocks } = await convertPages([{ path: '', root }], pictures, reading)
  if (blocks.length === 0)
    throw new UploadError(
      'no-text',
      `${reading.name} has no text in it. If its pages are pictures, its text must be recognised (OCR) first.`,
    )
  formulas.warn()
  if (pictures.unknown > 0) {
    reading.warn(
      `${pictures.unknown} pictures are of a kind that cannot be shown (EMF or WMF, from old programs) and are left out. Save them as PNG and put them in again.`,
    )
  }
  listLeftOut(files, main, blocks, reading)
  return {
    format: 'docx',
    metadata: metadataOf(files, root, reading),
    blocks,
    marks: [],
    images: pictures.images,
    removed: reading.removed,
    warnings: reading.warnings,
  }
}

class DocumentPictures extends Pictures {
  unknown = 0

  override image(address: string): string | undefined {
    return this.images.has(address) ? address : undefined
  }

  add(bytes: Uint8Array): string {
    const path = this.keep(`picture ${this.images.size}`, `picture-${this.images.size + 1}`, bytes)
    if (path === undefined) this.unknown++
    return path ?? ''
  }
}

async function toHtml(
  files: Map<string, Uint8Array>,
  main: string,
  formulas: Formulas,
  pictures: DocumentPictures,
  reading: Reading,
): Promise<string> {
  const convertImage = mammoth.images.imgElement(async image => ({
    src: pictures.add(new Uint8Array(await image.readAsBuffer())),
  }))
  const styles = readXml(files, 'word/styles.xml', reading)
  try {
    // mammoth can be given its files; its types do not say so. It would unpack the archive once more, without limits.
    const input = { file: new Package(files, main, formulas) } as unknown as Parameters<typeof mammoth.convertToHtml>[0]
    const result = await mammoth.convertToHtml(input, {
      styleMap: styleMap(styles),
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      ignoreEmptyParagraphs: true,
      convertImage,
      transformDocument: markCentered,
    })
    for (const message of result.messages)
      if (message.type === 'error') reading.warn(`A part of the document could not be read: ${message.message}`)
    return result.value
  } catch (error) {
    if (error instanceof UploadError || error instanceof RangeError) throw error
    throw reading.damaged('is a broken Word document. Open it in Word or LibreOffice and save it as DOCX again.', error)
  }
}

/** The files of the document, as mammoth asks for them. */
class Package {
  readonly #files: Map<string, Uint8Array>
  readonly #main: string
  readonly #formulas: Formulas

  constructor(files: Map<string, Uint8Array>, main: string, formulas: Formulas) {
    this.#files = files
    this.#main = main
    this.#formulas = formulas
  }

  exists(path: string): boolean {
    return this.#files.has(path)
  }

  async read(path: string, encoding?: string): Promise<string | Uint8Array> {
    const bytes = this.#files.get(path)
    if (!bytes) throw new Error(`${path} is missing`)
    if (!encoding) return bytes
    if (encoding === 'base64') return Buffer.from(bytes).toString('base64')
    const text = decodeXml(bytes) ?? ''
    return path === this.#main || /notes\.xml$/.test(path) ? this.#formulas.takeOut(text) : text
  }
}

interface MammothElement {
  type: string
  alignment?: string | null
  styleName?: string | null
  styleId?: string | null
  numbering?: unknown
  children?: MammothElement[]
}

/** Style maps cannot ask for alignment: a centered paragraph without a style of its own is given one. */
function markCentered(element: MammothElement): MammothElement {
  for (const child of element.children ?? []) markCentered(child)
  const isPlain = !element.styleName || /^(normal|standard|body( text)?)$/i.test(element.styleName)
  if (element.type === 'paragraph' && element.alignment === 'center' && isPlain && !element.numbering) {
    element.styleName = classes.centered
    element.styleId = classes.centered
  }
  return element
}

/** A printed table of contents: its entries are the headings. */
function takeOutContents(root: Element, reading: Reading): void {
  for (const element of elementsIn(root)) {
    element.children = element.children.filter(child => {
      if (typeof child === 'string' || !hasWord(child, 'class', classes.contents)) return true
      reading.remove('contents', 'the table of contents', wordsOf(child))
      return false
    })
  }
}

function mainPart(files: Map<string, Uint8Array>, reading: Reading): string {
  const relations = readXml(files, '_rels/.rels', reading)
  const office =
    relations &&
    findAll(relations, 'Relationship').find(({ attributes }) => /\/officeDocument$/.test(attributes.Type ?? ''))
  const path = office?.attributes.Target?.replace(/^\//, '') ?? 'word/document.xml'
  if (!files.has(path))
    throw reading.damaged('has no text part, so it is a broken Word document. Open it in Word and save it again.')
  return path
}

function readXml(files: Map<string, Uint8Array>, path: string, reading: Reading): Element | undefined {
  const bytes = files.get(path)
  const text = bytes && decodeXml(bytes)
  try {
    return text === undefined ? undefined : parseXml(text, reading.limits)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw reading.damaged(
      `has a ${path} that cannot be read (${error.message}). Open it in Word and save it again.`,
      error,
    )
  }
}

function metadataOf(files: Map<string, Uint8Array>, root: Element, reading: Reading): UploadMetadata {
  const core = readXml(files, 'docProps/core.xml', reading)
  const text = (name: string) => wordsOf(core && find(core, name))
  const styled = (name: string) => wordsOf([...elementsIn(root)].find(element => hasWord(element, 'class', name)))
  const title = text('title') || styled(classes.title)
  const subtitle = styled(classes.subtitle)
  const authors = text('creator')
    .split(/\s*;\s*/)
    .filter(name => name !== '' && !/^(python-docx|un-named|microsoft|user|admin\w*)$/i.test(name))
  const keywords = text('keywords')
    .split(/\s*[,;]\s*/)
    .filter(Boolean)
  const description = text('description')
  const language = languageTag(text('language'))
  return {
    ...(title && { title }),
    ...(subtitle && { subtitle }),
    ...(authors.length > 0 && { authors }),
    ...(language && { language }),
    ...(description && { description }),
    ...(keywords.length > 0 && { keywords }),
  }
}
