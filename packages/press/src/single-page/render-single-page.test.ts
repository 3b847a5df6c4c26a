import { catalogue } from '@octavo/manuscript'
import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import sharp from 'sharp'
import { visit } from 'unist-util-visit'
import { beforeAll, expect, it } from 'vitest'
import { bindBook } from '../book/bind-book.ts'
import type { BoundBook } from '../book/bound-book.ts'
import { prepareImages } from '../images/index.ts'
import { bookOf } from '../testing.ts'
import { renderSinglePage, type SinglePageOptions } from './render-single-page.ts'

/** A book with every feature on a page of its own. */
let everything: BoundBook
beforeAll(async () => {
  const grey = { width: 60, height: 40, channels: 3, background: '#888' } as const
  const picture = new Uint8Array(await sharp({ create: grey }).png().toBuffer())
  everything = await bindBook(
    bookOf(
      catalogue.map(({ id, example }) => ({ file: `${id}.md`, text: `# ${id}\n\n${example}` })),
      { files: Object.fromEntries(['image', 'map', 'before', 'after'].map(name => [`${name}.png`, picture])) },
    ),
  )
})

async function render(book: BoundBook, options: Partial<SinglePageOptions> = {}) {
  const { html, ...rest } = await renderSinglePage(book, { prepareImage: prepareImages(), ...options })
  const page = new TextDecoder().decode(html)
  const elements: Element[] = []
  visit(fromHtml(page) as Root, 'element', (node: Element) => void elements.push(node))
  return { ...rest, html: page, elements }
}

it('names every place of every feature once, and leads to no other', async () => {
  const { elements } = await render(everything)
  const ids = elements.flatMap(({ properties: { id } }) => (id ? [String(id)] : []))
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  const inner = elements.flatMap(({ properties: { href } }) =>
    String(href).startsWith('#') ? [String(href).slice(1)] : [],
  )
  expect(inner.length).toBeGreaterThan(catalogue.length)
  expect(inner.filter(id => !ids.includes(id))).toEqual([])
})

it('holds all it needs, and asks no other host', async () => {
  const { html, files, elements } = await render(everything)
  expect(files.size).toBe(0)
  for (const { tagName, properties } of elements) {
    expect(['script', 'iframe', 'object', 'embed', 'link']).not.toContain(tagName)
    if (tagName === 'img') expect(properties.src).toMatch(/^data:image\/png;base64,/)
  }
  const addresses = [...html.matchAll(/url\((['"]?)([^'")]*)/g)].map(([, , address]) => address!)
  expect(addresses.filter(address => !/^(data:|#|%23)/.test(address))).toEqual([])
})

it('can leave pictures and fonts in files beside it', async () => {
  const { html, files } = await render(everything, { inline: false })
  expect([...files.keys()]).toContain('images/001.png')
  expect([...files.keys()]).toContain('fonts/source-serif-OFL.txt')
  for (const [, path] of html.matchAll(/(?:src="|url\(')((?:images|fonts)\/[^"']+)/g))
    expect(files.has(path!)).toBe(true)
})

it('has one heading for the book, and those of its pages below', async () => {
  const { elements } = await render(await bindBook(bookOf(['# One\n\n## In it\n\n### Deeper'])))
  const headings = elements.filter(({ tagName }) => /^h\d$/.test(tagName)).map(({ tagName }) => tagName)
  expect(headings).toEqual(['h1', 'h2', 'h3', 'h4'])
})
