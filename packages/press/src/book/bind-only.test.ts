import { catalogue } from '@octavo/manuscript'
import { expect, test } from 'vitest'
import { Binder } from './bind-book.ts'
import type { PressBook, PressPage } from './press-book.ts'

const page = (file: string, text: string, kind: PressPage['kind'] = 'chapter'): PressPage => ({
  file: `chapters/${file}.md`,
  kind,
  text,
})

const book = (pages: PressPage[]): PressBook => ({
  id: '6f1c2f0e-0000-4000-8000-000000000002',
  title: 'Bees',
  authors: [],
  language: 'en',
  modified: new Date('2026-01-01T00:00:00Z'),
  numberedSections: 2,
  bibliography: '@book{kb, title={Bees}, author={Kay Bee}, year={2020}}',
  files: { has: () => false, read: async () => new Uint8Array() },
  pages,
})

const pages = [
  page('preface', '# Preface\n\n## Thanks\n\nTo [](#comb).\n', 'front'),
  page(
    'hive',
    '# Hive\n\n(comb)=\n## The comb\n\nWax {cite:p}`kb`, {index}`honey`.\n\n:::{table} Sizes\n:label: sizes\n| a |\n|---|\n| 1 |\n:::\n',
  ),
  page('swarm', '# Swarm\n\nFrom [](#comb), [](#sizes), [the hive](hive.md).[^n]\n\n[^n]: Small [](#comb).\n'),
  page('copy', '# Copy\n\n```{embed} #sizes\n```\n\n```{bibliography}\n```\n'),
  page('all', catalogue.map(({ example }) => example).join('\n\n')),
]

test('a page bound alone is the page bound with all others', async () => {
  const whole = await new Binder().bind(book(pages))
  const binder = new Binder()
  // The second time nothing is counted that has not changed.
  for (const { file } of [...pages, ...pages]) {
    const alone = await binder.bind(book(pages), { only: file })
    const found = alone.pages.find(one => one.file === file)
    expect(found, file).toEqual(whole.pages.find(one => one.file === file))
    expect(alone.problems.filter(one => one.file === file)).toEqual(whole.problems.filter(one => one.file === file))
  }
})

test('numbers follow what changes before a page', async () => {
  const binder = new Binder()
  const only = 'chapters/swarm.md'
  await binder.bind(book(pages), { only })
  const more = [pages[0]!, page('new', '# New\n'), ...pages.slice(1)]
  const changed = await binder.bind(book(more), { only })
  expect(changed.pages.find(one => one.file === only)).toEqual(
    (await new Binder().bind(book(more))).pages.find(one => one.file === only),
  )
  // Back again: what was counted with other numbers is not taken.
  const back = await binder.bind(book(pages), { only })
  expect(back.pages.find(one => one.file === only)?.number).toBe('2')
})
