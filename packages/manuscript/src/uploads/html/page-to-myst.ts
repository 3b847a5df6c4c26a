import { Reading } from '../reading.ts'
import { articleOf } from './article.ts'
import { convertPages, headOf } from './convert.ts'
import { type Element, elementsIn, find, hasWord } from './element.ts'
import { parseHtml } from './parse-html.ts'

/** What a page says, without what is around it. */
export interface PageText {
  title: string
  /** MyST; '' when the page has no text. */
  text: string
  /** The page's own idea of its address, when it names one. */
  canonicalUrl: string | undefined
}

/** More elements than the longest real pages have; counting stops hostile ones before the costly part. */
const mostElements = 100_000

/**
 * Finds the article in a page of the web and writes it as MyST with absolute links: headings, lists, tables, code and
 * images stay; scripts, styles, forms, frames, navigation, inline data and links that run script go. A page that is not
 * an article gives its whole body.
 *
 * Throws UploadError for a page of more than 100,000 elements or more than 500 deep.
 */
export async function pageToMyst(html: string, url: string): Promise<PageText> {
  const reading = new Reading(url, { limits: { elements: mostElements } })
  const root = parseHtml(html, reading.limits, url)
  const canonical = [...elementsIn(root)].find(
    element => element.name === 'link' && hasWord(element, 'rel', 'canonical'),
  )
  const canonicalUrl = absolute(canonical?.attributes.href, url)
  resolveAddresses(root, absolute(find(root, 'base')?.attributes.href, url) ?? url)
  const host = { image: (address: string) => absolute(address, url), drawing: () => undefined }
  const page = await convertPages([{ path: '', root }], host, reading)
  const { title, blocks } = articleOf(html, page.blocks, reading)
  return {
    title: title || (headOf(root).title ?? ''),
    text: blocks.map(block => block.text).join('\n\n'),
    canonicalUrl,
  }
}

function resolveAddresses(root: Element, base: string): void {
  for (const { attributes } of elementsIn(root)) {
    for (const name of ['href', 'src']) {
      const given = attributes[name]
      // References within the page stay such.
      if (given === undefined || given.startsWith('#')) continue
      const target = absolute(given, base)
      if (target) attributes[name] = target
      else delete attributes[name]
    }
  }
}

/** Only what is safe to follow: a script or inline data is no address. */
function absolute(href: string | undefined, base: string): string | undefined {
  const target = href?.trim()
  if (!target || !URL.canParse(target, base)) return undefined
  const url = new URL(target, base)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
}
