import type { Element } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { toText } from 'myst-common'
import { visit } from 'unist-util-visit'
import { describe, expect, it } from 'vitest'
import { Binder, bindBook } from '../book/bind-book.ts'
import type { BookProblem } from '../book/bound-book.ts'
import type { PressBook } from '../book/press-book.ts'
import { bookOf } from '../testing.ts'
import { BaseUrlError, renderSite, SiteCache, type SiteFile, type SiteOptions } from './index.ts'
import { everyFeature, jobQueues, picture } from './sample-books.fixture.ts'

async function siteOf(book: PressBook, options?: SiteOptions): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for await (const { path, bytes } of renderSite(await bindBook(book), options))
    files.set(path, new TextDecoder().decode(bytes))
  return files
}

async function collect(files: AsyncIterable<SiteFile>): Promise<SiteFile[]> {
  const collected: SiteFile[] = []
  for await (const file of files) collected.push(file)
  return collected
}

/** Every address the elements of a page hold, and every name. */
function addressesIn(html: string): { element: string; attribute: string; value: string }[] {
  const found: { element: string; attribute: string; value: string }[] = []
  visit(fromHtml(html), 'element', ({ tagName, properties }: Element) => {
    for (const attribute of ['href', 'src', 'id', 'content']) {
      const value = properties[attribute]
      if (value !== undefined && value !== null) found.push({ element: tagName, attribute, value: String(value) })
    }
  })
  return found
}

function elements(html: string, name: string): Element[] {
  const found: Element[] = []
  visit(fromHtml(html), 'element', (element: Element) => {
    if (element.tagName === name) found.push(element)
  })
  return found
}

const everything = await siteOf(everyFeature())

