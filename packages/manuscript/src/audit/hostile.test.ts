import fc from 'fast-check'
import type { GenericNode } from 'myst-common'
import { describe, expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'
import { auditBook } from './audit-book.ts'
import type { Finding } from './finding.ts'
import type { AuditOptions } from './options.ts'
import type { RuleId } from './rules.ts'

/** Milliseconds of the processor, so that a machine with other work to do gives the same. */
function cost(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

function findingsOf(text: string, options: AuditOptions = {}): Finding[] {
  return auditBook([{ file: 'a.md', page: parsePage(text) }], options).pages[0]!.findings
}

const rulesOf = (text: string, options?: AuditOptions) => new Set(findingsOf(text, options).map(({ rule }) => rule))

/** Every finding stands within the text, and says something. */
function expectSound(text: string, findings: Finding[]): void {
  const lines = text.split(/\r\n?|\n/)
  for (const { line, column, endLine = line, endColumn = column, message } of findings) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(endLine).toBeLessThanOrEqual(lines.length)
    expect(column).toBeGreaterThanOrEqual(1)
    expect(endColumn).toBeLessThanOrEqual(lines[endLine - 1]!.length + 1)
    expect(endLine > line || endColumn >= column).toBe(true)
    expect(message.length).toBeGreaterThan(10)
    expect(message.length).toBeLessThan(1_000)
  }
}

const scripts =
  'Ünïcödé Ελληνικά Кириллица עברית العربية हिन्दी বাংলা தமிழ் ไทย ខ្មែរ မြန်မာ 中文 日本語 한국어 አማርኛ ᚠᚢᚦ 𐍈 🐝🏽 a\u0301'
const megabyte = 1_000_000
const fill = (piece: string, length = megabyte) => piece.repeat(Math.ceil(length / piece.length))

const large: [name: string, make: () => string, expected: RuleId[]][] = [
  ['a megabyte of prose', () => fill('The hive is dark. Bees come and go.\n\n'), []],
  ['a megabyte in one line', () => fill('word '), ['long-sentence', 'long-paragraph']],
  ['a megabyte without a space', () => fill('a'), []],
  ['every script', () => fill(`${scripts}\n\n`), []],
  ['ten thousand fences', () => '```js\nx\n```\n\n'.repeat(10_000), []],
  ['ten thousand fences that never end', () => '```js\n\n'.repeat(10_000), ['mismatched-fence']],
  ['ten thousand directives', () => ':::{note}\nx\n:::\n\n'.repeat(10_000), ['too-much-markup']],
  ['ten thousand directives inside of each other', () => ':::{note}\n'.repeat(10_000), ['nesting-too-deep']],
  ['nested with more colons for each', () => nested(300), ['nesting-too-deep']],
  ['words left over', () => fill('TODO XXX [insert this] '), []],
  ['words left over, line by line', () => 'TODO XXX [insert this]\n\n'.repeat(20_000), ['placeholder-text']],
  [
    'one sentence again and again',
    () => fill('The keeper of the bees lifts the lid in early summer and looks for the queen. '),
    [],
  ],
  ['abbreviations', () => fill('QCB QCBs (QCB) '), []],
  ['headings', () => '# A\n'.repeat(20_000), ['empty-section']],
  ['labels', () => '(a)=\n# A\n\n'.repeat(5_000), ['duplicate-label']],
  ['references that lead nowhere', () => '[](#a) {ref}`b`\n\n'.repeat(3_000), ['broken-reference']],
  ['tags in HTML', () => `<div>\n${'<img '.repeat(100_000)}`, []],
  ['pictures in HTML', () => '<img src="a">\n\n'.repeat(20_000), ['missing-alt']],
  ['comments that silence', () => '% octavo-ignore heading-jump\n\n'.repeat(3_000), ['unused-silence']],
  ['keys of front matter', () => `---\n${fill('key: value\n')}---\ntext`, ['front-matter']],
  ['front matter that multiplies', () => `---\n${multiplied()}---\ntext`, []],
  ['front matter, deeply nested', () => `---\na: ${'['.repeat(15_000)}\n---\ntext`, ['front-matter']],
  ['front matter that never ends', () => `---\ntitle: a\n${fill('text\n')}`, ['front-matter']],
]

function nested(depth: number): string {
  const marks = Array.from({ length: depth }, (_, index) => ':'.repeat(depth + 3 - index))
  return `${marks.map(mark => `${mark}{note}\n`).join('')}word\n${marks.toReversed().join('\n')}\n`
}

/** Nine lines of YAML, each nine times the one before. */
function multiplied(): string {
  return Array.from(
    { length: 9 },
    (_, index) => `a${index}: &a${index} [${Array(9).fill(index ? `*a${index - 1}` : 'x')}]\n`,
  ).join('')
}

describe('auditing what is made to be slow', () => {
  it.each(large)('is bounded, and clear: %s', (_, make, expected) => {
    const text = make()
    let findings: Finding[] = []
    const page = parsePage(text)
    // Most take some ten milliseconds; what is not linear in a megabyte takes minutes.
    expect(cost(() => (findings = auditBook([{ file: 'a.md', page }]).pages[0]!.findings))).toBeLessThan(5_000)
    expectSound(text, findings)
    const found = new Set(findings.map(({ rule }) => rule))
    for (const rule of expected) expect(found).toContain(rule)
  })

  it('runs the patterns of users in linear time', () => {
    const text = `${fill('aaaaaaaaaaaaaaaa', 40_000)}\n\n${fill('x=', 20_000)}`
    const words = ['/(a+)+$/', '/(a|a)*b/', '/(.*)(.*)(.*)=y/', '/(a?){100}b/', '/(x+x+)+y/i', 'aaaa aaaa']
    const options = { styleWords: words.map(word => ({ word })) }
    expect(cost(() => findingsOf(text, options))).toBeLessThan(5_000)
  })

  it('refuses patterns that RE2 cannot run, are too large or too many, and says why', () => {
    const invalid = (words: string[]) =>
      auditBook([], { styleWords: words.map(word => ({ word })) }).findings.map(
        ({ rule, message }) => `${rule} ${message}`,
      )
    expect(invalid(['/(?=a)b/', '/a{1000}{1000}/', '/(abc){200}/', 'a'.repeat(400), '/ok/'])).toMatchObject([
      expect.stringContaining('regex-invalid the pattern /(?=a)b/ cannot be used'),
      expect.stringContaining('/a{1000}{1000}/ cannot be used'),
      expect.stringContaining('is too large'),
      expect.stringContaining('longer than 300 characters'),
    ])
    expect(invalid(Array(600).fill('x'))).toMatchObject([expect.stringContaining('600 words; the first 500 are used')])
  })
})

describe('every kind of line', () => {
  const page = '# A\n\n### TODO\n\n![](a.png)\n\n:::{note}\nb[^x]\n:::\n\n```\ncode'
  const places = (text: string) => findingsOf(text).map(({ rule, line, column }) => `${rule} ${line}:${column}`)

  it('gives the same places with any ends of lines, and with a byte order mark', () => {
    const expected = places(page)
    expect(expected).toHaveLength(5)
    expect(places(page.replaceAll('\n', '\r\n'))).toEqual(expected)
    expect(places(page.replaceAll('\n', '\r'))).toEqual(expected)
    expect(places(`\uFEFF${page}`)).toEqual(expected)
  })

  it('reads front matter after a byte order mark', () => {
    expect(rulesOf('\uFEFF---\r\ntitle: a: b\r\n---\r\ntext')).toContain('front-matter')
    expect(rulesOf('\uFEFF---\r\ntitle: "a: b"\r\n---\r\ntext')).not.toContain('front-matter')
  })
})

const markup = fc.constantFrom(
  ...[
    '# A\n',
    '### B\n',
    '(a)=\n',
    '```',
    ':::',
    '::::',
    '`````',
    '{note}\n',
    '{figure} x\n',
    '{table}\n',
    ':name: a\n',
  ],
  ...[
    '---\n',
    'k: [v\n',
    'k: v\n',
    '[^x]',
    '[^x]: d\n',
    '    e\n',
    '> ',
    '- ',
    '\n',
    '{ref}`',
    '`',
    '$$',
    '\n\n',
    '| a |\n|---|\n',
  ],
  ...[
    'T\n: d\n',
    'w ',
    '{code}\n',
    '{list-table}\n',
    '{math}\n',
    '{mermaid}\n',
    '{glossary}\n',
    '{term}`',
    '+++\n',
    '\u0000',
  ],
  ...[
    '<div>',
    '<img src=a>',
    '![](',
    ')',
    '[](#',
    '@a ',
    '{cite}`',
    'TODO ',
    'QCB ',
    '% octavo-ignore todo\n',
    '\r',
    '\r\n',
    '\uFEFF',
  ],
  ...['. ', '? ', '猫。', '\u2028', '\ud800', 'https://a.co/b ', '\\begin{a}\n', '\\end{a}\n', '&amp;', '\\'],
)
const pages = fc.oneof(
  fc.array(markup, { maxLength: 40 }).map(pieces => pieces.join('')),
  fc
    .array(fc.oneof(markup, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 20 })
    .map(pieces => pieces.join('')),
)

describe('auditing any text', () => {
  it('never throws, and finds nothing outside of it', () => {
    fc.assert(
      fc.property(pages, text =>
        expectSound(text, findingsOf(text, { fileAt: () => undefined, citations: new Set() })),
      ),
      { numRuns: 400 },
    )
  })

  it('finds in each page of a book what it finds in all orders of them, but for what is said twice', () => {
    fc.assert(
      fc.property(pages, pages, (one, two) => {
        const audit = (texts: string[]) =>
          auditBook(texts.map((text, index) => ({ file: `${index}.md`, page: parsePage(text) }))).pages.map(
            ({ findings }) =>
              findings.filter(
                ({ rule }) => !['duplicate-label', 'repeated-sentence', 'undefined-abbreviation'].includes(rule),
              ).length,
          )
        expect(audit([one, two]).toSorted()).toEqual(audit([two, one]).toSorted())
      }),
      { numRuns: 100 },
    )
  })

  it('loses no word of the text: what is not in the tree is named', () => {
    const word = fc.stringMatching(/^[bcdfghj]{7,9}$/)
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 2, arbitrary: markup }, { weight: 1, arbitrary: word.map(text => ` ${text} `) }), {
          maxLength: 40,
        }),
        pieces => {
          const text = pieces.join('')
          const page = parsePage(text)
          const kept = everythingIn(page.tree)
          const lost = pieces
            .map(piece => piece.trim())
            .filter(piece => /^[bcdfghj]{7,9}$/.test(piece) && !kept.includes(piece))
          if (lost.length === 0) return
          const named = rulesOf(text)
          expect(
            [...lossy].some(rule => named.has(rule)),
            `${JSON.stringify(lost)} of ${JSON.stringify(text)}`,
          ).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })
})

/** Rules that say that something of the page is not shown, or not as it was meant. */
const lossy: RuleId[] = [
  'unused-footnote',
  'duplicate-footnote',
  'directive-use',
  'role-use',
  'unknown-role',
  'syntax',
  'front-matter',
  'unclosed-fence',
  'mismatched-fence',
]

/** All strings of a tree: values, addresses, arguments, options, labels. */
function everythingIn(node: GenericNode): string {
  return JSON.stringify(node)
}
