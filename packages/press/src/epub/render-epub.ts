import type { ElementContent } from 'hast'
import type { BookProblem, BoundBook, BoundPage } from '../book/bound-book.ts'
import type { FontTheme } from '../fonts/index.ts'
import { BookImages, bookFonts, element, type HtmlPage, type HtmlTarget, prepareHtml, text } from '../html/index.ts'
import { ImageProblem, type PreparedImage, type PrepareImage } from '../images/index.ts'
import { accessibilityOf } from './accessibility.ts'
import { archive } from './archive.ts'
import { type FrontPage, frontPages } from './front-pages.ts'
import { documentBytes, xmlBytes } from './markup.ts'
import { contentsOf, navigationDocument, ncxDocument, pageHref, titleOf } from './navigation.ts'
import { identifierOf, type ManifestItem, packageDocument } from './package-document.ts'
import { divisionOf, pageType } from './page-type.ts'
import { styleSheet } from './style-sheet.ts'

export interface EpubOptions {
  /** Default `technical`. */
  theme?: FontTheme
  /** Whether fonts are in it: 0.3 to 0.9 MB. Default true. */
  fonts?: boolean
  /** Whether chapters begin with a large letter. Default false. */
  dropCaps?: boolean
  /** Pixels; pictures are never enlarged. Default 1800. */
  maxImageWidth?: number
  prepareImage: PrepareImage
  /** Called as each page is done. */
  onPage?: (done: number, of: number) => void
  signal?: AbortSignal
}

export interface RenderedEpub {
  epub: Uint8Array
  problems: BookProblem[]
}

/**
 * A book as EPUB 3.3, with an NCX for reading systems of EPUB 2. The same book and options give the same bytes. Throws the
 * signal's reason; a picture that cannot be used is a problem, and its words are printed.
 */
export async function renderEpub(book: BoundBook, options: EpubOptions): Promise<RenderedEpub> {
  const {
    theme = 'technical',
    fonts: withFonts = true,
    dropCaps = false,
    maxImageWidth,
    prepareImage,
    signal,
  } = options
  const problems: BookProblem[] = []
  const images = new BookImages(
    book,
    prepareImage,
    { purpose: 'epub', ...(maxImageWidth && { maxWidth: maxImageWidth }) },
    signal,
  )
  const cover = coverOf(book, prepareImage, problems)
  let held = new Map<string, PreparedImage & { href: string }>()
  const render = await prepareHtml(
    book,
    targetOf(path => held.get(path)),
  )

  const pages: ManifestItem[] = []
  const files = new Map<string, Uint8Array>()
  const holds = { math: false, code: false }
  for (const [at, page] of book.pages.entries()) {
    held = await images.of(page)
    signal?.throwIfAborted()
    const html = render(page)
    problems.push(...html.problems)
    holds.math ||= html.holds.math
    holds.code ||= html.holds.code
    files.set(pageHref(page), pageBytes(book, page, html))
    const properties = [...(html.holds.math ? ['mathml'] : []), ...(html.holds.svg ? ['svg'] : [])]
    pages.push({ id: `page-${at + 1}`, href: pageHref(page), mediaType: xhtml, properties, spine: true })
    options.onPage?.(at + 1, book.pages.length)
  }

  const coverImage = await cover
  const pictures = await images.all()
  problems.push(...images.problems)
  const front = frontPages(book, coverImage && coverHref)
  const contents = contentsOf(book)
  const fonts = withFonts ? bookFonts(book, theme, holds) : undefined
  const items: ManifestItem[] = [
    ...front.map(page => frontItem(page)),
    { id: 'nav', href: 'nav.xhtml', mediaType: xhtml, properties: ['nav'], spine: true },
    ...pages,
    { id: 'ncx', href: 'toc.ncx', mediaType: 'application/x-dtbncx+xml' },
    { id: 'style', href: 'style.css', mediaType: 'text/css' },
    ...(coverImage
      ? [{ id: 'cover-image', href: coverHref, mediaType: coverImage.mediaType, properties: ['cover-image'] }]
      : []),
    ...pictures.map(({ href, mediaType }, at) => ({ id: `image-${at + 1}`, href, mediaType })),
    ...(fonts?.files ?? []).map(({ name }, at) => ({
      id: `font-${at + 1}`,
      href: `fonts/${name}`,
      mediaType: 'font/woff2',
    })),
    ...[...(fonts?.licences.keys() ?? [])].map((name, at) => ({
      id: `licence-${at + 1}`,
      href: `fonts/${name}`,
      mediaType: 'text/plain',
    })),
  ]
  const accessibility = accessibilityOf(
    book,
    pictures.some(({ kind }) => kind === 'gif'),
  )
  const packaged: [string, Uint8Array][] = [
    ['package.opf', packageDocument(book, items, accessibility)],
    ...front.map((page): [string, Uint8Array] => [`${page.name}.xhtml`, documentBytes(book, page)]),
    ['nav.xhtml', navigationDocument(book, contents, front)],
    ...files,
    ['toc.ncx', ncxDocument(book, contents, identifierOf(book))],
    ['style.css', new TextEncoder().encode(styleSheet(theme, { fonts, dropCaps, math: holds.math }))],
    ...(coverImage ? [[coverHref, coverImage.bytes] satisfies [string, Uint8Array]] : []),
    ...pictures.map(({ href, bytes }): [string, Uint8Array] => [href, bytes]),
    ...(fonts?.files ?? []).map(({ name, bytes }): [string, Uint8Array] => [`fonts/${name}`, bytes]),
    ...[...(fonts?.licences ?? [])].map(([name, bytes]): [string, Uint8Array] => [`fonts/${name}`, bytes]),
  ]
  signal?.throwIfAborted()
  const epub = archive(
    new Map([
      ['META-INF/container.xml', container],
      ...packaged.map(([path, bytes]): [string, Uint8Array] => [`EPUB/${path}`, bytes]),
    ]),
  )
  return { epub, problems }
}

