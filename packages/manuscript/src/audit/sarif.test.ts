import { expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'
import { auditBook } from './audit-book.ts'
import { toSarif } from './sarif.ts'

const audit = auditBook(
  [
    { file: 'chapters/one two.md', page: parsePage('# A\n\n### TODO\n\n```js\nlost') },
    { file: 'b.md', page: parsePage('text') },
  ],
  { styleWords: [{ word: '/(/' }] },
)
const log = toSarif(audit, { version: '1.2.3', under: 'book/' })

it('has what SARIF 2.1.0 requires', () => {
  expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-schema-2.1.0.json') })
  const [run] = log.runs
  expect(run!.tool.driver).toMatchObject({ name: 'Octavo', semanticVersion: '1.2.3' })
  const { rules = [] } = run!.tool.driver
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  for (const { shortDescription, help, defaultConfiguration } of rules) {
    expect(shortDescription?.text).toMatch(/\.$/)
    expect(help?.text).toContain('octavo-ignore')
    expect(['error', 'warning', 'note']).toContain(defaultConfiguration?.level)
  }
  for (const { ruleId, ruleIndex, message, level, locations } of run!.results!) {
    expect(rules[ruleIndex!]?.id).toBe(ruleId)
    expect(message.text).not.toBe('')
    expect(['error', 'warning', 'note']).toContain(level)
    for (const { physicalLocation } of locations ?? []) {
      expect(URL.canParse(physicalLocation!.artifactLocation!.uri!, 'file:///')).toBe(true)
      expect(physicalLocation!.region!.startLine).toBeGreaterThanOrEqual(1)
      expect(physicalLocation!.region!.endColumn!).toBeGreaterThanOrEqual(physicalLocation!.region!.startColumn!)
    }
  }
})

it('places findings in files, in UTF-16 columns as an audit counts them', () => {
  const [run] = log.runs
  expect(run!.columnKind).toBe('utf16CodeUnits')
  const todo = run!.results!.find(({ ruleId }) => ruleId === 'placeholder-text')
  expect(todo!.locations![0]!.physicalLocation).toEqual({
    artifactLocation: { uri: 'book/chapters/one%20two.md', uriBaseId: '%SRCROOT%' },
    region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
  })
  expect(run!.results!.find(({ ruleId }) => ruleId === 'regex-invalid')).not.toHaveProperty('locations')
  expect(run!.properties).toEqual({ score: audit.score, words: 3, silenced: {} })
})
