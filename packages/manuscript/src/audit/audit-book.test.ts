import { describe, expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'
import type { BookAudit } from './audit-book.ts'
import { auditBook } from './audit-book.ts'
import { auditPage } from './audit-page.ts'
import type { AuditOptions } from './options.ts'
import { type RuleId, rules } from './rules.ts'

/** A book of pages by path. */
function audit(pages: Record<string, string>, options: AuditOptions = {}): BookAudit {
  return auditBook(
    Object.entries(pages).map(([file, text]) => ({ file, page: parsePage(text) })),
    options,
  )
}

/** `file:line:column rule` of each finding. */
function found(pages: Record<string, string>, options: AuditOptions = {}): string[] {
  const { findings, pages: audits } = audit(pages, options)
  return [...findings, ...audits.flatMap(page => page.findings)].map(
    ({ file = '', line, column, rule }) => `${file}:${line}:${column} ${rule}`,
  )
}

const files: Record<string, { kind?: 'png' | 'jpeg' }> = {
  'images/a.png': { kind: 'png' },
  'images/b.png': { kind: 'jpeg' },
  'images/c d.png': { kind: 'png' },
  'data.zip': {},
  'notebooks/one.ipynb': {},
}
const fileAt = (path: string) => files[path]
const nineWords = 'Every keeper of bees knows the smell of smoke'
const long = `${nineWords} and wax in the early summer, before the limes are in flower`
const hub = 'https://github.com/ann/book/blob/main'

/** One or more examples for each rule: where it is found, in which pages, with which options. */
const examples: [rule: RuleId, places: string[], pages: Record<string, string>, options?: AuditOptions][] = [
  ['unknown-directive', ['a.md:1:1'], { 'a.md': '```{nope} a\nx\n```' }],
  ['unknown-role', ['a.md:2:3'], { 'a.md': 'a\nb {nope}`x`' }],
  ['directive-use', ['a.md:2:1'], { 'a.md': ':::{note}\n:nope: x\ntext\n:::' }],
  ['role-use', ['a.md:1:1'], { 'a.md': 'a {doc}`b`' }],
  ['syntax', [], { 'a.md': 'text' }],
  ['unclosed-fence', ['a.md:3:1'], { 'a.md': 'a\n\n:::{note}\nlost\n\nlost' }],
  ['mismatched-fence', ['a.md:1:1'], { 'a.md': '::::{note}\ntext\n:::\n\nlost' }],
  ['nesting-too-deep', ['a.md:19:1'], { 'a.md': `${':::{note}\n'.repeat(200)}word\n` }],
  ['directive-too-large', ['a.md:1:1'], { 'a.md': `:::{note} ${'a'.repeat(3_000)}\nx\n:::` }],
  ['too-much-markup', ['a.md:14000:1'], { 'a.md': '- a\n'.repeat(40_000) }],
  ['front-matter', ['a.md:2:1'], { 'a.md': '---\ntitle: Bees: a primer\n---\ntext' }],
  ['front-matter', ['a.md:1:1'], { 'a.md': '---\ntitle: Bees\n\ntext' }],
  ['front-matter', ['a.md:2:1'], { 'a.md': '---\n- a\n---\ntext' }],
  ['front-matter', ['a.md:1:1'], { 'a.md': `---\n${'key: value\n'.repeat(3_000)}---\ntext` }],
  ['duplicate-label', ['b.md:1:2'], { 'a.md': '(one)=\n# A\n\ntext', 'b.md': '(one)=\n# B\n\ntext' }],
  ['duplicate-label', ['b.md:2:8'], { 'a.md': '(one)=\n# A\n\ntext', 'b.md': '---\nlabel: one\n---\ntext' }],
  ['undefined-footnote', ['a.md:1:5'], { 'a.md': 'text[^x]' }],
  ['unused-footnote', ['a.md:3:1'], { 'a.md': 'text\n\n[^x]: note' }],
  ['duplicate-footnote', ['a.md:4:1'], { 'a.md': 'text[^x]\n\n[^x]: note\n[^x]: other' }],
  ['broken-reference', ['a.md:2:7'], { 'a.md': 'a\n{ref}`nope` and [](#none)', 'b.md': '(none)=\n# B\n\ntext' }],
  ['broken-reference', ['a.md:1:5', 'a.md:1:18'], { 'a.md': '[](#nope) and [](b.md#nope)', 'b.md': '# B\n\ntext' }],
  ['broken-link', ['a.md:1:5', 'a.md:1:18'], { 'a.md': '[x](b.md) and [](../x.zip)' }, { fileAt }],
  ['broken-link', ['a.md:2:8'], { 'a.md': '```{card} T\n:link: nowhere\nx\n```' }, { fileAt }],
  ['broken-link', ['a.md:1:14'], { 'a.md': '```{include} b.md\n```' }, { fileAt }],
  [
    'broken-link',
    ['a.md:1:5', 'a.md:3:10'],
    { 'a.md': `[x](${hub}/notebooks/two.ipynb) [y](${hub}/notebooks/one.ipynb)\n\n<a href="${hub}/gone.md">z</a>` },
    { fileAt, repository: 'Ann/Book' },
  ],
  [
    'dead-link',
    ['a.md:1:6'],
    { 'a.md': 'See <https://example.org/gone>.' },
    { deadLinks: new Map([['https://example.org/gone', 'answers 404']]) },
  ],
  [
    'broken-citation',
    ['a.md:1:14'],
    { 'a.md': 'See {cite}`a,b` and {cite}`10.1000/x`.' },
    { citations: new Set(['a']) },
  ],
  ['undefined-term', ['a.md:1:8'], { 'a.md': '{term}`Drone`', 'b.md': '```{glossary}\nQueen\n: One.\n```' }],
  ['missing-image', ['a.md:1:8'], { 'a.md': '![bee](images/x.png)' }, { fileAt }],
  ['misnamed-image', ['a.md:1:8'], { 'a.md': '![bee](images/b.png)' }, { fileAt }],
  ['missing-alt', ['a.md:1:5'], { 'a.md': '![](images/a.png)' }, { fileAt }],
  ['missing-alt', ['a.md:1:13'], { 'a.md': ':::{figure} images/a.png\nA caption.\n:::' }],
  ['missing-alt', ['a.md:1:1'], { 'a.md': '<img src="images/a.png">' }],
  ['heading-jump', ['a.md:3:1'], { 'a.md': '# A\n\n### B\n\ntext' }],
  ['empty-section', ['a.md:3:1', 'a.md:7:1'], { 'a.md': '# A\n\n## B\n\n## C\n\n### D\n\n% note' }],
  ['placeholder-text', ['a.md:2:3', 'a.md:2:9'], { 'a.md': 'One.\n- TODO: [insert a picture]' }],
  ['placeholder-text', ['a.md:1:1'], { 'a.md': 'Lorem ipsum dolor' }],
  [
    'style-word',
    ['a.md:1:4'],
    { 'a.md': 'We Utilize `utilize` it' },
    { styleWords: [{ word: 'utilize', instead: 'use' }] },
  ],
  ['style-word', ['a.md:1:1', 'a.md:1:9'], { 'a.md': 'colour, Colours' }, { styleWords: [{ word: '/colours?/i' }] }],
  ['regex-invalid', [':1:1'], { 'a.md': 'x' }, { styleWords: [{ word: '/(/' }, { word: '/(a)\\1/' }] }],
  [
    'missing-feature',
    ['b.md:1:1'],
    { 'a.md': 'note', 'b.md': 'text' },
    {
      requiredFeatures: ['note'],
      featuresOf: ({ text }) => (text.includes('note') ? [{ feature: 'note', line: 1, column: 1 }] : []),
    },
  ],
  ['word-target', [], { 'a.md': 'text' }],
  ['repeated-sentence', ['b.md:3:8'], { 'a.md': `# A\n\n${long}.`, 'b.md': `# B\n\nWell. *${long}!*` }],
  ['long-sentence', ['a.md:1:6'], { 'a.md': `Yes. ${`${nineWords} and `.repeat(6)} more.` }],
  ['long-paragraph', ['a.md:1:1'], { 'a.md': `${nineWords}. `.repeat(34) }],
  ['undefined-abbreviation', ['a.md:1:5'], { 'a.md': 'The QCB is fine.', 'b.md': 'A QCB and more QCBs.' }],
  ['unreadable-page', [], { 'a.md': 'text' }],
  ['unused-silence', ['a.md:1:1'], { 'a.md': '% octavo-ignore heading-jump, nope: why\n# A\n\ntext' }],
]

describe('auditBook', () => {
  it('has an example of every rule', () => {
    expect([...new Set(examples.map(([rule]) => rule))].sort()).toEqual(Object.keys(rules).sort())
  })

  it.each(examples)('finds %s at %j', (rule, places, pages, options) => {
    const ofRule = found(pages, options).filter(place => place.endsWith(` ${rule}`))
    expect([...new Set(ofRule)]).toEqual(places.map(place => `${place} ${rule}`))
  })

  it('finds a page that is far from the words it was planned to have', () => {
    const page = parsePage('Word. '.repeat(100))
    const rulesFor = (targetWords: number) => auditPage(page, { targetWords }).map(({ rule }) => rule)
    expect([50, 90, 140, 200].map(rulesFor)).toEqual([['word-target'], [], [], ['word-target']])
  })

  it('finds nothing wrong where nothing is', () => {
    const pages = {
      'index.md': `---
title: "Bees"
label: front
abbreviations:
  QCB: Queen Cell Builder
---

Read [](chapters/one.md), [](chapters/one), {ref}\`hive\`, [the wax](#the-wax-of-bees), [](chapters/one.md#the-wax-of-bees),
{term}\`queen\`, {cite}\`knuth\`, @knuth, [](project:#hive), {eq}\`little\`, [](#tex), [](#anchor), [back](#), [](#the-wax-of-bees).

![A bee](images/a.png) ![](data:image/png;base64,AA) and [](<images/c d.png>) {download}\`data.zip\` [mail](mailto:a@b.org)

The QCB here, the QCB there and the QCB again. AT&T, AT&T, AT&T. NOTE this, NOTE that, NOTE it: a note.
The Bee Space Rule (BSR) is BSR or BSR. A TODO-list is none. Louis XXX.

> ${long}.
`,
      'chapters/one.md': `(hive)=
# The hive

${long}.

## The *wax* of bees

A sentence ends with e.g. this, or Dr. Smith. A. Conan Doyle wrote it.

$$ L = \\lambda W $$ (little)

\\begin{equation}
\\label{tex}
x = 1
\\end{equation}

<div id="anchor">HTML</div>

\`\`\`python
# TODO in code
\`\`\`

Use \`TODO\` so.

\`\`\`{glossary}
Queen
: ${long}.
\`\`\`
`,
    }
    const known = { fileAt, citations: new Set(['knuth']), deadLinks: new Map(), repository: 'ann/book' }
    expect(found(pages, known).filter(place => !place.includes('missing-alt'))).toEqual([])
    expect(audit(pages, known)).toMatchObject({ score: expect.any(Number) })
  })

  it('names the place of every finding within the page', () => {
    const { pages } = audit({ 'a.md': 'One `x` and\n**TODO** and TODO.' })
    expect(pages[0]!.findings).toMatchObject([
      { line: 2, column: 3, endLine: 2, endColumn: 7 },
      { line: 2, column: 14, endLine: 2, endColumn: 18 },
    ])
  })

  it('says what the repeated sentence and the second label are alike to', () => {
    const { pages } = audit({ 'a.md': `(x)=\n# A\n\n${long}.`, 'b.md': `(x)=\n# B\n\n${long}.` })
    expect(pages[1]!.findings.map(({ message }) => message)).toEqual([
      'the label "x" already stands in a.md, line 1. Give one of them another name',
      'this sentence already stands in a.md, line 4. Say it once, or refer to it',
    ])
  })

  it('finds nothing but the rules that are asked for', () => {
    const page = { 'a.md': '# A\n\n### TODO' }
    expect(found(page, { only: ['heading-jump'] })).toEqual(['a.md:3:1 heading-jump'])
  })

  it('counts what the caller found', () => {
    const one = { rule: 'unreadable-page', severity: 'error', message: 'x', file: 'b.md', line: 1, column: 1 } as const
    expect(audit({ 'a.md': 'text' }, { found: [one] })).toMatchObject({ counts: { error: 1 }, findings: [one] })
  })
})
