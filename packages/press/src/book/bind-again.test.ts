import { catalogue } from '@octavo/manuscript'
import { expect, test } from 'vitest'
import { realBook } from '../real-book.fixture.ts'
import { bookOf } from '../testing.ts'
import { Binder, bindBook } from './bind-book.ts'
import type { BoundBook } from './bound-book.ts'
import type { PressBook, PressPage } from './press-book.ts'

const page = (name: string, text: string, kind: PressPage['kind'] = 'chapter'): PressPage => ({
  file: `${name}.md`,
  kind,
  text,
})

const preface = page('preface', '# Preface\n\n## Thanks\n\nTo [](#comb), [](#swarm-title).\n', 'front')
const hive = page(
  'hive',
  '# Hive\n\n[{name}](#bee)\n\n(comb)=\n## The comb of [](#bee)\n\nWax {cite:p}`kb`, {index}`honey`, [map](map.png).\n\n```{figure} bee.png\n:label: bee\nA bee beside [](#sizes), {ref}`sizes`.\n```\n\n[{name}](#bee)\n',
)
const swarm = page(
  'swarm',
  '(swarm-title)=\n# Swarm\n\nFrom [](#comb), [{name}](#bee), [the hive](hive.md#comb).[^n]\n\n:::{table} Sizes\n:label: sizes\n| a |\n|---|\n| 1 |\n:::\n\n[^n]: Small [](#comb).\n',
)
const copy = page('copy', '# Copy\n\n[{name}](#bee)\n\n```{embed} #sizes\n```\n\n```{bibliography}\n```\n')
const part = (children: PressPage[], title = 'Bees'): PressPage => ({
  file: 'part.md',
  kind: 'part',
  title,
  text: '',
  children,
})

const files = { 'bee.png': 'x', 'map.png': 'x' }
const bibliography = '@book{kb, title={Bees}, author={Kay Bee}, year={2020}}'
const book = (pages: PressPage[], rest: Partial<PressBook> = {}): PressBook => ({
  ...bookOf([], { files }),
  bibliography,
  pages,
  ...rest,
})
const changed = (of: PressPage, from: string, to: string): PressPage => {
  expect(of.text).toContain(from)
  return { ...of, text: of.text.replace(from, to) }
}

const all = [preface, part([hive, swarm]), copy]

const steps: Record<string, PressBook> = {
  'a word of a paragraph': book([changed(preface, 'To', 'Thanks to'), ...all.slice(1)]),
  'what is embedded elsewhere': book([preface, part([hive, changed(swarm, '| 1 |', '| 2 |')]), ...all.slice(2)]),
  'a heading that is referred to': book([
    preface,
    part([changed(hive, 'The comb', 'The wax'), swarm]),
    ...all.slice(2),
  ]),
  'a caption that is shown elsewhere': book([
    preface,
    part([changed(hive, 'A bee', 'Two bees'), swarm]),
    ...all.slice(2),
  ]),
  'a caption that is shown in a caption': book([
    preface,
    part([hive, changed(swarm, 'Sizes', 'Widths')]),
    ...all.slice(2),
  ]),
  'a name that is gone': book([preface, part([changed(hive, '(comb)=\n', ''), swarm]), ...all.slice(2)]),
  'another work cited': book([preface, part([changed(hive, '{cite:p}`kb`', 'and'), swarm]), ...all.slice(2)]),
  'a work of another year': book(all, { bibliography: bibliography.replace('2020', '2021') }),
  'a page before': book([preface, page('new', '# New\n'), ...all.slice(1)]),
  'the order of pages': book([preface, part([swarm, hive]), ...all.slice(2)]),
  'a page less': book([preface, part([hive]), ...all.slice(2)]),
  'a page out of its part': book([preface, hive, part([swarm]), ...all.slice(2)]),
  'the title of a part': book([preface, part([hive, swarm], 'Wasps'), ...all.slice(2)]),
  'a figure more, unnumbered before': book([
    changed(preface, '## Thanks', '```{figure} bee.png\n:label: first\nOne.\n```\n\n## Thanks'),
    ...all.slice(1),
  ]),
  'a file that is gone': book(all, { files: bookOf([], { files: { 'bee.png': 'x' } }).files }),
  'the language': book(all, { language: 'de' }),
  'deeper numbers': book(all, { numberedSections: 0 }),
  macros: book(all, { macros: { '\\R': '\\mathbb{R}' } }),
  'an abbreviation': book(all, { abbreviations: { HTML: 'HyperText' } }),
}

