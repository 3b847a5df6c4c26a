import type { ElementContent } from 'hast'
import type { BookProblem, BoundBook, BoundPage } from '../book/bound-book.ts'
import type { FontTheme, WebFonts } from '../fonts/index.ts'
import { BookImages, bookFonts, element, type HtmlPage, type HtmlTarget, prepareHtml, text } from '../html/index.ts'
import { ImageProblem, type PreparedImage, type PrepareImage } from '../images/index.ts'
import { accessibilityOf } from './accessibility.ts'
import { archive } from './archive.ts'
import { frontPages } from './front-pages.ts'
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
  // Waited for below; until then another failure may come first.
  cover.catch(() => undefined)
  let held = new Map<string, PreparedImage & { href: string }>()
  const render = await prepareHtml(
    book,
    targetOf(path => held.get(path)),
  )

  const pages: PackageFile[] = []
  const holds = { math: false, code: false }
  for (const [at, page] of book.pages.entries()) {
    held = await images.of(page)
    signal?.throwIfAborted()
    const html = render(page)
    problems.push(...html.problems)
    holds.math ||= html.holds.math
    holds.code ||= html.holds.code
    const properties = [...(html.holds.math ? ['mathml'] : []), ...(html.holds.svg ? ['svg'] : [])]
    pages.push({ ...readable(`page-${at + 1}`, pageHref(page), pageBytes(book, page, html)), properties })
    options.onPage?.(at + 1, book.pages.length)
  }

  const coverImage = await cover
  const pictures = await images.all()
  problems.push(...images.problems)
  const front = frontPages(book, coverImage && coverHref)
  const contents = contentsOf(book)
  const fonts = withFonts ? bookFonts(book, theme, holds) : undefined
  const style = new TextEncoder().encode(styleSheet(theme, { fonts, dropCaps, math: holds.math }))
  const ncx = ncxDocument(book, contents, identifierOf(book))
  const files: PackageFile[] = [
    ...front.map(page => readable(`${page.name}-page`, `${page.name}.xhtml`, documentBytes(book, page))),
    { ...readable('nav', 'nav.xhtml', navigationDocument(book, contents, front)), properties: ['nav'] },
    ...pages,
    { id: 'ncx', href: 'toc.ncx', mediaType: 'application/x-dtbncx+xml', bytes: ncx },
    { id: 'style', href: 'style.css', mediaType: 'text/css', bytes: style },
    ...(coverImage ? [{ ...coverImage, id: 'cover-image', href: coverHref, properties: ['cover-image'] }] : []),
    ...pictures.map((picture, at) => ({ ...picture, id: `image-${at + 1}` })),
    ...(fonts ? fontFiles(fonts) : []),
  ]
  const accessibility = accessibilityOf(
    book,
    pictures.some(({ kind }) => kind === 'gif'),
  )
  signal?.throwIfAborted()
  const epub = archive(
    new Map([
      ['META-INF/container.xml', container],
      ['EPUB/package.opf', packageDocument(book, files, accessibility)],
      ...files.map(({ href, bytes }): [string, Uint8Array] => [`EPUB/${href}`, bytes]),
    ]),
  )
  return { epub, problems }
}

interface PackageFile extends ManifestItem {
  bytes: Uint8Array
}

const readable = (id: string, href: string, bytes: Uint8Array): PackageFile => ({
  id,
  href,
  mediaType: 'application/xhtml+xml',
  bytes,
  spine: true,
})

const fontFiles = ({ files, licences }: WebFonts): PackageFile[] => [
  ...files.map(({ name, bytes }, at) => ({
    id: `font-${at + 1}`,
    href: `fonts/${name}`,
    mediaType: 'font/woff2',
    bytes,
  })),
  ...[...licences].map(([name, bytes], at) => ({
    id: `licence-${at + 1}`,
    href: `fonts/${name}`,
    mediaType: 'text/plain',
    bytes,
  })),
]

const coverHref = 'images/cover.jpg'

const container = xmlBytes(
  `<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`,
)

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
  if (!book.files.has(book.cover)) {
    problems.push({
      file: book.cover,
      rule: 'missing-file',
      message: 'the cover is not in the book. Add it, or choose another',
    })
    return undefined
  }
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
