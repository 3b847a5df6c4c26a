import { toHtml } from 'hast-util-to-html'
import { bindBook } from '../book/bind-book.ts'
import type { PressBook } from '../book/press-book.ts'
import { type HtmlPage, type HtmlTarget, prepareHtml } from './index.ts'

/** A target for tests that has every page and every picture. */
export const anyTarget: HtmlTarget = {
  epub: false,
  interactive: true,
  href: (slug, id) => `${slug}.html${id === undefined ? '' : `#${id}`}`,
  download: path => path,
  image: path => ({ src: path, width: 40, height: 30 }),
}

/** Binds a book and renders its pages. */
export async function htmlOf(
  book: PressBook,
  target: Partial<HtmlTarget> = {},
): Promise<(HtmlPage & { html: string })[]> {
  const bound = await bindBook(book)
  const render = await prepareHtml(bound, { ...anyTarget, ...target })
  return bound.pages.map(page => {
    const rendered = render(page)
    const children = [...rendered.title, ...rendered.content, ...rendered.notes]
    return { ...rendered, html: toHtml({ type: 'root', children }) }
  })
}
