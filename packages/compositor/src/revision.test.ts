import { brief, readPassages } from '@octavo/manuscript'
import { expect, test } from 'vitest'
import { composeRevision, type RevisionTask } from './revision.ts'

const page = `# Leases

A lease is a promise that nobody else takes the job. It runs out when its worker dies. Another worker then takes the job, and writes down when it did. Clocks differ, so the clock of the database decides for all of them.

\`\`\`sql
select 1
\`\`\`
`
const spare = `A lease that is renewed every second costs the database a write every second.

Bees make honey of nectar.
`
const source = { id: 'spare', title: 'spare.md', origin: 'spare.md', format: 'markdown' as const, text: spare }
const { text: _, ...cited } = source
const start = page.indexOf('A lease')
const end = page.indexOf('\n\n```')
const task: RevisionTask = {
  action: 'shorten',
  page,
  start,
  end,
  brief: brief.parse({ title: 'Queues' }),
  sources: [cited],
  unused: readPassages(source),
}

test('shortens to about half of the sentences, each as the author wrote it, in his order', () => {
  const { impossible, text } = composeRevision(task)
  expect(impossible).toBeNull()
  const sentences = text.split(/(?<=\.) /)
  expect(sentences.length).toBeGreaterThanOrEqual(2)
  expect(sentences.length).toBeLessThan(4)
  const places = sentences.map(sentence => page.indexOf(sentence))
  expect(places.every(at => at >= start)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('leaves out no code, and nothing of a single sentence', () => {
  expect(composeRevision({ ...task, end: page.length }).text).toContain('```sql\nselect 1\n```')
  const one = composeRevision({ ...task, end: page.indexOf(' It runs') })
  expect(one).toEqual({ impossible: expect.stringContaining('one sentence'), text: '' })
})

test('expands with what the author has said of the same and not used yet, and cites it', () => {
  const { text } = composeRevision({ ...task, action: 'expand' })
  expect(text.startsWith(page.slice(start, end))).toBe(true)
  expect(text).toContain('costs the database a write every second.[^spare-l1]')
  expect(text).toContain('[^spare-l1]: `spare.md`, line 1')
  expect(text).not.toContain('honey')
  expect(composeRevision({ ...task, action: 'expand', unused: [] }).impossible).toMatch(/No passage/)
})

test.each(['improve', 'rephrase', 'continue', 'mend'] as const)('to %s it needs a language model', action => {
  expect(composeRevision({ ...task, action })).toEqual({
    impossible: expect.stringContaining('needs a language model'),
    text: '',
  })
})
