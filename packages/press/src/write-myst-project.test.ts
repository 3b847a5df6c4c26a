import { assembleChapter, checkMyst, headingsOf, referencesOf } from '@octavo/manuscript'
import fc from 'fast-check'
import { validateProjectConfig, validateSiteConfig } from 'myst-config'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { MystBook } from './myst-book.ts'
import { writeMystProject } from './write-myst-project.ts'

const page = (title: string, slug: string) => ({
  title,
  slug,
  text: assembleChapter({ title, label: slug, sections: [{ title: 'Why', text: 'Because.' }] }),
})

const book: MystBook = {
  title: 'Queues: "a" guide\nin # two lines',
  subtitle: '1984',
  description: 'It costs $5 and $10.\n\n- [not] a *list* of {roles}`x` @all',
  authors: ['Ada Lovelace', 'The Octavo contributors'],
  language: 'en',
  license: 'CC-BY-4.0',
  chapters: [
    page('First: why', 'first-why'),
    {
      title: 'Part: [one]',
      slug: 'part-one',
      text: '',
      children: [page('Leases', 'leases'), page('Leases', 'leases')],
    },
  ],
  glossary: '# Glossary\n\n:::{glossary}\nLease\n: A claim.\n:::',
  assets: new Map([['images/a.png', new Uint8Array([1, 2])]]),
}

/** What mystmd's own validators say of a configuration. */
function validate(text: string): string[] {
  const config = parse(text)
  const messages: NonNullable<Parameters<typeof validateProjectConfig>[1]['messages']> = {}
  validateProjectConfig(config.project, { property: 'project', messages })
  validateSiteConfig(config.site, { property: 'site', messages })
  return [...(messages.errors ?? []), ...(messages.warnings ?? [])].map(({ message }) => message)
}

describe('writeMystProject', () => {
  const project = writeMystProject(book)
  const text = (path: string) => String(project.get(path))

  it('lays out the files in order', () => {
    expect([...project.keys()]).toEqual([
      'myst.yml',
      'index.md',
      'chapters/01-first-why.md',
      'chapters/02-leases.md',
      'chapters/03-leases.md',
      'glossary.md',
      'images/a.png',
    ])
    expect(text('chapters/01-first-why.md')).toBe(book.chapters[0]!.text)
  })

  it('writes a configuration mystmd has nothing to say against', () => {
    expect(validate(text('myst.yml'))).toEqual([])
    expect(parse(text('myst.yml'))).toEqual({
      version: 1,
      project: {
        title: 'Queues: "a" guide in # two lines',
        subtitle: '1984',
        description: 'It costs $5 and $10. - [not] a *list* of {roles}`x` @all',
        authors: [{ name: 'Ada Lovelace' }, { name: 'The Octavo contributors' }],
        license: 'CC-BY-4.0',
        toc: [
          { file: 'index.md' },
          { file: 'chapters/01-first-why.md' },
          { title: 'Part: [one]', children: [{ file: 'chapters/02-leases.md' }, { file: 'chapters/03-leases.md' }] },
          { file: 'glossary.md' },
        ],
      },
      site: { template: 'book-theme' },
    })
  })

  it('writes a first page that is clean, shows the description as it is, and links to every page', () => {
    const first = text('index.md')
    expect(checkMyst(first)).toEqual([])
    expect(headingsOf(first)).toEqual([])
    expect(first).toContain('It costs \\$5 and \\$10.')
    expect(first).toContain('\n\n\\- \\[not\\] a')
    expect(referencesOf(first).map(reference => reference.target)).toEqual(
      [...project.keys()].filter(path => path.endsWith('.md') && path !== 'index.md'),
    )
  })

  it.each([
    [{ ...book, chapters: [] }, 'at least one chapter'],
    [{ ...book, chapters: [page('T', 'x'), { ...page('T', 'x'), slug: '../x' }] }, 'cannot name a file'],
    [{ ...book, assets: new Map([['../a.png', 'x']]) }, 'no path inside'],
    [{ ...book, assets: new Map([['/a.png', 'x']]) }, 'no path inside'],
    [{ ...book, assets: new Map([['index.md', 'x']]) }, 'already a file'],
  ])('refuses what would leave the book or overwrite it (%#)', (bad, message) => {
    expect(() => writeMystProject(bad)).toThrow(message)
  })

  it('keeps mystmd content whatever the titles, and writes the same bytes again', () => {
    const title = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .map(raw => raw.toWellFormed())
      .filter(raw => raw.trim() !== '')
    fc.assert(
      fc.property(title, title, fc.array(title, { minLength: 1, maxLength: 12 }), (name, description, titles) => {
        const odd: MystBook = {
          title: name,
          subtitle: name,
          description,
          chapters: titles.map(name => ({ ...page(name, 'x'), title: name })),
        }
        const config = String(writeMystProject(odd).get('myst.yml'))
        expect(validate(config)).toEqual([])
        expect(parse(config).project.title).toBe(name.replace(/\s+/g, ' ').trim())
        expect(writeMystProject(odd)).toEqual(writeMystProject(odd))
      }),
      { numRuns: 200 },
    )
  })
})
