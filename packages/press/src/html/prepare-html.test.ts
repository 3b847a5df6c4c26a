import { catalogue } from '@octavo/manuscript'
import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { toHtml } from 'hast-util-to-html'
import { visit } from 'unist-util-visit'
import { beforeAll, describe, expect, it } from 'vitest'
import { bindBook } from '../book/bind-book.ts'
import type { BoundBook } from '../book/bound-book.ts'
import type { BookNode } from '../book/nodes.ts'
import { bookOf } from '../testing.ts'
import { degradation, nodesOf, prepareHtml } from './index.ts'
import { anyTarget, htmlOf } from './testing.ts'

const files = {
  'image.png': 'x',
  'map.png': 'x',
  'before.png': 'x',
  'after.png': 'x',
  'film.mp4': 'x',
  'data.csv': 'x',
  'main.py': 'a = 1',
}
const bodyOf = async (text: string, target?: Parameters<typeof htmlOf>[1]) =>
  (await htmlOf(bookOf([`# A\n\n${text}`], { files }), target))[0]!.html.slice(1)

const elementsOf = (html: string): Element[] => {
  const elements: Element[] = []
  visit(fromHtml(html, { fragment: true }) as Root, 'element', (node: Element) => void elements.push(node))
  return elements
}

/** A book with every feature on a page of its own. */
let everything: BoundBook
beforeAll(async () => {
  const pages = catalogue.map(({ id, example }) => ({ file: `${id}.md`, text: `# A page\n\n${example}` }))
  everything = await bindBook(bookOf(pages, { files }))
})

