import { expect, test } from 'vitest'
import type { Addition } from './addition.ts'
import { placeAddition } from './place-addition.ts'

const page = `# Queues

A queue holds work. Workers take it.

:::{note}
The clock decides.
:::

(leases)=
## Leases

- A lease runs out.
- Another worker takes the job.
`

function place(answer: Partial<Addition>, text = page) {
  return placeAddition(text, { impossible: null, place: 'b2', how: 'after', text: '', ...answer }, 'tip')
}

function applied(answer: Partial<Addition>, text = page): string {
  const { hunk, problem } = place(answer, text)
  if (!hunk) throw new Error(problem)
  return text.slice(0, hunk.start) + hunk.after + text.slice(hunk.end)
}

test('puts a text after the block it names, and leaves every other byte', () => {
  const result = applied({ text: ':::{tip}\nKeep jobs short.\n:::\n' })
  expect(result).toBe(page.replace('take it.\n', 'take it.\n\n:::{tip}\nKeep jobs short.\n:::\n'))
  expect(applied({ place: 'b5', text: 'Last.' })).toBe(`${page.trimEnd()}\n\nLast.\n`)
})

test('puts a text instead of a block when it keeps the words', () => {
  const table = '```{list-table}\n* - A lease\n  - runs out.\n* - Another worker\n  - takes the job.\n```'
  expect(applied({ place: 'b5', how: 'instead', text: table })).toContain(`## Leases\n\n${table}\n`)
  expect(place({ place: 'b5', how: 'instead', text: '- A lease runs out.' }).problem).toMatch('"Another" is missing')
})

test('speaks the line endings of the page', () => {
  const windows = page.replaceAll('\n', '\r\n')
  expect(applied({ text: ':::{tip}\nShort.\n:::' }, windows)).toContain('\r\n\r\n:::{tip}\r\nShort.\r\n:::\r\n\r\n')
})

test.each<[string, Partial<Addition>, RegExp]>([
  ['names no block', { place: 'b99', text: 'Text.' }, /from b1 to b5/],
  ['names nothing', { place: null, text: 'Text.' }, /none named/],
  ['says nothing', { text: ' \n' }, /empty/],
  ['leaves a fence open', { text: '```python\nprint()' }, /text around it would change/],
  ['leaves a directive open', { text: ':::{tip}\nText.' }, /text around it would change/],
  ['turns the block above into a heading', { place: 'b5', text: '- more\n---' }, /text around it would change/],
  ['goes on with the list above', { place: 'b5', text: '- one more' }, /text around it would change/],
  ['opens another chapter', { text: '# Another' }, /first level/],
  ['takes a label that exists', { place: 'b5', text: '(leases)=\n### Again' }, /label "leases"/],
  ['refers to a note that does not exist', { text: 'Text.[^nowhere]' }, /footnote "nowhere" is not defined/],
  ['uses a directive that does not exist', { text: ':::{tipp}\nText.\n:::' }, /tipp/],
])('refuses what %s', (_, answer, problem) => {
  expect(place(answer).problem).toMatch(problem)
})
