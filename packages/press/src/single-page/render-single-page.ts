import type { Element, ElementContent } from 'hast'
import { toHtml } from 'hast-util-to-html'
import type { BookProblem, BoundBook, BoundPage } from '../book/bound-book.ts'
import type { FontTheme, WebFonts } from '../fonts/index.ts'
import {
  type BookImage,
  BookImages,
  bookFonts,
  contentStyles,
  directionOf,
  element,
  type HtmlPage,
  mathStyles,
  prepareHtml,
  text,
} from '../html/index.ts'
import type { PrepareImage } from '../images/index.ts'
import { screenStyles } from './styles.ts'

export interface SinglePageOptions {
  /** Default `technical`. */
  theme?: FontTheme
  /** Whether pictures and fonts are in the document itself or in files beside it. Default true: one file to keep or send. */
  inline?: boolean
  /** Whether fonts come with it. Default true. */
  fonts?: boolean
  /** Pixels. Default 1200, which fills the column on fine screens. */
  maxImageWidth?: number
  prepareImage: PrepareImage
  signal?: AbortSignal
}

export interface SinglePage {
  html: Uint8Array
  /** What must be beside it, by path: pictures and fonts, unless they are inline. */
  files: Map<string, Uint8Array>
  problems: BookProblem[]
}

/**
 * A whole book as one page of HTML that needs no server and no other host. Names of places begin with the name of their
 * page, so that none is there twice.
 */
export async function renderSinglePage(book: BoundBook, options: SinglePageOptions): Promise<SinglePage> {
  const {
    theme = 'technical',
    inline = true,
    fonts: withFonts = true,
    maxImageWidth = 1200,
    prepareImage,
    signal,
  } = options
  const images = new BookImages(book, prepareImage, { purpose: 'site', maxWidth: maxImageWidth }, signal)
  const files = new Map<string, Uint8Array>()
  const addressOf = (path: string, bytes: Uint8Array, mediaType: string) => {
    if (inline) return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`
    files.set(path, bytes)
    return path
  }
  let held = new Map<string, BookImage>()
  const render = await prepareHtml(book, {
    epub: false,
    interactive: true,
    // The book has the first heading, its pages have the second.
    headingShift: 1,
    idOf: (slug, id) => `${slug}--${id}`,
    href: (slug, id) => `#${id ?? slug}`,
    download: () => undefined,
    image(path) {
      const image = held.get(path)
      return (
        image && { src: addressOf(image.href, image.bytes, image.mediaType), width: image.width, height: image.height }
      )
    },
  })
  const problems: BookProblem[] = []
  const holds = { math: false, code: false }
  const sections: Element[] = []
  for (const page of book.pages) {
    held = await images.of(page)
    signal?.throwIfAborted()
    const html = render(page)
    problems.push(...html.problems)
    holds.math ||= html.holds.math
    holds.code ||= html.holds.code
    sections.push(section(page, html))
  }
  problems.push(...images.problems)
  const fonts = withFonts ? bookFonts(book, theme, holds) : undefined
  const css = [
    ...(fonts ? [fontStyles(fonts, addressOf)] : []),
    contentStyles,
    screenStyles,
    holds.math ? mathStyles(fonts?.families.math ?? 'math, serif') : '',
  ].join('\n')
  if (fonts && !inline) for (const [name, licence] of fonts.licences) files.set(`fonts/${name}`, licence)
  const html = new TextEncoder().encode(`<!doctype html>\n${toHtml(document(book, css, sections))}\n`)
  return { html, files, problems }
}

function fontStyles(
  { css, files, families }: WebFonts,
  addressOf: (path: string, bytes: Uint8Array, mediaType: string) => string,
): string {
  const addresses = new Map(files.map(({ name, bytes }) => [name, addressOf(`fonts/${name}`, bytes, 'font/woff2')]))
  return [
    css.replace(/url\('fonts\/([^']+)'\)/g, (_, name) => `url('${addresses.get(name)}')`),
    `body { font-family: ${families.text}; }`,
    `h1, h2, h3, h4, h5, h6, .box-title, .card-title, .caption-number, th, .number { font-family: ${families.heading}; }`,
    `code, kbd, samp, pre { font-family: ${families.code}; }`,
  ].join('\n')
}

function section(page: BoundPage, html: HtmlPage): Element {
  const number: ElementContent[] =
    page.numberLabel === undefined
      ? []
      : [element('span', { className: 'number' }, [text(page.numberLabel)]), text(' ')]
  const titleId = `${page.slug}--title--of-page`
  return element('section', { id: page.slug, className: `page ${page.kind}`, ariaLabelledBy: titleId }, [
    element('header', { className: 'opening' }, [
      element('h2', { id: titleId }, [...number, element('span', { className: 'name' }, html.title)]),
      ...(page.subtitle ? [element('p', { className: 'page-subtitle' }, [text(page.subtitle)])] : []),
    ]),
    ...html.content,
    ...html.notes,
  ])
}

function document(book: BoundBook, css: string, sections: Element[]): Element {
  const line = (className: string, content: string | undefined) =>
    content ? [element('p', { className }, [text(content)])] : []
  const meta = (name: string, content: string | undefined) => (content ? [element('meta', { name, content })] : [])
  const imprint = [book.rights, book.publisher, book.isbn && `ISBN ${book.isbn}`].filter(Boolean).join(' · ')
  const rightToLeft = directionOf(book.language) === 'rtl'
  return element('html', { lang: book.language, dir: rightToLeft && 'rtl' }, [
    element('head', {}, [
      element('meta', { charSet: 'utf-8' }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      // Whatever a book holds, nothing is loaded from elsewhere and no script runs.
      element('meta', {
        httpEquiv: 'Content-Security-Policy',
        content: "default-src 'none'; img-src 'self' data:; font-src 'self' data:; style-src 'unsafe-inline'",
      }),
      element('title', {}, [text(book.title)]),
      ...meta('author', book.authors.join(', ')),
      ...meta('description', book.description?.replace(/\s+/g, ' ').trim()),
      element('style', {}, [text(css)]),
    ]),
    element('body', {}, [
      element('header', { className: 'book-head' }, [
        element('h1', {}, [text(book.title)]),
        ...line('book-subtitle', book.subtitle),
        ...line('book-author', book.authors.join(', ')),
        ...(book.dedication ? line('book-dedication', book.dedication) : []),
      ]),
      element('nav', { ariaLabel: book.words.contents }, [
        element('details', { className: 'contents', open: true }, [
          element('summary', {}, [text(book.words.contents)]),
          contents(book),
        ]),
      ]),
      element('main', {}, sections),
      ...(imprint ? [element('footer', { className: 'imprint' }, [text(imprint)])] : []),
    ]),
  ])
}

function contents(book: BoundBook): Element {
  const below = Map.groupBy(book.pages, ({ parent }) => parent)
  const list = (pages: BoundPage[]): Element =>
    element(
      'ol',
      {},
      pages.map(page => {
        const title = page.numberLabel === undefined ? page.title : `${page.numberLabel}: ${page.title}`
        const inner = below.get(page)
        return element('li', {}, [
          element('a', { href: `#${page.slug}` }, [text(title)]),
          ...(inner ? [list(inner)] : []),
        ])
      }),
    )
  return list(below.get(undefined) ?? [])
}