/** Bound after one another by one binder, each is as bound anew, and what was given before stays as it was. */
async function expectAsAnew(...books: PressBook[]): Promise<void> {
  const binder = new Binder()
  const given: [BoundBook, BoundBook['pages']][] = []
  for (const one of books) {
    const bound = await binder.bind(one)
    expect(comparable(bound)).toEqual(comparable(await bindBook(one)))
    given.push([bound, structuredClone(bound.pages)])
  }
  for (const [bound, pages] of given) expect(bound.pages).toEqual(pages)
}

test.each(Object.entries(steps))('bound again with %s changed, there and back, it is as bound anew', (_, other) =>
  expectAsAnew(book(all), other, book(all)),
)

test('so it is with every feature there is', async () => {
  const every = page('every', catalogue.map(({ example }) => example).join('\n\n'))
  const together = (pages: PressPage[]) => book([...pages, every])
  await expectAsAnew(
    together(all),
    together([changed(preface, 'To', 'Thanks to'), ...all.slice(1)]),
    together(all.slice(1)),
  )
})

test('pages that show nothing of what changed are the same objects', async () => {
  const binder = new Binder()
  const before = await binder.bind(book(all))
  const same = (after: BoundBook) =>
    after.pages.filter(one => before.pages.includes(one)).map(({ file }) => file.replace('.md', ''))
  const others = ['part', 'hive', 'swarm']
  expect(same(await binder.bind(book(all)))).toEqual(['preface', ...others])
  expect(same(await binder.bind(steps['a word of a paragraph']!))).toEqual(others)
  expect(same(await binder.bind(steps['a heading that is referred to']!))).toEqual([])
})

test('books that are bound at the same time do not mix', async () => {
  const slowly = (book: PressBook): PressBook => ({
    ...book,
    files: {
      ...book.files,
      fetch: async () => ({ reason: await new Promise(resolve => setTimeout(resolve, 5, 'late')) }),
    },
    pages: [...book.pages, page('far', '# Far\n\n![A bee](https://example.org/bee.png) [](#comb)\n')],
  })
  const binder = new Binder()
  const books = [book(all), ...Object.values(steps), book(all)].map(slowly)
  await binder.bind(books[0]!)
  const bound = await Promise.all(books.map(book => binder.bind(book)))
  for (const [at, one] of bound.entries()) expect(comparable(one)).toEqual(comparable(await bindBook(books[at]!)))
})

test('what a reference shows does not hang on where it stands', async () => {
  const { pages } = await bindBook(book(all))
  const shown = pages.flatMap(
    ({ file, children }) =>
      JSON.stringify(children)
        .match(/"anchor":"bee".{0,400}/g)
        ?.map(text => [file, /"value":"([^"]+)"/.exec(text)?.[1]]) ?? [],
  )
  const bee = 'A bee beside Table 2.1, Table 2.1.'
  expect(shown).toEqual([
    ['hive.md', bee],
    ['hive.md', bee],
    ['swarm.md', bee],
    ['copy.md', bee],
  ])
})

test.skipIf(!realBook())('a real book is bound again as anew', async () => {
  const binder = new Binder()
  const real = realBook()!
  const before = await binder.bind(real)
  let chapters = 0
  const edited = (pages: PressPage[]): PressPage[] =>
    pages.map(one => ({
      ...one,
      ...(one.kind === 'chapter' && ++chapters === 5 && { text: one.text.replace(/\n\n([A-Z])/, '\n\nAgain $1') }),
      ...(one.children && { children: edited(one.children) }),
    }))
  const other = { ...real, pages: edited(real.pages) }
  const after = await binder.bind(other)
  expect(comparable(after)).toEqual(comparable(await bindBook(other)))
  expect(after.pages.filter(one => !before.pages.includes(one)).length).toBeLessThan(4)
})

/** Without files, which are not compared by what is in them. */
const comparable = ({ files: _, ...rest }: BoundBook) => rest
