import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { parsePage } from '../parsed-page.ts'
import { readFrontMatter } from './front-matter.ts'

const read = (yaml: string) => readFrontMatter(parsePage(`---\n${yaml}\n---\ntext`))

it.each([
  ['label: one-hive\ntitle: "A: b"', { text: 'one-hive', line: 2 }],
  ['title: x\nlabel: "a, b"', { text: 'a, b', line: 3 }],
  ['label: >\n  folded', { text: 'folded', line: 2 }],
  ['label: true', undefined],
  ['label: 12', undefined],
  ['label: [a-b]', undefined],
])('reads the label of %j', (yaml, label) => {
  expect(read(yaml)).toEqual({ abbreviations: [], problems: [], ...(label && { label }) })
})

it('reads abbreviations', () => {
  expect(read('abbreviations:\n  QCB: Queen Cell Builder\n  BSR: Bee Space Rule').abbreviations).toEqual(['QCB', 'BSR'])
})

it.each([
  ['title: Bees: a primer', 2, 'Put the title in quotes'],
  ['a: b\n\tc: d', 3, 'tab'],
  ['a: b\na: c', 3, 'given twice'],
  ['- a', 2, 'keys with values'],
])('says what is wrong with %j', (yaml, line, advice) => {
  const [problem] = read(yaml).problems
  expect(problem).toMatchObject({ line, message: expect.stringContaining(advice) })
})

it('takes nothing for plain that the parser of YAML would read otherwise', () => {
  const value = fc.oneof(
    fc.constantFrom(
      'true',
      '12',
      '2024-01-01',
      'a-b',
      '"q"',
      '"a: b"',
      '[a, b]',
      '[a',
      'a: b',
      'a #b',
      "it's",
      '*a',
      '&a b',
      '- a',
      '~',
      "''",
      '? a',
      '{a: b}',
      '1e3',
      'a, b',
      '[a, "b"]',
    ),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  )
  const line = fc.tuple(fc.constantFrom('label', 'title', 'x', 'a-b'), value).map(([key, text]) => `${key}: ${text}`)
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), lines => {
      const yaml = lines.join('\n')
      // Ends of lines, a line of dashes and blanks at the ends are the parser of the page's.
      fc.pre(!/[\r\0\u2028\u2029]|^---|\s$/m.test(yaml))
      const document = parseDocument(yaml)
      const { label, problems } = read(yaml)
      expect(problems.length > 0).toBe(document.errors.length > 0)
      const written: unknown = document.errors.length === 0 ? document.get('label') : undefined
      expect(label?.text).toBe(typeof written === 'string' ? written.trim() : undefined)
    }),
    { numRuns: 1_000 },
  )
})
