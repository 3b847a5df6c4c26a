import { strikethrough, tables } from '@joplin/turndown-plugin-gfm'
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { parse, serialize } from 'parse5'
import TurndownService from 'turndown'

/** What a page says, without what is around it. */
export interface PageText {
  title: string
  /** Markdown; '' when the page has no text. */
  text: string
  /** The page's own idea of its address, when it names one. */
  canonicalUrl: string | undefined
}

/** More elements than the longest real pages have; counting stops hostile ones before the costly part. */
const mostElements = 100_000

/**
 * Finds the article in a page and writes it as Markdown with absolute links: headings, lists, tables, code and images
 * stay; scripts, styles, forms, frames, navigation, inline data and links that run script go. A page that is not an
 * article (Readability finds none) gives its whole body. Time is not bounded here: hostile pages take minutes.
 *
 * Throws RangeError for more than 100,000 elements.
 */
export function pageToMarkdown(html: string, url: string): PageText {
  // parse5 adds the tags that HTML may leave out and mends the nesting as browsers do; linkedom does neither.
  const { document } = parseHTML(serialize(parse(html)))
  const elements = document.querySelectorAll('*').length
  if (elements > mostElements) throw new RangeError(`the page has ${elements} elements`)
  const canonicalUrl = absolute(document.querySelector('link[rel~="canonical"]')?.getAttribute('href'), url)
  const title = document.querySelector('title')?.textContent?.trim().replace(/\s+/g, ' ') ?? ''
  for (const node of document.querySelectorAll('script, style, template, noscript, iframe, object, embed, form, svg')) {
    node.remove()
  }
  resolveLinks(document, url)
  const body = document.body?.innerHTML ?? ''
  const article = new Readability(document, { keepClasses: true }).parse()
  const content = article?.content && article.textContent?.trim() ? article.content : body
  return {
    title: article?.title?.trim() || title,
    text: markdown.turndown(content).trim(),
    canonicalUrl,
  }
}

function resolveLinks(document: ReturnType<typeof parseHTML>['document'], url: string): void {
  const base = absolute(document.querySelector('base[href]')?.getAttribute('href'), url) ?? url
  for (const [selector, attribute] of [
    ['[href]', 'href'],
    ['[src]', 'src'],
  ] as const) {
    for (const element of document.querySelectorAll(selector)) {
      const target = absolute(element.getAttribute(attribute), base)
      if (target) element.setAttribute(attribute, target)
      else element.removeAttribute(attribute)
    }
  }
}

/** Only what is safe to follow: a script or inline data is no address. */
function absolute(href: string | null | undefined, base: string): string | undefined {
  const target = href?.trim()
  if (!target || !URL.canParse(target, base)) return undefined
  const url = new URL(target, base)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined
}

const markdown = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' })
markdown.use([tables, strikethrough])
markdown.remove(['button', 'input', 'select', 'textarea', 'video', 'audio', 'canvas'])
const escapeMarkdown = markdown.escape.bind(markdown)
// Turndown leaves "<" alone, so that a page that shows a tag would make one in the Markdown.
markdown.escape = text => escapeMarkdown(text).replace(/</g, '\\<')
