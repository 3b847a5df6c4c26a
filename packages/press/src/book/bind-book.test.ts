import { catalogue } from '@octavo/manuscript'
import { describe, expect, it } from 'vitest'
import { bookOf } from '../testing.ts'
import { Binder, bindBook } from './bind-book.ts'
import type { BoundBook } from './bound-book.ts'
import { type BookNode, isNodeType } from './nodes.ts'

function* all(nodes: readonly BookNode[]): Generator<BookNode> {
  for (const node of nodes) {
    yield node
    yield* all(node.children ?? [])
    for (const part of ['entry', 'references', 'see', 'seeAlso']) yield* all((node[part] as BookNode[]) ?? [])
    for (const part of ['target', 'of']) if (typeof node[part] === 'object') yield* all([node[part] as BookNode])
  }
}

const everyNode = (book: BoundBook) =>
  book.pages.flatMap(page => [
    ...all(page.titleNodes),
    ...all(page.children),
    ...[...page.footnotes.values()].flatMap(({ children }) => [...all(children)]),
  ])

const words = (nodes: readonly BookNode[]): string => [...all(nodes)].map(({ value }) => value ?? '').join('')

describe('bindBook', () => {
  it.each(catalogue.map(feature => [feature.id, feature.example]))(
    'binds %s to nodes every target knows',
    async (_, text) => {
      const book = await bindBook(bookOf([`# A page\n\n${text}`]))
      for (const { type } of everyNode(book)) expect(isNodeType(type), type).toBe(true)
    },
  )

  it('binds the whole catalogue as one page, each place with a name of its own', async () => {
    const book = await bindBook(bookOf([catalogue.map(feature => feature.example).join('\n\n')]))
    const ids = everyNode(book)
      .map(({ id }) => id)
      .filter(id => id !== undefined)
    expect(ids.length).toBeGreaterThan(20)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('numbers chapters through parts, appendices by letter, and what is in them by theirs', async () => {
    const figure = '```{figure} a.png\n:label: fig-x\nSeen.\n```'
    const book = await bindBook(
      bookOf(
        [
          { kind: 'front', text: '# Preface' },
          {
            kind: 'part',
            title: 'Part I: Before',
            children: [{ file: 'a.md', kind: 'chapter', text: `# One\n\n## In it\n\n${figure}` }],
          },
          { kind: 'chapter', text: '# Two\n\nSee [](#fig-x) and [](#in-it).' },
          { kind: 'part', title: 'Appendices', children: [{ file: 'z.md', kind: 'back', text: '# Tables' }] },
        ],
        { files: { 'a.png': 'x' } },
      ),
    )
    expect(book.pages.map(({ numberLabel, title }) => [numberLabel, title])).toEqual([
      [undefined, 'Preface'],
      ['Part I', 'Before'],
      ['Chapter 1', 'One'],
      ['Chapter 2', 'Two'],
      [undefined, 'Appendices'],
      ['Appendix A', 'Tables'],
    ])
    expect(book.pages[2]!.parent).toBe(book.pages[1])
    expect(book.pages[2]!.headings).toEqual([{ depth: 2, id: 'in-it', title: 'In it', number: '1.1' }])
    expect(words(book.pages[3]!.children)).toContain('Figure 1.1')
    const references = [...all(book.pages[3]!.children)].filter(({ type }) => type === 'crossReference')
    expect(references.map(({ page, anchor }) => [page, anchor])).toEqual([
      ['a', 'fig-x'],
      ['a', 'in-it'],
    ])
    expect(book.problems).toEqual([])
  })

  it('takes a number the author gave for his own, and counts on from it', async () => {
    const book = await bindBook(bookOf(['# Chapter 7: Late', '# Next', '# Chapter and verse']))
    expect(book.pages.map(({ number, title }) => [number, title])).toEqual([
      ['7', 'Late'],
      ['8', 'Next'],
      ['9', 'Chapter and verse'],
    ])
  })

  it('says what is missing or leads nowhere, with its line, and shows the words all the same', async () => {
    const book = await bindBook(
      bookOf(
        [
          '# A\n\n[gone](b.md) and ![](none.png)\n\n[run](ftp://example.org/x)\n\n{ref}`nowhere`\n\n```{nothing}\nbut text\n```\n\n[@who]',
        ],
        { bibliography: '@book{x, title={X}, year=2020}' },
      ),
    )
    expect(book.problems.map(({ rule, line }) => [rule, line])).toEqual([
      ['unknown-directive', 9],
      ['broken-link', 3],
      ['missing-image', 3],
      ['broken-link', 5],
      ['broken-reference', 7],
      ['broken-citation', 13],
    ])
    const shown = words(book.pages[0]!.children)
    for (const word of ['gone', 'run', 'nowhere', 'but text', 'who']) expect(shown).toContain(word)
    expect(JSON.stringify(book.pages)).not.toContain('ftp:')
  })

  it('finds the line of what stands in HTML', async () => {
    const book = await bindBook(bookOf(['# A\n\nBefore.\n\n<p><img src="gone.png" alt="Gone"></p>\n\nAfter.']))
    expect(book.problems).toMatchObject([{ rule: 'missing-image', line: 3 }])
  })

  it('brings pictures from the web into the book where it can, each address once', async () => {
    const asked: string[] = []
    const seen: string[] = []
    const book = bookOf([
      '# A\n\n![Bee](https://bees.example/a.png) ![No](//bees.example/no.png) ![In text](data:image/png;base64,)',
      '# B\n\n```{figure} https://bees.example/a.png\nA bee.\n```',
    ])
    const files = {
      ...book.files,
      fetch: async (url: string) => {
        asked.push(url)
        return url.endsWith('/a.png') ? { path: 'images/a.png' } : { reason: 'It answered 404. Mend it.' }
      },
    }
    const bound = await bindBook({ ...book, files }, { onPicture: path => seen.push(path) })
    expect([asked, seen]).toEqual([['https://bees.example/a.png', 'https://bees.example/no.png'], ['images/a.png']])
    const pictures = everyNode(bound).filter(({ type }) => type === 'image')
    expect(pictures.map(({ path, remote }) => path ?? remote)).toEqual([
      'images/a.png',
      '//bees.example/no.png',
      'data:image/png;base64,',
      'images/a.png',
    ])
    expect(bound.problems.map(({ rule, message }) => [rule, message])).toEqual([
      ['remote-image', 'the picture //bees.example/no.png could not be fetched: It answered 404. Mend it'],
      ['remote-image', expect.stringContaining('is on another host')],
    ])

    asked.length = 0
    await bindBook({ ...book, files }, { only: 'page-2.md' })
    expect(asked).toEqual(['https://bees.example/a.png'])
  })

  it('links pages to each other by path, whatever folder they are in, and to files', async () => {
    const book = await bindBook(
      bookOf(
        [
          {
            file: 'index.md',
            kind: 'front',
            text: '# Home\n\n[](chapters/a.md) [](/chapters/a#there) [data](data.csv)',
          },
          { file: 'chapters/a.md', text: '# A\n\n(there)=\n## There\n\n[home](../index.md)' },
        ],
        { files: { 'data.csv': 'x' } },
      ),
    )
    const links = everyNode(book).filter(({ type }) => type === 'crossReference' || type === 'link')
    expect(links.map(({ page, anchor, download, children }) => [page ?? download, anchor, words(children!)])).toEqual([
      ['a', undefined, 'A'],
      ['a', 'there', 'A'],
      ['data.csv', undefined, 'data'],
      ['index', undefined, 'home'],
    ])
    expect(book.problems).toEqual([])
  })

  it('gives cited works, in order, and the index a page of their own at the end', async () => {
    const bibliography = `
      @book{knuth1984, author={Knuth, Donald E.}, title={The {TeX}book}, publisher={Addison-Wesley}, year={1984}}
      @article{dijkstra1968, author={Dijkstra, Edsger W.}, title={Go To Statement Considered Harmful}, journal={Communications of the ACM}, volume={11}, number={3}, pages={147--148}, year={1968}, doi={10.1145/362929.362947}}
      @book{unread, author={Nobody, A.}, title={Unread}, year={2000}}`
    const book = await bindBook(
      bookOf(
        [
          '# A\n\nAs @knuth1984 says [@dijkstra1968; @knuth1984].\n\nA {index}`lease` ends.\n\n```{index} pair: Lease; renewal\n```\nIt is renewed.',
        ],
        { bibliography },
      ),
    )
    expect(book.pages.map(({ title, kind }) => [title, kind])).toEqual([
      ['A', 'chapter'],
      ['References', 'back'],
      ['Index', 'back'],
    ])
    expect(words(book.pages[0]!.children)).toMatch(
      /As Knuth \(1984\)\s+says \(\s*Dijkstra, 1968\s*;\s*Knuth, 1984\s*\)/,
    )
    const entries = book.pages[1]!.children[0]!.children!
    expect(entries.map(entry => words(entry.children!).replace(/\s+/g, ' '))).toEqual([
      'Dijkstra, E. W. (1968). Go To Statement Considered Harmful. Communications of the ACM 11(3): 147–148. https://doi.org/10.1145/362929.362947',
      'Knuth, D. E. (1984). The TeXbook. Addison-Wesley.',
    ])
    const letters = book.pages[2]!.children[0]!.children!
    expect(
      letters.map(({ letter, children }) => [letter, children!.map(term => words(term.entry as BookNode[]))]),
    ).toEqual([
      ['L', ['lease']],
      ['R', ['renewal']],
    ])
  })

  it('numbers footnotes of a page and keeps their text apart', async () => {
    const book = await bindBook(
      bookOf(['# A\n\nOne[^b] two[^a].\n\n[^a]: Second.\n\n[^b]: First *note*.', '# B\n\nAgain[^b].\n\n[^b]: Other.']),
    )
    expect(
      [...book.pages[0]!.footnotes].map(([key, { number, children }]) => [key, number, words(children).trim()]),
    ).toEqual([
      ['b', 1, 'First note.'],
      ['a', 2, 'Second.'],
    ])
    expect(book.pages[1]!.footnotes.get('b')!.number).toBe(1)
    expect(words(book.pages[0]!.children)).not.toContain('Second')
  })

  it('includes files of the book, and shows where one is missing', async () => {
    const book = await bindBook(
      bookOf(
        ['# A\n\n```{include} part.md\n```\n\n```{literalinclude} code.py\n```\n\n```{include} ../../etc/passwd\n```'],
        {
          files: { 'part.md': 'From *there*.', 'code.py': 'print(1)\n' },
        },
      ),
    )
    expect(words(book.pages[0]!.children)).toContain('there')
    expect(book.pages[0]!.children.find(({ type }) => type === 'code')!.value).toContain('print(1)')
    expect(book.problems.map(({ rule }) => rule)).toEqual(['missing-file'])
  })

  it('prints no exercise and no solution that is hidden, and takes a # in a table for what it is', async () => {
    const table = '```{list-table}\n:header-rows: 1\n* - \\#\n  - #\n* - 1\n  - 2\n```'
    const text = `# A\n\n\`\`\`{exercise}\n:label: ex\n:hidden:\nSecret.\n\`\`\`\n\n\`\`\`{solution} ex\n:hidden:\nForty-two.\n\`\`\`\n\n${table}\n\n## After`
    const book = await bindBook(bookOf([text]))
    const shown = words(book.pages[0]!.children)
    expect(shown).not.toMatch(/Secret|Forty-two/)
    expect(book.pages[0]!.headings).toMatchObject([{ title: 'After', number: '1.1', depth: 2 }])
    expect(shown).toContain('##')
  })

  it('speaks the language of the book', async () => {
    const text =
      '# A\n\n:::{note}\nX\n:::\n\n:::{prf:theorem}\n:label: s\nWahr.\n:::\n\nNach [](#s).\n\n:::{figure} a.png\n:label: f\nGesehen.\n:::'
    const book = await bindBook(bookOf([text], { language: 'de-AT', files: { 'a.png': 'x' } }))
    const shown = words(book.pages[0]!.children)
    for (const word of ['Hinweis', 'Abbildung\u00a01.1', 'Satz 1.1']) expect(shown).toContain(word)
    expect(book.pages[0]!.numberLabel).toBe('Kapitel 1')
  })

  it('binds again what it has read without reading it, to the same', async () => {
    const binder = new Binder()
    const first = bookOf(['# A\n\n[](#b)', '(b)=\n# B'])
    const once = await binder.bind(first)
    expect(await binder.bind(first)).toEqual(once)
    const edited = { ...first, pages: [first.pages[0]!, { ...first.pages[1]!, text: '(b)=\n# Changed' }] }
    expect(words((await binder.bind(edited)).pages[0]!.children)).toContain('Changed')
    expect(await binder.bind(first)).toEqual(once)
  })
})
