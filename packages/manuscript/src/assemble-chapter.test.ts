import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assembleChapter } from './assemble-chapter.ts'
import { checkMyst } from './check-myst.ts'
import { headingsOf } from './page.ts'

const chapter = (...sections: [title: string, text: string][]) =>
  assembleChapter({ title: 'Queues', label: 'queues', sections: sections.map(([title, text]) => ({ title, text })) })

describe('assembleChapter', () => {
  it('puts label, title, sections and footnotes in order', () => {
    expect(
      chapter(
        ['Why', '\nBecause.[^a]\n\n[^a]: note\n    more\n\nStill.\n'],
        ['How', 'So.[^a]\n\n[^a]: note\n    more'],
      ),
    ).toBe('(queues)=\n# Queues\n\n## Why\n\nBecause.[^a]\n\nStill.\n\n## How\n\nSo.[^a]\n\n[^a]: note\n    more\n')
  })

  it('renames a footnote that means something else, also in notes and tables, never in code', () => {
    const page = chapter(
      ['A', 'One.[^n]\n\n[^n]: first'],
      [
        'B',
        'Two[^n], `[^n]`.\n\n:::{note}\nThree[^n]\n:::\n\n| a | `[^n]` |\n|---|---|\n| b[^n] | c |\n\n```\n[^n]\n```\n\n[^n]: second',
      ],
      ['C', 'Four.[^n]\n\n[^n]: second'],
    )
    expect(page).toContain(
      'Two[^n-2], `[^n]`.\n\n:::{note}\nThree[^n-2]\n:::\n\n| a | `[^n]` |\n|---|---|\n| b[^n-2] | c |\n\n```\n[^n]\n```',
    )
    expect(page).toContain('Four.[^n-2]')
    expect(page.match(/^\[\^.*:.*$/gm)).toEqual(['[^n]: first', '[^n-2]: second'])
    expect(checkMyst(page)).toEqual([])
  })

  it('shifts headings so that none is skipped, and keeps one the section brings', () => {
    const page = chapter(
      ['Kept', '# Own *title*\n\nx\n\n#### Deep\n\n# C #\n'],
      ['Given', 'x\n\n# One\n\n### Two\n\nSet\nin two\n===\n\n```sh\n# no heading\n```'],
    )
    expect(headingsOf(page).map(({ depth, text }) => `${depth} ${text}`)).toEqual([
      '1 Queues',
      '2 Own title',
      '3 Deep',
      '2 C',
      '2 Given',
      '3 One',
      '4 Two',
      '3 Set in two',
    ])
    expect(page).toContain('```sh\n# no heading\n```')
  })

  it('refuses a label that MyST cannot read', () => {
    expect(() => assembleChapter({ title: 'T', label: 'two words', sections: [] })).toThrow('slugify')
  })

  it('loses no word, skips no heading level and leaves the footnotes sound', () => {
    const block = fc.constantFrom(
      'Plain text.',
      'Text[^a] and[^b].',
      'More[^a].',
      '# H',
      '### H',
      'S\n---',
      '- item[^b]',
      '> quote',
      '```\ncode [^a]\n```',
      ':::{tip}\nx[^a]\n:::',
      '| a |\n|---|\n| [^b] |',
      '(t)=\n## T',
    )
    const note = fc.constantFrom('one', 'two\n    lines', 'three')
    const section = fc
      .record({ blocks: fc.array(block, { maxLength: 6 }), a: note, b: note })
      .map(({ blocks, a, b }) => [...blocks, 'Last.[^a] [^b]', `[^a]: ${a}\n[^b]: ${b}`].join('\n\n'))
    fc.assert(
      fc.property(fc.array(section, { maxLength: 4 }), texts => {
        const page = chapter(...texts.map((text): [string, string] => ['Section', text]))
        expect(checkMyst(page).filter(problem => problem.rule !== 'duplicate-label')).toEqual([])
        const words = (text: string) => text.match(/[A-Za-z]{4,}\b/g)?.length ?? 0
        const body = page
          .replace(/^\[\^[\s\S]*$/m, '')
          .replace(/^## Section$/gm, '')
          .slice('(queues)=\n# Queues'.length)
        expect(words(body)).toBe(words(texts.map(text => text.replace(/^\[\^[\s\S]*$/m, '')).join('\n')))
        expect(chapter(...texts.map((text): [string, string] => ['Section', text]))).toBe(page)
      }),
      { numRuns: 300 },
    )
  })
})
