import fc from 'fast-check'
import type { GenericNode } from 'myst-common'
import { describe, expect, it } from 'vitest'
import { assembleChapter } from './assemble-chapter.ts'
import { auditBook } from './audit/audit-book.ts'
import { checkMyst } from './check-myst.ts'
import { featuresOf } from './features/features-of.ts'
import { parseMyst } from './myst.ts'
import { referencesOf } from './page.ts'
import { parsePage } from './parsed-page.ts'
import { readPassages } from './read-passages.ts'
import { countWords } from './statistics/count-words.ts'

function everything(text: string): void {
  countWords(text)
  auditBook([{ file: 'a.md', page: parsePage(text) }])
  referencesOf(text)
  featuresOf(parsePage(text))
  readPassages({ id: 'a', text, format: 'markdown' })
  const half = text.length / 2
  const sections = [
    { title: 'A', text: text.slice(0, half) },
    { title: 'B', text: text.slice(half) },
  ]
  assembleChapter({ title: 'T', label: 'l', sections })
}

/** Of the processor's, so that a machine with other work to do gives the same. */
function milliseconds(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

const repeat = (piece: string) => (length: number) => piece.repeat(length / piece.length)
const paragraphs = (piece: string) => (length: number) =>
  `${piece.repeat(9_000 / piece.length)}\n\n`.repeat(length / 9_000)
const numbered = (make: (index: number) => string) => (length: number) =>
  Array.from({ length: length / make(10).length }, (_, index) => make(index)).join('')

/** Each was more than linear in a rule of the parser, or in the code around it. */
const hostile: Record<string, (length: number) => string> = {
  'brackets without a space': repeat('['),
  'brackets in paragraphs': paragraphs('['),
  'brackets, then as many closed': length => '['.repeat(length / 2) + ']'.repeat(length / 2),
  'citations in citations': length => '['.repeat(length / 5) + ' @a]'.repeat(length / 5),
  'citations never closed': paragraphs('[@a'),
  'links never closed': paragraphs('[a]('),
  'footnotes never closed': paragraphs('[^'),
  'braces of roles': paragraphs('{'),
  'roles never closed': paragraphs('{a}`'),
  'roles in roles': length =>
    Array.from({ length: Math.sqrt(length) }, (_, index) => '`'.repeat(index + 1)).reduce(
      (inner, ticks) => `{sub}${ticks}${inner}${ticks}`,
      'x',
    ),
  'unknown roles': paragraphs('{a}`b` '),
  'quotes of both kinds': paragraphs('" \''),
  'emphasis in emphasis': length => '*a '.repeat(length / 6) + 'a* '.repeat(length / 6),
  'marks of every kind': paragraphs('*_`$<>|~^&\\'),
  'HTML never closed': paragraphs('<?<!A <![CDATA['),
  'addresses line by line': repeat('a.co\n'),
  'one line of letters': repeat('a'),
  'a fence with spaces for a name': length => `:::{${' '.repeat(length)}`,
  'a comment of spaces': length => `%${' '.repeat(length)}a`,
  'directives never closed': repeat(':::{note}\n'),
  'directives closed at the end': length => ':::{note}\n'.repeat(length / 14) + ':::\n'.repeat(length / 14),
  'directives one after the other': repeat('```{note}\na\n```\n'),
  'bare fences': repeat(':::\n'),
  'quotes in quotes': repeat('> '),
  'quotes that end at once, with lines after them': repeat('> # a\nb\n'),
  'cards with the end of a header late, and in a word': length =>
    `:::{card}\n${'a '.repeat(length / 4)}^^^\n:::\n`.concat(`:::{card}\na^^^${'a '.repeat(length / 4)}\n:::\n`),
  'cards without a header': length => `:::{card}\n${'a '.repeat(length / 2)}\n:::\n`,
  'lists in lists': repeat('- '),
  'math in each item': repeat('- $$ a\n'),
  'environments never closed': repeat('\\begin{align}\n'),
  'rules between lines': repeat('---\n'),
  'definitions of links': repeat('[a]: b\n'),
  'definitions of footnotes': numbered(index => `[^${index}]: a\n`),
  'footnotes used': numbered(index => `a[^${index}]\n\n[^${index}]: b\n\n`),
  'a table of short rows': length =>
    `|${'a|'.repeat(length / 6)}\n|${'-|'.repeat(length / 6)}\n${'a\n'.repeat(length / 6)}`,
  'rows of a table': length => `|a|b|\n|---|---|\n${'|c|d|\n'.repeat(length / 6)}`,
  'cells of escaped bars': length => `|a|\n|---|\n|${'\\|*b*'.repeat(length / 6)}|`,
  'cells in one row': length => `|${'a|'.repeat(length / 4)}\n|${'-|'.repeat(length / 4)}`,
  'lines of one letter': repeat('*a*\n'),
  'roles over two lines': repeat('{u}`a\n   b` '),
  'addresses that read otherwise': repeat('http://ä.co/%20&amp; '),
  'a table in CSV': length => `\`\`\`{csv-table}\n${'a,b\n'.repeat(length / 4)}\`\`\``,
  'lines to emphasize': () => '```{code} js\n:emphasize-lines: 1-99999999\nx\n```',
  'keys of front matter': length => `---\n${numbered(index => `k${index}: v\n`)(length)}---\na`,
  'front matter in brackets': length => `---\na: ${'['.repeat(length)}\n---\na`,
  'front matter that multiplies': () => `---\na: &a [x,x]\n${multiplied('label')}---\na`,
  'options that multiply': () => `:::{figure} a.png\n---\na: &a [x,x]\n${multiplied('name')}---\nx\n:::\n`,
}

/** Thirty lines of YAML, each twice the one before. */
function multiplied(last: string): string {
  const lines = Array.from(
    { length: 30 },
    (_, index) => `a${index}: &a${index} [*a${index - 1 < 0 ? '' : index - 1},*a]\n`,
  )
  const doubled = lines.map((line, index) => line.replace(',*a]', `,*a${index === 0 ? '' : index - 1}]`))
  return `${doubled.join('')}${last}: *a29\n`
}

describe('parsing what is made to be slow', () => {
  it.each(Object.entries(hostile))('takes time in proportion: %s', (_, make) => {
    // All were many times this, or ended in an error.
    expect(milliseconds(() => everything(make(15_000)))).toBeLessThan(4_000)
    expect(milliseconds(() => everything(make(60_000)))).toBeLessThan(8_000)
  })

  it('takes time in proportion for any mixture', () => {
    const piece = fc.constantFrom(
      ...[
        '[',
        ']',
        '](',
        '[^',
        '[@a',
        '@',
        '{a}`',
        '{',
        '}',
        '`',
        '$',
        '$$\n',
        '*',
        '_',
        '<',
        '>',
        '<!--',
        '"',
        "'",
        '\\',
      ],
      ...[
        '|',
        '|-',
        '~',
        '^',
        '&',
        ':::{note}\n',
        '```{note}\n',
        ':::\n',
        '```\n',
        '> ',
        '- ',
        '1. ',
        ': ',
        '\n',
        '\n\n',
      ],
      ...['[^a]: ', '[a]: b', '---\n', '%', '# ', '<div>', '\\begin{align}', '    ', 'a', 'http://', '.co', ' '],
    )
    const run = fc.tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 2_000 }))
    const text = fc.array(run, { minLength: 1, maxLength: 4 }).map(runs =>
      runs
        .map(([pieces, times]) => pieces.join('').repeat(times))
        .join('')
        .slice(0, 15_000),
    )
    fc.assert(
      fc.property(text, text => {
        expect(milliseconds(() => everything(text))).toBeLessThan(2_000)
      }),
      { numRuns: 30 },
    )
  }, 30_000)
})