const xhtml = 'application/xhtml+xml'
const coverHref = 'images/cover.jpg'

const container = xmlBytes(
  `<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`,
)

const frontItem = ({ name, body }: FrontPage): ManifestItem => ({
  id: `${name}-page`,
  href: `${name}.xhtml`,
  mediaType: xhtml,
  spine: true,
  ...(body.length === 0 && { spine: false }),
})

function targetOf(image: (path: string) => (PreparedImage & { href: string }) | undefined): HtmlTarget {
  return {
    epub: true,
    // Many reading systems know no folding; what is folded there could never be read.
    interactive: false,
    href: (slug, id) => `${slug}.xhtml${id === undefined ? '' : `#${id}`}`,
    // A file that is no page cannot be reached from one (EPUB 3.3 §3.3).
    download: () => undefined,
    image(path) {
      const found = image(path)
      return found && { src: `../${found.href}`, width: found.width, height: found.height }
    },
  }
}

async function coverOf(
  book: BoundBook,
  prepareImage: PrepareImage,
  problems: BookProblem[],
): Promise<PreparedImage | undefined> {
  if (book.cover === undefined) return undefined
  try {
    return await prepareImage(await book.files.read(book.cover), { purpose: 'cover', name: book.cover })
  } catch (error) {
    if (!(error instanceof ImageProblem)) throw error
    problems.push({ file: book.cover, rule: 'missing-image', message: error.message })
    return undefined
  }
}

function pageBytes(book: BoundBook, page: BoundPage, html: HtmlPage): Uint8Array {
  const { type, role } = pageType(page, book.words)
  const titleId = 'title--of-page'
  const number: ElementContent[] =
    page.numberLabel === undefined
      ? []
      : [element('span', { className: 'number' }, [text(page.numberLabel)]), text(' ')]
  const opening = element('header', { className: 'opening' }, [
    element('h1', { id: titleId }, [...number, element('span', { className: 'name' }, html.title)]),
    ...(page.subtitle
      ? [element('p', { className: 'page-subtitle', role: 'doc-subtitle' }, [text(page.subtitle)])]
      : []),
  ])
  return documentBytes(book, {
    title: titleOf(page),
    up: '../',
    type: divisionOf(page),
    body: [
      element('section', { className: type ?? page.kind, 'epub:type': type, role, ariaLabelledBy: titleId }, [
        opening,
        ...html.content,
        ...html.notes,
      ]),
    ],
  })
}
