import { createHash } from 'node:crypto'
import type { BoundPage } from '../book/bound-book.ts'
import { html, Markup, scriptJson } from './markup.ts'
import type { SitePlan } from './site-plan.ts'

/** Files every page loads, by their names in the site. */
export interface ShellFiles {
  style: string
  script: string
  favicon: string
  touchIcon?: string
  /** The cover for those who share a link, with its size in pixels. */
  cover?: { file: string; width: number; height: number }
}

/** Runs before the page is painted, or a reader who has chosen the dark sees a white flash. Storage may be shut: it never throws. */
const early =
  "document.documentElement.classList.add('scripted');try{const c=localStorage.getItem('octavo-colours');if(c)document.documentElement.dataset.colours=c}catch{}"

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

/**
 * Only files of the site itself, and the one script above. Attributes of style are allowed, for they can load nothing but
 * what `img-src` and `font-src` allow. `file:` is for readers who open the site from their disk: where it is served, no
 * browser lets a page load such an address.
 */
const contentPolicy = [
  "default-src 'none'",
  `script-src 'self' file: 'sha256-${sha256(early)}'`,
  "style-src 'self' file:",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' file: data:",
  "media-src 'self' file:",
  "font-src 'self' file:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

export interface HeadOptions {
  title: string
  description?: string | undefined
  /** The file of the page. */
  address: string
  page?: BoundPage
  /** Whether search engines may list it. Default true. */
  listed?: boolean
}

export function head(
  plan: SitePlan,
  files: ShellFiles,
  { title, description, address, page, listed = true }: HeadOptions,
): Markup {
  const { book, baseUrl } = plan
  const url = baseUrl && `${baseUrl}${address === 'index.html' ? '' : address}`
  return html`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(contentPolicy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${description && html`<meta name="description" content="${description}">\n`}${book.authors.map(author => html`<meta name="author" content="${author}">\n`)}<meta name="referrer" content="strict-origin-when-cross-origin">
<meta name="color-scheme" content="light dark">
${!listed && html`<meta name="robots" content="noindex">\n`}<script>${new Markup(early)}</script>
<link rel="stylesheet" href="${files.style}">
<script src="${files.script}" defer></script>
<link rel="icon" href="${files.favicon}" type="image/svg+xml">
${files.touchIcon && html`<link rel="apple-touch-icon" href="${files.touchIcon}">\n`}<link rel="manifest" href="manifest.webmanifest">
${url && listed && html`<link rel="canonical" href="${url}">\n<link rel="alternate" type="application/atom+xml" href="feed.xml" title="${book.title}">\n`}${openGraph(plan, files, { title: page?.title ?? title, description, url, isBook: !page })}${listed && structuredData(plan, files, page, url)}`
}

function openGraph(
  { book, baseUrl }: SitePlan,
  { cover }: ShellFiles,
  {
    title,
    description,
    url,
    isBook,
  }: { title: string; description: string | undefined; url: string | undefined; isBook: boolean },
): Markup {
  const properties: [string, string | number | undefined][] = [
    ['og:type', isBook ? 'book' : 'article'],
    ['og:title', title],
    ['og:site_name', book.title],
    ['og:description', description],
    ['og:locale', book.language.replace('-', '_')],
    ['og:url', url],
    ...(baseUrl && cover
      ? ([
          ['og:image', baseUrl + cover.file],
          ['og:image:width', cover.width],
          ['og:image:height', cover.height],
          ['og:image:alt', book.title],
        ] as [string, string | number][])
      : []),
    ...(isBook ? book.authors.map(author => ['book:author', author] as [string, string]) : []),
    ['book:isbn', isBook ? book.isbn : undefined],
  ]
  return html`${properties.map(
    ([property, content]) => content !== undefined && html`<meta property="${property}" content="${content}">\n`,
  )}<meta name="twitter:card" content="${cover && baseUrl ? 'summary_large_image' : 'summary'}">\n`
}

/** For search engines, in the words of schema.org: a Book, and on its pages a Chapter of it. */
function structuredData(
  plan: SitePlan,
  { cover }: ShellFiles,
  page: BoundPage | undefined,
  url: string | undefined,
): Markup {
  const { book, baseUrl } = plan
  const people = book.authors.map(name => ({ '@type': 'Person', name }))
  const shared = {
    inLanguage: book.language,
    ...(people.length > 0 && { author: people }),
    ...(url && { url }),
  }
  const data = page
    ? {
        '@context': 'https://schema.org',
        '@type': 'Chapter',
        name: page.title,
        ...(page.number && { position: page.number }),
        ...(page.description && { description: page.description }),
        ...shared,
        isPartOf: {
          '@type': 'Book',
          name: book.title,
          ...(baseUrl && { url: baseUrl }),
          ...(book.isbn && { isbn: book.isbn }),
        },
      }
    : {
        '@context': 'https://schema.org',
        '@type': 'Book',
        name: book.title,
        ...(book.subtitle && { alternativeHeadline: book.subtitle }),
        ...(book.description && { description: book.description }),
        ...(book.isbn && { isbn: book.isbn }),
        ...(book.publisher && { publisher: { '@type': 'Organization', name: book.publisher } }),
        ...(book.rights && { copyrightNotice: book.rights }),
        ...(book.keywords?.length && { keywords: book.keywords.join(', ') }),
        ...(baseUrl && cover && { image: baseUrl + cover.file }),
        ...shared,
        dateModified: book.modified.toISOString(),
        hasPart: plan.sequence.map(chapter => ({
          '@type': 'Chapter',
          name: chapter.title,
          ...(chapter.number && { position: chapter.number }),
          ...(baseUrl && { url: baseUrl + plan.addresses.get(chapter.slug) }),
        })),
      }
  return html`<script type="application/ld+json">${scriptJson(data)}</script>\n`
}
