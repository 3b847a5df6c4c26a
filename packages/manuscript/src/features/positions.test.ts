import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'
import { catalogue } from './catalogue.ts'
import type { FeatureUse } from './feature.ts'
import { featuresOf } from './features-of.ts'
import { swapFences } from './swap-fences.fixture.ts'

const uses = (text: string): FeatureUse[] => featuresOf(parsePage(text))
const shown = ({ feature, line, column }: FeatureUse) => `${feature} ${line}:${column}`
const moved = (down: number, right: number) => (use: FeatureUse) =>
  shown({ ...use, line: use.line + down, column: use.column + right })

/** Ways to put a text further down or in, and how far that moves what it holds. */
const places: Record<string, { around: (text: string) => string; down: number; right: number }> = {
  'after other text': { around: text => `Text.\n\n# Title\n\n${text}`, down: 4, right: 0 },
  'in a quote': { around: text => text.replaceAll(/^/gm, '> '), down: 0, right: 2 },
  'in an item of a list': { around: text => `-   ${text.replaceAll('\n', '\n    ')}`, down: 0, right: 4 },
  'in a directive': { around: text => `:::::::{important}\n\nText.\n\n${text}\n:::::::`, down: 4, right: 0 },
  'in a directive with options': {
    around: text => `\`\`\`\`\`\`\`{important}\n:class: lead\n\n${text}\n\`\`\`\`\`\`\``,
    down: 3,
    right: 0,
  },
  'in directives in a quote in a list': {
    around: text =>
      `1. > ::::::::{important} Title\n   >\n   > :::::::{margin}\n${text.replaceAll(/^/gm, '   > ')}\n   > :::::::\n   > ::::::::`,
    down: 3,
    right: 5,
  },
}

// Front matter and metadata of a page stand at its top.
const movable = catalogue.filter(({ id }) => id !== 'front-matter')

describe('the place of a use', () => {
  it.each(Object.entries(places))('is right for every example %s', (_, { around, down, right }) => {
    for (const { id, example } of movable) {
      for (const text of [example, swapFences(example)]) {
        const there = uses(around(text)).map(shown)
        const missing = uses(text)
          .map(moved(down, right))
          .filter(use => !there.includes(use))
        expect({ id, missing }).toEqual({ id, missing: [] })
      }
    }
  })

  it('begins with what the author wrote for it', () => {
    for (const { example } of catalogue) {
      const lines = example.split('\n')
      for (const { line, column } of uses(example)) expect(lines[line - 1]?.[column - 1]).toMatch(/\S/)
    }
  })

  it('is the same for every end of a line, and with a byte order mark', () => {
    for (const { example } of catalogue) {
      const expected = uses(example)
      expect(uses(example.replaceAll('\n', '\r\n'))).toEqual(expected)
      expect(uses(example.replaceAll('\n', '\r'))).toEqual(expected)
      expect(uses(`\uFEFF${example}`)).toEqual(expected)
    }
  })

  it('is given in the order of the page, for any number of examples', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...movable), { minLength: 1, maxLength: 8 }), features => {
        const text = features.map(({ example }) => example).join('\n\nText.\n\n')
        const found = uses(text)
        expect(found).toEqual([...found].sort((a, b) => a.line - b.line || a.column - b.column))
        for (const { id } of features) expect(found.map(use => use.feature)).toContain(id)
      }),
    )
  })

  it('is exact within lines', () => {
    const page = [
      'Some *words* and **more** {sub}`a *b*`, then',
      'a `name`, {kbd}`x` and https://example.org as [a *link*](b.md).',
      '',
      String.raw`| a | ${'`'}x\|y${'`'} |`,
      '|---|---|',
      String.raw`| {abbr}${'`'}A (B)${'`'} | a \| *c* | `,
      '',
      '- one',
      '  two **three**',
      '  - [ ] *four* {u}`*five*`',
      '',
      ':::{tip} Title with $x$',
      ':class: dropdown',
      '',
      '```{figure} a.png',
      '---',
      'alt: A picture',
      '---',
      'Caption with {u}`u`',
      'over two `lines`.',
      '```',
      ':::',
      '',
      '```{csv-table} Caption *here*',
      ':header: A, *B*',
      '',
      '1, **2**',
      '`3`, 4',
      '```',
      '',
      '***both*** \\* &amp; *after*',
    ].join('\n')
    expect(uses(page).map(shown)).toEqual([
      'emphasis 1:6',
      'strong 1:18',
      'subscript 1:27',
      'emphasis 1:35',
      'inline-code 2:3',
      'keyboard 2:11',
      'bare-link 2:24',
      'page-link 2:47',
      'emphasis 2:50',
      'table 4:1',
      'inline-code 4:7',
      'abbreviation 6:3',
      'emphasis 6:24',
      'bullet-list 8:1',
      'strong 9:7',
      'nested-list 10:3',
      'task-list 10:3',
      'emphasis 10:9',
      'underline 10:16',
      'emphasis 10:20',
      'tip 12:1',
      'titled-admonition 12:1',
      'dropdown-admonition 12:1',
      'inline-math 12:21',
      'figure 15:1',
      'captioned-figure 15:1',
      'underline 19:14',
      'inline-code 20:10',
      'captioned-table 24:1',
      'csv-table 24:1',
      'csv-table-header 24:1',
      'emphasis 24:24',
      'emphasis 25:13',
      'strong 27:4',
      'inline-code 28:1',
      'emphasis 31:1',
      'strong 31:2',
      'emphasis 31:21',
    ])
  })

  it('counts no money as math, and no mark that is escaped', () => {
    const features = (text: string) => uses(text).map(use => use.feature)
    expect(features('It costs $5 and $10, or \\*5\\*, and \\`nothing\\` at \\{ref}`a`.')).toEqual(['inline-code'])
    expect(features('From $5-$10 to 5$ or 10$.')).toEqual([])
    expect(features('It is $5$ or $x + 1$, not \\$x\\$.')).toEqual(['inline-math', 'inline-math'])
  })

  it('counts every use', () => {
    expect(uses('*a* *b*\n*c*').map(shown)).toEqual(['emphasis 1:1', 'emphasis 1:5', 'emphasis 2:1'])
  })
})
