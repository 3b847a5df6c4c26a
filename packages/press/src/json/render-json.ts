import type { BoundBook } from '../book/bound-book.ts'

/**
 * A book as data, for programs: what it is, its pages in order, and what is on them as the nodes every other form is
 * printed from (see `nodeTypes`). `version` changes when a program that reads it would have to.
 */
export function renderJson(book: BoundBook): Uint8Array {
  const { files: _, words: __, pages, ...about } = book
  const data = {
    version: 1,
    ...about,
    pages: pages.map(({ parent, footnotes, ...page }) => ({
      ...page,
      ...(parent && { parent: parent.slug }),
      footnotes: Object.fromEntries(footnotes),
    })),
  }
  return new TextEncoder().encode(
    `${JSON.stringify(data, (key, value) => (key === 'position' || key === 'svg' ? undefined : value), 2)}\n`,
  )
}
