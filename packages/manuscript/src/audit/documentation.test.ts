import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { rules } from './rules.ts'
import { weights } from './score.ts'

const documentation = await readFile(new URL('../../../../docs/audit.md', import.meta.url), 'utf8')

test('the documentation lists every rule as the registry has it', () => {
  const rows = Object.entries(rules).map(
    ([id, { severity, explanation }]) => `| \`${id}\` | ${severity} | ${explanation} |`,
  )
  const [, written = ''] =
    /\| rule \| severity \| what it means \|\n\|---\|---\|---\|\n((?:\|.*\n)*)/.exec(documentation) ?? []
  expect(written.trimEnd().split('\n')).toEqual(rows)
})

test('the documentation gives the weights of the score', () => {
  expect(weights).toEqual({ error: 10, warning: 3, info: 0.5 })
  expect(documentation).toContain('(10 · errors + 3 · warnings + ½ · infos) per 1,000 words')
})
