import { expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'
import { auditBook } from './audit-book.ts'
import type { RuleId } from './rules.ts'

const audit = (text: string, silenced: RuleId[] = []) =>
  auditBook([{ file: 'a.md', page: parsePage(text) }], { silenced })
const found = (text: string) => audit(text).pages[0]!.findings.map(({ line, rule }) => `${line} ${rule}`)

it.each([
  ['the block under the comment', '% octavo-ignore placeholder-text: later\nTODO\n\nTODO', ['4 placeholder-text']],
  ['the block above it', 'TODO\n% octavo-ignore placeholder-text\n\nTODO', ['4 placeholder-text']],
  ['the next block, after a blank line', '# A\n\n% octavo-ignore placeholder-text\n\nTODO', []],
  ['all of a directive', 'x\n\n% octavo-ignore placeholder-text\n:::{note}\na\n\nTODO\n:::', []],
  [
    'a block inside of a directive',
    ':::{note}\n% octavo-ignore placeholder-text\nTODO\n\nTODO\n:::',
    ['5 placeholder-text'],
  ],
  ['an item of a list', '- TODO\n  % octavo-ignore placeholder-text\n- TODO', ['3 placeholder-text']],
  ['the page, from its top', '% octavo-ignore placeholder-text: all of it\n\nTODO\n\nTODO', []],
  ['the page, under its front matter', '---\ntitle: A\n---\n% octavo-ignore placeholder-text\n\nTODO\n\nTODO', []],
  ['several rules', '# A\n\n% octavo-ignore heading-jump , empty-section\n### B', []],
  ['where the fence begins', '% octavo-ignore unclosed-fence\n```\ncode', []],
  ['only comments, not code', '```\n% octavo-ignore placeholder-text\n```\nTODO', ['4 placeholder-text']],
  ['nothing when it is no rule', '% octavo-ignore todo\nTODO', ['1 unused-silence', '2 placeholder-text']],
])('silences %s', (_, text, expected) => {
  expect(found(text)).toEqual(expected)
})

it('counts what is silenced, in the page and for the book', () => {
  const one = audit('% octavo-ignore placeholder-text\nTODO and TODO\n\n# A', ['empty-section'])
  expect(one.pages[0]!.silenced).toEqual({ 'placeholder-text': 2, 'empty-section': 1 })
  expect(one).toMatchObject({ silenced: { 'placeholder-text': 2, 'empty-section': 1 }, findings: [], score: 100 })
})

it('finds what silences nothing, unless the rule was not looked for', () => {
  expect(audit('text', ['heading-jump']).findings).toMatchObject([{ rule: 'unused-silence', severity: 'info' }])
  expect(audit('text', ['dead-link', 'broken-citation']).findings).toEqual([])
  expect(audit('text', ['heading-jump', 'unused-silence']).findings).toEqual([])
  expect(found('% octavo-ignore dead-link\ntext')).toEqual([])
})