describe('what exceeds a limit', () => {
  it('is text, and found with its line', () => {
    const deep = `${':::{note}\n'.repeat(200)}word\n`
    const found = checkMyst(deep).filter(problem => problem.rule === 'nesting-too-deep')
    expect(found).toMatchObject([{ line: expect.any(Number), column: 1 }])
    expect(found[0]!.line).toBeGreaterThan(8)
    expect(countWords(deep)).toBeGreaterThan(0)
  })

  it('keeps the words of a page with too many blocks', () => {
    const page = '- a\n'.repeat(40_000)
    expect(countWords(page)).toBe(40_000)
    expect(checkMyst(page).map(problem => problem.rule)).toContain('too-much-markup')
  })

  it('is no row of directives that begin with colons', () => {
    const page = `::::{grid} 2\n${':::{card}\n:::\n'.repeat(150)}::::\n`
    expect(checkMyst(page).map(problem => problem.rule)).not.toContain('directive-too-large')
  })

  it('leaves directives as deep as anyone nests them', () => {
    const marks = Array.from({ length: 8 }, (_, index) => ':'.repeat(11 - index))
    const page = `${marks.map(mark => `${mark}{note}\n`).join('')}${'word '.repeat(2_000)}\n${marks.toReversed().join('\n')}\n`
    expect(checkMyst(page)).toEqual([])
    expect(countWords(page)).toBe(2_000)
  })
})

