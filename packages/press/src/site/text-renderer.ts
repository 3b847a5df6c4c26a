import { type BookProblem, type BoundPage, lineOf } from '../book/bound-book.ts'
import { type HtmlTarget, nodesOf, prepareHtml, type RenderPage } from '../html/index.ts'
import { ImageProblem } from '../images/index.ts'
import { type Downloads, hrefOf } from './downloads.ts'
import { linkHeadings, markupOf, pendingPicture, placePictures } from './page-text.ts'
import { hashOf, type Pictures } from './pictures.ts'
import { previewsOf } from './previews.ts'
import { searchSections } from './search-sections.ts'
import type { RenderedPage, SiteCache, SitePicture } from './site-cache.ts'
import type { SitePlan } from './site-plan.ts'
import type { Survey } from './survey.ts'

/** Renders the text of pages, and only of those that are not in the cache as they are now. */
export class TextRenderer {
  readonly #plan: SitePlan
  readonly #survey: Survey
  readonly #pictures: Pictures
  readonly #downloads: Downloads
  readonly #cache: SiteCache
  readonly #surroundings: string
  /** Pictures that could not be prepared. */
  readonly #lost = new Set<string>()
  #render: Promise<RenderPage> | undefined

  constructor(plan: SitePlan, survey: Survey, pictures: Pictures, downloads: Downloads, cache: SiteCache) {
    this.#plan = plan
    this.#survey = survey
    this.#pictures = pictures
    this.#downloads = downloads
    this.#cache = cache
    this.#surroundings = surroundings(plan)
  }

  /** Renders a page and gives what completes it once its pictures are there, so that other pages need not wait for them. */
  async begin(page: BoundPage): Promise<() => Promise<RenderedPage>> {
    const paths = this.#survey.pictures.get(page) ?? []
    const places = this.#survey.places.get(page.slug) ?? new Set<string>()
    const key = hashOf(this.#surroundings + fingerprint(page))
    const known = this.#cache.pages.get(page.slug)
    const reusable =
      known?.key === key && !this.#survey.dependent.has(page) && [...places].every(place => known.previews.has(place))
    const made = reusable ? undefined : await this.#html(page)
    return async () => {
      const { found, problems } = await this.#picturesOf(page, paths)
      const shown = JSON.stringify(paths.map(path => found.get(path)?.file ?? null))
      if (reusable && known.pictures === shown) return known
      let html = made ?? (await this.#html(page))
      if (!placePictures(html, found)) {
        html = await this.#html(page)
        placePictures(html, found)
      }
      const previews = previewsOf(html, page.numberLabel, places)
      linkHeadings(html, page, this.#plan.words.sectionLink)
      const rendered: RenderedPage = {
        key,
        pictures: shown,
        text: { title: markupOf(html.title), content: markupOf(html.content), notes: markupOf(html.notes) },
        // Of a place that shows nothing it is known that it shows nothing.
        previews: new Map([...places].map(place => [place, previews.get(place) ?? ''])),
        sections: searchSections(page),
        problems: [...html.problems, ...problems],
      }
      this.#cache.pages.set(page.slug, rendered)
      return rendered
    }
  }

  async #html(page: BoundPage) {
    // It loads grammars, so it is made when the first page needs it.
    this.#render ??= prepareHtml(this.#plan.book, this.#target())
    return (await this.#render)(page)
  }

  #target(): HtmlTarget {
    return {
      epub: false,
      interactive: true,
      href: (slug, id) => {
        const address = this.#plan.addresses.get(slug)
        return address === undefined || id === undefined ? address : `${address}#${encodeURIComponent(id)}`
      },
      download: path => hrefOf(this.#downloads.nameOf(path)),
      image: path => (this.#lost.has(path) ? undefined : pendingPicture(path)),
    }
  }

  async #picturesOf(page: BoundPage, paths: readonly string[]) {
    const found = new Map<string, SitePicture>()
    const problems: BookProblem[] = []
    for (const path of paths) {
      const picture = await this.#pictures.get(path)
      const tell = (message: string) =>
        problems.push({ file: page.file, ...lineWith(page, path), rule: 'missing-image', message })
      if (picture instanceof ImageProblem) {
        this.#lost.add(path)
        tell(picture.message)
      } else {
        found.set(path, picture)
        for (const warning of picture.warnings) tell(`${path}: ${warning}`)
      }
    }
    return { found, problems }
  }
}

function lineWith(page: BoundPage, path: string): { line?: number } {
  for (const node of nodesOf(page)) {
    const line = node.path === path ? lineOf(node) : undefined
    if (line !== undefined) return { line }
  }
  return {}
}

/** What the HTML of every page depends on beside the page: the words of its language, and where the other pages are. */
const surroundings = ({ book, addresses, words }: SitePlan): string =>
  JSON.stringify([book.language, [...addresses], words.sectionLink])

/** Everything the HTML of a page is made of. Its positions are not: a line more above changes nothing below. */
function fingerprint({ parent: _, footnotes, ...page }: BoundPage): string {
  return JSON.stringify([page, [...footnotes]], (key, value) => (key === 'position' ? undefined : value))
}
