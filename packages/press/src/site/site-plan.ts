import { uniqueSlug } from '@octavo/manuscript/pages'
import type { BoundBook, BoundPage } from '../book/bound-book.ts'
import type { FontTheme } from '../fonts/index.ts'
import { type SiteWords, siteWords } from './site-words.ts'

/** What every page of a site knows: where the others are, what things are called, which files to load. */
export interface SitePlan {
  book: BoundBook
  theme: FontTheme
  words: SiteWords
  /** Of the words. */
  wordsLanguage: string
  direction: 'ltr' | 'rtl'
  /** Ends in `/`. */
  baseUrl?: string
  /** File names by slug, relative to the root of the site, where all pages are. */
  addresses: ReadonlyMap<string, string>
  tree: PageBranch[]
  /** Pages in the order they are read: parts without text of their own are not among them. */
  sequence: BoundPage[]
}

export interface PageBranch {
  page: BoundPage
  below: PageBranch[]
}

export function planSite(book: BoundBook, theme: FontTheme, baseUrl: string | undefined): SitePlan {
  const { words, language: wordsLanguage } = siteWords(book.language)
  return {
    book,
    theme,
    words,
    wordsLanguage,
    direction: directionOf(book.language),
    ...(baseUrl !== undefined && { baseUrl: checkedBaseUrl(baseUrl) }),
    addresses: addressesOf(book),
    tree: treeOf(book),
    sequence: book.pages.filter(hasText),
  }
}

/** Whether a page is read, or only groups others. */
export const hasText = (page: BoundPage): boolean => page.kind !== 'part' || page.children.length > 0

/** Names that files of the site itself have. */
const taken = new Set(['index', '404'])

function addressesOf({ pages }: BoundBook): Map<string, string> {
  const names = new Set(pages.map(({ slug }) => slug).filter(slug => !taken.has(slug)))
  return new Map(
    pages.map(({ slug }) => {
      if (!taken.has(slug)) return [slug, `${slug}.html`]
      const name = uniqueSlug(slug === 'index' ? 'welcome' : `page-${slug}`, names)
      names.add(name)
      return [slug, `${name}.html`]
    }),
  )
}

function treeOf({ pages }: BoundBook): PageBranch[] {
  const branches = new Map<BoundPage, PageBranch>(pages.map(page => [page, { page, below: [] }]))
  const tree: PageBranch[] = []
  for (const [page, branch] of branches) ((page.parent && branches.get(page.parent)?.below) ?? tree).push(branch)
  return tree
}

export class BaseUrlError extends Error {
  override name = 'BaseUrlError'
}

function checkedBaseUrl(given: string): string {
  const url = URL.parse(given)
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new BaseUrlError(`"${given}" is no address a site can have. Give one such as https://example.org/book/`)
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`
}

/** Scripts that are written from right to left, where the runtime cannot tell. */
function directionOf(language: string): 'ltr' | 'rtl' {
  try {
    const locale = new Intl.Locale(language) as Intl.Locale & { getTextInfo?(): { direction: 'ltr' | 'rtl' } }
    return locale.getTextInfo?.().direction ?? (rightToLeft.has(locale.maximize().script ?? '') ? 'rtl' : 'ltr')
  } catch (error) {
    if (error instanceof RangeError) return 'ltr' // A tag the runtime cannot read.
    throw error
  }
}

const rightToLeft = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg'])