describe('rules of our own in the place of the parser’s', () => {
  const cites = (text: string) => {
    const found: unknown[] = []
    const collect = (node: ReturnType<typeof parseMyst>['tree']) => {
      const { type, label, prefix, suffix, partial, kind } = node as Record<string, unknown>
      if (type === 'cite') found.push({ label, prefix, suffix, partial, kind })
      for (const child of node.children ?? []) collect(child as typeof node)
    }
    collect(parseMyst(text).tree)
    return found
  }

  it('reads citations', () => {
    expect(cites('See @knuth [p. 3] and [see @a, ch. 2; -@b].')).toEqual([
      { label: 'knuth', suffix: 'p. 3', kind: 'narrative' },
      { label: 'a', prefix: 'see', suffix: 'ch. 2', kind: 'parenthetical' },
      { label: 'b', partial: 'year', kind: 'parenthetical' },
    ])
    expect(cites('https://example.org/@name, me@example.org, [a](b), [@c](d)')).toEqual([])
  })

  it('reads cards with a header and a footer', () => {
    const { tree } = parseMyst(`:::{card} Title\nHead\n^^^\n${'word '.repeat(2_000)}\n+++\nFoot\n:::\n`)
    const card = tree.children[0]!.children![0]!
    expect(card.children!.map(child => child.type)).toEqual(['header', 'cardTitle', 'paragraph', 'footer'])
    // What is hidden from the search for a header is shown again.
    expect(card.children![2]!.children![0]).toMatchObject({ type: 'text', value: expect.stringMatching(/^word word/) })
  })

  it('takes dashes at the top for front matter only where it ends', () => {
    const types = (text: string) => parseMyst(text).tree.children.map(child => child.type)
    expect(types('---\ntitle: a\n---\nb')).toEqual(['code', 'paragraph'])
    expect(types('----\r\ntitle: a\r\n---\r\n-----  \r\nb')).toEqual(['code', 'paragraph'])
    expect(types('---\ntitle: a\n...\nb')).toEqual(['code', 'paragraph'])
    expect(types('---\ntitle: a\n\nb')).toEqual(['thematicBreak', 'paragraph', 'paragraph'])
    expect(types('----\ntitle: a\n\n---\nb')).toEqual(['thematicBreak', 'paragraph', 'thematicBreak', 'paragraph'])
  })

  it('reads lines of a quote that have no mark', () => {
    const { tree } = parseMyst('> one\ntwo\n\nthree')
    expect(tree.children.map(child => child.type)).toEqual(['blockquote', 'paragraph'])
    expect(tree.children[0]!.children![0]!.children![0]).toMatchObject({ value: 'one\ntwo' })
  })

  it('keeps every word of footnotes inside of footnotes, and where it belongs', () => {
    const { tree } = parseMyst('See.[^a][^b]\n\n[^a]: one\n\n    [^b]: two\n\n    three\n\nEnd.\n')
    const words = (node: GenericNode): string => node.value ?? (node.children ?? []).map(words).join(' ').trim()
    expect(tree.children.map(child => `${child.type} ${words(child)}`)).toEqual([
      'paragraph See.',
      'paragraph End.',
      'footnoteDefinition one three',
      'footnoteDefinition two',
    ])
  })

  it('reads comments, tasks and footnotes', () => {
    const { tree } = parseMyst('% one  \n% two\n\n- [x] done\n- [ ] open[^b]\n\n[^a]: unused\n[^b]: used\n')
    expect(tree.children).toMatchObject([
      { type: 'comment', value: 'one\n two' },
      { type: 'list', children: [{ checked: true }, { checked: false }] },
      { type: 'footnoteDefinition', label: 'b' },
    ])
  })
})