describe('renderSite', () => {
  it('gives pages whose every address leads to a file and a place of the site', async () => {
    for (const files of [everything, await siteOf(jobQueues(), { theme: 'literary' })]) {
      const pages = [...files].filter(([path]) => path.endsWith('.html'))
      const names = new Map(
        pages.map(([path, html]) => [
          path,
          new Set(addressesIn(html).flatMap(({ attribute, value }) => (attribute === 'id' ? [value] : []))),
        ]),
      )
      const lost: string[] = []
      for (const [path, html] of pages) {
        for (const { element, attribute, value } of addressesIn(html)) {
          if (!['href', 'src'].includes(attribute) || (element === 'a' && /^(https?|mailto|tel):/.test(value))) continue
          const [file = '', anchor] = value.split('#')
          const target = decodeURIComponent(file) || path
          const named = !anchor || names.get(target)?.has(decodeURIComponent(anchor))
          if (!files.has(target) || !named) lost.push(`${path}: ${value}`)
        }
      }
      expect(lost).toEqual([])
    }
  })

  it('gives the same bytes for the same book', async () => {
    expect([...(await siteOf(everyFeature()))]).toEqual([...everything])
    expect([...everything.keys()].filter(path => /^assets\/octavo-[0-9a-f]{10}\.(css|js)$/.test(path))).toHaveLength(2)
  })

  it('shows a book without any address on another host but in links', async () => {
    for (const [path, text] of everything) {
      if (!path.endsWith('.html')) continue
      for (const { element, value } of addressesIn(text))
        if (element !== 'a') expect(value).not.toMatch(/^(https?:)?\/\//)
    }
  })

  it('names the pages of the site itself first, and gives others a name beside', async () => {
    const files = await siteOf(
      bookOf([
        { file: 'index.md', kind: 'front', text: '# Hello\n\nTo [the other](404.md).' },
        { file: '404.md', text: '# Error 404\n\nBack to [the start](index.md).' },
      ]),
    )
    expect(files.get('welcome.html')).toContain('href="page-404.html"')
    expect(files.get('page-404.html')).toContain('href="welcome.html"')
    expect(files.get('index.html')).toContain('<a class="act" href="welcome.html">')
  })

  it('says where it is when it is told, to search engines, feeds and those who share it', async () => {
    const files = await siteOf(jobQueues(), { baseUrl: 'https://example.org/books/queues' })
    const page = files.get('leases.html')!
    expect(page).toContain('<link rel="canonical" href="https://example.org/books/queues/leases.html">')
    expect(page).toMatch(/property="og:image" content="https:\/\/example\.org\/books\/queues\/images\/cover-\w+\.jpg"/)
    const [data] = elements(page, 'script').filter(({ properties }) => properties.type === 'application/ld+json')
    expect(JSON.parse(toText(data!.children as never))).toMatchObject({
      '@type': 'Chapter',
      position: '4',
      isPartOf: { '@type': 'Book', name: 'Job Queues on PostgreSQL', url: 'https://example.org/books/queues/' },
    })
    expect(files.get('sitemap.xml')!.match(/<loc>/g)).toHaveLength(11)
    expect(files.get('feed.xml')).toContain('<link rel="self" href="https://example.org/books/queues/feed.xml"/>')
    expect(files.get('robots.txt')).toContain('Sitemap: https://example.org/books/queues/sitemap.xml')
    await expect(siteOf(bookOf(['# A']), { baseUrl: 'ftp://example.org' })).rejects.toThrow(BaseUrlError)
  })

  it('has neither sitemap nor feed nor canonical address when it is not told where it is', async () => {
    const files = await siteOf(bookOf(['# A']))
    expect(files.has('sitemap.xml') || files.has('feed.xml')).toBe(false)
    expect(files.get('page-1.html')).not.toContain('canonical')
  })

  it('renders an edited chapter alone, and everything anew when a title changes', async () => {
    const cache = new SiteCache()
    const binder = new Binder()
    const book = bookOf(['# One\n\n(x)=\n## Here\n\nText.', '# Two\n\nSee [](#x).', '# Three\n\n![](a.png)'], {
      files: { 'a.png': picture() },
    })
    const render = async (pages: PressBook['pages']) => {
      const bound = await binder.bind({ ...book, pages })
      return (await collect(renderSite(bound, { cache }))).filter(({ changed }) => changed).map(({ path }) => path)
    }
    const withText = (at: number, text: string) =>
      book.pages.map((page, index) => (index === at ? { ...page, text } : page))
    await render(book.pages)
    const kept = cache.pages.get('page-2')
    expect(await render(withText(0, '# One\n\n(x)=\n## Here\n\nOther words.'))).toEqual([
      'page-1.html',
      'previews/page-1.js',
      'search.js',
      'sw.js',
    ])
    expect(cache.pages.get('page-2')).toBe(kept)
    expect(await render(book.pages)).toEqual(['page-1.html', 'previews/page-1.js', 'search.js', 'sw.js'])
    expect(await render(book.pages)).toEqual([])
    const renamed = await render(withText(2, '# Third\n\n![](a.png)'))
    expect(renamed).toEqual(['page-1.html', 'page-2.html', 'page-3.html', 'index.html', 'search.js', 'sw.js'])
    const fresh = await collect(renderSite(await bindBook({ ...book, pages: withText(2, '# Third\n\n![](a.png)') })))
    const again = await collect(
      renderSite(await bindBook({ ...book, pages: withText(2, '# Third\n\n![](a.png)') }), { cache }),
    )
    expect(again.map(({ bytes }) => bytes)).toEqual(fresh.map(({ bytes }) => bytes))
  })

  it('renders again what shows a picture that has changed, by its bytes or by what it is told', async () => {
    const files: Record<string, Uint8Array> = { 'a.svg': svg('red') }
    const book = bookOf(['# A\n\n![A square](a.svg)', '# B'], { files })
    const cache = new SiteCache()
    const bound = await bindBook(book)
    await collect(renderSite(bound, { cache }))
    files['a.svg'] = svg('blue')
    const untold = await collect(renderSite(bound, { cache, changed: new Set() }))
    expect(untold.filter(({ changed }) => changed)).toEqual([])
    const [old] = [...cache.hashes.keys()].filter(path => path.startsWith('images/'))
    const told = await collect(renderSite(bound, { cache }))
    expect(cache.removed).toEqual([old])
    expect(told.filter(({ changed }) => changed).map(({ path }) => path)).toEqual([
      'page-1.html',
      expect.stringMatching(/^images\/a-\w{10}\.svg$/),
      'sw.js',
    ])
  })

  it('shows the words of a picture that is damaged, and tells of it', async () => {
    const problems: BookProblem[] = []
    const book = bookOf(['# A\n\nText.\n\n![What it shows](a.png)'], { files: { 'a.png': picture().subarray(0, 40) } })
    const files = await siteOf(book, { onProblem: problem => problems.push(problem) })
    expect(files.get('page-1.html')).toContain('<span class="missing-image">What it shows</span>')
    expect(problems).toMatchObject([{ file: 'page-1.md', line: 5, rule: 'missing-image' }])
  })

  it('never runs what an author or a stranger wrote into titles, names or files', async () => {
    const evil = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>'
    const book = bookOf(
      [
        {
          text: `---\ntitle: '${evil}'\nsubtitle: '${evil}'\ndescription: '${evil}'\n---\n\n[page](x.html) \`${evil}\` ${evil}\n\n## ${evil}`,
        },
      ],
      {
        title: evil,
        subtitle: evil,
        authors: [evil],
        description: evil,
        publisher: evil,
        rights: evil,
        dedication: evil,
        isbn: evil,
        files: { 'x.html': `<script>alert(3)</script>` },
      },
    )
    const files = await siteOf(book, { baseUrl: 'https://example.org/' })
    for (const [path, text] of files) {
      if (!path.endsWith('.html')) continue
      expect(elements(text, 'img'), path).toEqual([])
      const scripts = elements(text, 'script').filter(({ properties }) => properties.type !== 'application/ld+json')
      for (const { properties, children } of scripts) {
        expect(properties.src === undefined ? toText(children as never) : '', path).not.toContain('alert')
      }
    }
    expect(files.has('files/x.html.txt')).toBe(true)
    expect(files.get('feed.xml')).not.toContain('<img')
    expect(files.get('sw.js')).not.toContain('alert')
  })

  it('keeps what search finds by section, footnotes and captions with them, formulas left out', async () => {
    const files = await siteOf(
      bookOf([
        '# A\n\nBefore[^n].\n\n## First\n\nWords $x^2$ and `code`.\n\n- one\n- two\n\n### Below\n\nMore.\n\n#### Deep\n\nDeepest.\n\n[^n]: A note.',
      ]),
    )
    const octavoSearch = new Function(`${files.get('search.js')};return octavoSearch`)()
    expect(octavoSearch).toEqual({
      pages: [['page-1.html', 'A', 'Chapter 1']],
      sections: [
        [0, '', '', 'Before. A note.'],
        [0, 'first', '1.1 First', 'Words and code. one two'],
        [0, 'below', 'Below', 'More. Deep Deepest.'],
      ],
    })
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const files = renderSite(await bindBook(bookOf(['# A', '# B'])), {
      signal: stop.signal,
      onPage: () => stop.abort(),
    })
    await expect(collect(files)).rejects.toThrow('aborted')
  })
})

const svg = (colour: string): Uint8Array =>
  new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="${colour}"/></svg>`,
  )