describe.each([
  ['a site', { epub: false, interactive: true }],
  ['an e-book', { epub: true, interactive: false }],
])('HTML of %s', (_, target) => {
  it('has every word and every place of every feature, and loads nothing', async () => {
    const render = await prepareHtml(everything, { ...anyTarget, ...target })
    for (const page of everything.pages) {
      const { title, content, notes } = render(page)
      const html = toHtml({ type: 'root', children: [...title, ...content, ...notes] })
      const elements = elementsOf(html)
      const ids = elements.flatMap(({ properties: { id } }) => (id ? [id] : []))
      expect(new Set(ids).size, page.file).toBe(ids.length)
      const shown = html
        .replace(/<[^>]*>/g, '')
        .replace(/&#x3C;/g, '<')
        .replace(/&#x26;/g, '&')
      const nodes = nodesOf(page)
      // The title of a card leads where its target does, instead of the target's own words.
      const replaced = new Set(nodes.flatMap(({ target }) => (target as BookNode | undefined)?.children ?? []))
      for (const node of nodes) {
        if (node.id !== undefined) expect(ids, `${page.file}: ${node.type}`).toContain(node.id)
        if (!replaced.has(node) && (node.type === 'text' || node.type === 'inlineCode')) {
          expect(shown, page.file).toContain(String(node.value).trim())
        }
      }
      for (const { tagName, properties } of elements) {
        expect(loading, page.file).not.toContain(tagName)
        expect(String(properties.src ?? ''), page.file).not.toMatch(/^(\w+:|\/\/)/)
      }
    }
  })
})

const loading = ['script', 'iframe', 'object', 'embed', 'style', 'link', 'video', 'audio']

it('links notes and what refers to them both ways, twice if need be', async () => {
  const html = await bodyOf('One[^a], again[^a] and two[^b].\n\n[^a]: First.\n\n[^b]: Second.')
  const hrefs = elementsOf(html).flatMap(({ properties: { href } }) => (href ? [String(href)] : []))
  const ids = elementsOf(html).map(({ properties }) => properties.id)
  expect(hrefs).toHaveLength(6)
  for (const href of hrefs) expect(ids).toContain(href.split('#')[1])
})

it('makes of footnotes in EPUB what reading systems pop up', async () => {
  const html = await bodyOf('One[^a].\n\n[^a]: First.', { epub: true })
  expect(html).toContain('epub:type="noteref"')
  expect(html).toMatch(
    /<aside id="footnote--1" class="note" epub:type="footnote" role="doc-footnote" aria-label="Footnote 1"><p>/,
  )
})

it('leads from a work back to every place that cites it', async () => {
  const bibliography = '@book{knuth1984, author={Knuth, Donald}, title={The TeXbook}, year={1984}}'
  const pages = await htmlOf(bookOf(['# A\n\n[@knuth1984]', '# B\n\n@knuth1984'], { bibliography }))
  expect(pages[2]!.html).toContain('href="page-1.html#cited--1"')
  expect(pages[2]!.html).toContain('href="page-2.html#cited--1"')
  expect(pages[1]!.html).toContain('<a id="cited--1" href="references.html#cite-knuth1984"')
})

it('switches tabs without a script, or sets them one below the other', async () => {
  const tabs = '::::{tab-set}\n:::{tab-item} One\nFirst.\n:::\n:::{tab-item} Two\n:selected:\nSecond.\n:::\n::::'
  const choices = elementsOf(await bodyOf(tabs)).filter(({ tagName }) => tagName === 'input')
  expect(choices.map(({ properties: { type, name, checked } }) => [type, name, checked])).toEqual([
    ['radio', 'tabs--1', undefined],
    ['radio', 'tabs--1', true],
  ])
  const open = await bodyOf(tabs, { interactive: false })
  expect(open).not.toContain('<input')
  expect(open).toContain('<p class="box-title">Two</p><p>Second.</p>')
})

it('numbers and marks lines of code, beside the text that is copied', async () => {
  const html = await bodyOf('```{code-block} python\n:lineno-start: 9\n:emphasize-lines: 2\nold = 1\nnew = "<b>"\n```')
  expect(
    elementsOf(html)
      .filter(({ properties }) => properties.dataLine)
      .map(({ properties }) => properties.dataLine),
  ).toEqual(['9', '10'])
  expect(html).toContain('<span class="line emphasised" data-line="10">')
  expect(html).toContain('<span class="code-keyword">=</span>')
  expect(await bodyOf('```nonsense\na <b>\n```')).toContain('<code class="language-nonsense">a &#x3C;b></code>')
})

it('heads, aligns and spans cells of a table', async () => {
  const html = await bodyOf('| Item | Price |\n|:---|---:|\n| bread | 3.20 |')
  expect(html).toContain(
    '<thead><tr><th scope="col" class="align-left">Item</th><th scope="col" class="align-right">Price</th></tr></thead>',
  )
  expect(html).toContain('<tbody><tr><td class="align-left">bread</td><td class="align-right">3.20</td></tr></tbody>')
})

it('shows a formula nobody can read as it is written, and says where it is', async () => {
  const [page] = await htmlOf(bookOf(['# A\n\nIt is $\\frac{a}{$ so.\n\n$$x^2$$']))
  expect(page!.html).toContain('<code class="unread-math">\\frac{a}{</code>')
  expect(page!.problems).toMatchObject([{ rule: 'not-shown', line: 3 }])
  expect(page!.holds.math).toBe(true)
})

it('writes formulas as MathML, with their TeX for copying on a page and without it in EPUB', async () => {
  expect(await bodyOf('$a^2$')).toContain('<annotation encoding="application/x-tex">a^2</annotation>')
  expect(await bodyOf('$a^2$', { epub: true })).toContain('<msup><mi>a</mi><mn>2</mn></msup></math>')
  expect(await bodyOf('$\\ce{H2O}$')).toContain('<msub>')
})

it('sets no link within a link', async () => {
  const html = await bodyOf(':::{card} See [there](https://example.org/a)\n:link: https://example.org/b\nText.\n:::')
  expect(html).toContain('<a href="https://example.org/b" rel="noopener" class="external">See <span>there</span></a>')
})

it('sets no link in a title that folds', async () => {
  const box = ':::{dropdown} See [there](https://example.org/a)\nText.\n:::'
  expect(await bodyOf(box)).toContain('<summary class="box-title">See <span>there</span></summary>')
  expect(await bodyOf(box, { interactive: false })).toContain('<p class="box-title">See <a ')
})

it('prints what a target has no address for, without a link', async () => {
  const gone = { href: () => undefined, download: () => undefined, image: () => undefined }
  const html = await bodyOf('[home](page-1.md) {download}`data <data.csv>` ![A map](map.png)', gone)
  expect(html).not.toContain('<a ')
  for (const word of ['home', 'data (data.csv)', 'A map']) expect(html).toContain(word)
})

it('shifts headings and gives places names of their own where pages share a document', async () => {
  const text = '(there)=\n## There\n\n[](#there)[^a]\n\n[^a]: Note.'
  const html = await bodyOf(text, { headingShift: 1, idOf: (slug, id) => `${slug}.${id}`, href: (_, id) => `#${id}` })
  expect(html).toContain('<h3 id="page-1.there">')
  expect(html).toContain('href="#page-1.there"')
  expect(html).toContain('href="#page-1.footnote--1"')
})

it('keeps blocks out of lines, where a browser would break them', async () => {
  expect(await bodyOf('Before <div>in it</div> and after.')).toBe('<p>Before </p><div>in it</div><p> and after.</p>')
  expect(await bodyOf('## Before <div>in it</div>')).toContain('Before <span>in it</span></h2>')
})

/** The features shown otherwise than they are meant, by how. */
function degrading(target: { epub: boolean; interactive: boolean }): Record<string, string> {
  const found = new Map<string, Set<string>>()
  for (const page of everything.pages) {
    for (const node of nodesOf(page)) {
      const how = degradation(node, target)
      if (how) found.set(how, (found.get(how) ?? new Set()).add(page.file.replace('.md', '')))
    }
  }
  return Object.fromEntries([...found].map(([how, ids]) => [how, [...ids].join(' ')]))
}

it('says which features a target shows otherwise, and how', () => {
  const everywhere = {
    'a link to the page': 'iframe captioned-iframe',
    'a link to it': 'widget',
    'its text':
      'live-demo mermaid-gantt mermaid-pie mermaid-mindmap mermaid-timeline mermaid-journey mermaid-quadrant mermaid-git-graph mermaid-requirement mermaid-c4 mermaid-sankey',
    'nothing: it is for print alone': 'raw-latex raw-typst',
  }
  expect(degrading({ epub: false, interactive: true })).toEqual(everywhere)
  expect(degrading({ epub: true, interactive: false })).toEqual({
    ...everywhere,
    'an open box':
      'dropdown-admonition open-admonition dropdown open-dropdown hide-input hide-cell dropdown-proof dropdown-solution',
    'one below the other, each under its title': 'tabs synced-tabs selected-tab',
    'the name of the file': 'video download',
  })
})
