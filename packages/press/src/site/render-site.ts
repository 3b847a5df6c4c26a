import type { BookProblem, BoundBook, BoundPage } from '../book/bound-book.ts'
import type { FontTheme } from '../fonts/index.ts'
import { ImageProblem, type PrepareImage, prepareImages } from '../images/index.ts'
import { bookDocument } from './book-page.ts'
import { Downloads } from './downloads.ts'
import { emblem, emblemPng, manifest } from './emblem.ts'
import { feed, robots, sitemap } from './feed.ts'
import type { ShellFiles } from './head.ts'
import { notFoundDocument } from './not-found-page.ts'
import { hashOf, Pictures } from './pictures.ts'
import { previewFile, previewScript } from './previews.ts'
import { searchScript } from './search-sections.ts'
import { serviceWorker } from './service-worker.ts'
import { pageDocument } from './shell.ts'
import { type RenderedPage, SiteCache } from './site-cache.ts'
import { planSite } from './site-plan.ts'
import { siteScripts } from './site-script.ts'
import { siteStyle } from './site-style.ts'
import { surveyBook } from './survey.ts'
import { TextRenderer } from './text-renderer.ts'

export interface SiteOptions {
  /** `technical` (the default): Source Serif and Inter on a cool sheet; `literary`: EB Garamond on warm paper. */
  theme?: FontTheme
  /** Where the site will be, such as `https://example.org/book/`. Gives it canonical addresses, a sitemap and a feed. */
  baseUrl?: string
  /** What the last rendering of the same book left; without one, everything is made. */
  cache?: SiteCache
  /**
   * The files of the book that may have changed since the cache was filled. Without it every picture is read again to see
   * whether it has; whoever watches the files knows better.
   */
  changed?: ReadonlySet<string>
  /** Shared by what is printed together; by default one of its own. */
  prepareImage?: PrepareImage
  /** Called as each page is done. */
  onPage?: (done: number, of: number) => void
  /** Called for what readers of the site would miss, beside the problems of the bound book. */
  onProblem?: (problem: BookProblem) => void
  signal?: AbortSignal
}

/** A file of the site. */
export interface SiteFile {
  /** From the root of the site, with `/`. */
  path: string
  bytes: Uint8Array
  /** Whether it is other than the cache remembers, or new. What is not need not be written again. */
  changed: boolean
}

/**
 * A book as a web site, file by file, in no promised order. It works from a disk, under any address, without a server's
 * help, and asks no other host for anything. The same book gives the same bytes. Throws BaseUrlError and the signal's
 * reason, and what the files of the book throw.
 */
export async function* renderSite(
  book: BoundBook,
  options: SiteOptions = {},
): AsyncGenerator<SiteFile, void, undefined> {
  const { theme = 'technical', cache = new SiteCache(), onPage, onProblem, signal } = options
  const plan = planSite(book, theme, options.baseUrl)
  const survey = surveyBook(book)
  const hashes = new Map<string, string>()
  const give = (path: string, content: Uint8Array | string): SiteFile => {
    const bytes = typeof content === 'string' ? encoder.encode(content) : content
    const hash = hashOf(bytes)
    hashes.set(path, hash)
    return { path, bytes, changed: cache.hashes.get(path) !== hash }
  }

  // Pictures are prepared on other threads while this one renders.
  const { prepareImage: prepare = prepareImages({ threads: 4 }) } = options
  const pictures = new Pictures(book.files, prepare, cache, options.changed)
  const cover = book.cover !== undefined && book.files.has(book.cover) ? pictures.get(book.cover, 'cover') : undefined
  for (const paths of survey.pictures.values()) for (const path of paths) void pictures.get(path)

  const downloads = new Downloads()
  for (const path of survey.downloads) downloads.nameOf(path)
  const renderer = new TextRenderer(plan, survey, pictures, downloads, cache)
  const completions: (() => Promise<RenderedPage>)[] = []
  for (const page of book.pages) {
    signal?.throwIfAborted()
    completions.push(await renderer.begin(page))
    // Lets pictures that are done hand over to the next.
    await new Promise(resolve => setImmediate(resolve))
  }

  const style = siteStyle(theme, survey)
  const scripts = siteScripts(plan.words)
  const files: ShellFiles = { style: style.file, script: scripts.file, favicon: 'favicon.svg' }
  yield give(style.file, style.css)
  for (const { file, bytes } of style.fonts) yield give(file, bytes)
  for (const [name, text] of style.licences) yield give(`assets/fonts/${name}`, text)
  yield give(scripts.file, scripts.script)
  yield give(scripts.minisearch.file, scripts.minisearch.script)
  yield give('favicon.svg', emblem(plan))
  const icons = iconSizes.map(size => ({ file: `icon-${size}.png`, size }))
  for (const { file, size } of icons) yield give(file, emblemPng(plan, size))
  files.touchIcon = icons[0]!.file
  yield give('manifest.webmanifest', manifest(plan, icons))

  const shown = await cover
  if (shown instanceof ImageProblem) onProblem?.({ file: book.cover!, rule: 'missing-image', message: shown.message })
  else if (shown) {
    files.cover = shown
    yield give(shown.file, shown.bytes)
  }

  const rendered = new Map<BoundPage, RenderedPage>()
  for (const [at, page] of book.pages.entries()) {
    signal?.throwIfAborted()
    const made = await completions[at]!()
    rendered.set(page, made)
    for (const problem of made.problems) onProblem?.(problem)
    const address = plan.addresses.get(page.slug)!
    yield give(address, pageDocument(plan, files, page, made.text))
    const previews = new Map([...made.previews].filter(([, markup]) => markup !== ''))
    if (previews.size > 0) yield give(previewFile(address), previewScript(address, previews))
    for (const path of survey.pictures.get(page)!) {
      const picture = await pictures.get(path)
      if (!(picture instanceof ImageProblem) && !hashes.has(picture.file)) yield give(picture.file, picture.bytes)
    }
    onPage?.(at + 1, book.pages.length)
  }
  for (const path of survey.downloads) yield give(downloads.nameOf(path), await book.files.read(path))

  yield give('index.html', bookDocument(plan, files))
  yield give('404.html', notFoundDocument(plan))
  yield give(
    'search.js',
    searchScript(plan, page => rendered.get(page)!.sections),
  )
  yield give('robots.txt', robots(plan.baseUrl))
  if (plan.baseUrl !== undefined) {
    yield give('sitemap.xml', sitemap(plan, plan.baseUrl))
    yield give('feed.xml', feed(plan, plan.baseUrl))
  }
  const remembered = new Map(hashes)
  yield give('sw.js', serviceWorker(remembered, style.first))
  cache.remember(book, hashes)
}

const iconSizes = [180, 512]
const encoder = new TextEncoder()
