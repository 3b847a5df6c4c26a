import { applyPatch, brief, catalogue, featuresOf, parsePage, placeAddition, readPassages } from '@octavo/manuscript'
import { expect, test } from 'vitest'
import { measureUse } from '../measure.ts'
import { composeAddition } from './compose-addition.ts'
import type { AdditionTask } from './ground.ts'

const notes = `# Queues

A queue holds work until a worker is free to take it.

## Leases

A *lease* is a promise that nobody else takes the job before a set time. When a worker dies, its lease runs out and
another worker takes the job.

The clock of the database decides, because the clocks of workers differ by seconds or more.

Never delete a job before its worker has reported, or a crash loses it for good.

You should keep jobs short: a short job is easier to repeat than a long one.

For example, a job that sends one mail is repeated without harm when it knows which mail it sent.

## Retries

Every retry waits longer than the one before it, and jitter keeps jobs from returning all at once.

- **Backoff**: the pause before a job is tried again
- **Jitter**: a random part of that pause
- **Dead letter**: a job that has failed too often

Time to live (TTL) bounds how long a job may wait. The TTL of a mail is an hour.
`
const spare = `# Spare

> Work expands so as to fill the time available.

\`\`\`sql
select id from jobs for update skip locked;
\`\`\`

$$
w = 2^n
$$

- Leases end
- Jobs wait

| State | Meaning |
|---|---|
| queued | waits for a worker |
`
const source = { id: 'notes', title: 'notes.md', origin: 'notes.md', format: 'markdown' as const, text: notes }
const extra = { id: 'spare', title: 'spare.md', origin: 'spare.md', format: 'markdown' as const, text: spare }
const entry = (name: string, description: string) => ({
  kind: 'term' as const,
  name,
  aliases: [],
  description,
  evidence: [],
})
const task: AdditionTask = {
  feature: '',
  page: notes,
  brief: brief.parse({ title: 'Queues' }),
  codex: [
    entry('jitter', 'A random part of that pause.'),
    entry('queue', 'A queue holds work until a worker is free to take it.'),
  ],
  sources: [source, extra].map(({ text: _, ...cited }) => cited),
  passages: readPassages(source),
  unused: readPassages(extra),
  neighbours: [{ label: 'workers', title: 'Workers and their leases' }],
}

const uses = (page: string, feature: string) =>
  featuresOf(parsePage(page)).filter(use => use.feature === feature).length

const made = catalogue
  .filter(({ id }) => composeAddition({ ...task, feature: id }).impossible === null)
  .map(({ id }) => id)

test('makes some forty features, and says what is missing for every other', () => {
  expect(made.length).toBeGreaterThanOrEqual(38)
  for (const { id } of catalogue.filter(({ id }) => !made.includes(id))) {
    const answer = composeAddition({ ...task, feature: id })
    expect(answer, id).toMatchObject({ place: null, how: null, text: '' })
    expect(answer.impossible, id).toMatch(/[.]$/)
  }
})

test.each(made)('%s: goes where it says, is used then, and holds only the author’s sentences', feature => {
  const answer = composeAddition({ ...task, feature })
  const { hunk, problem } = placeAddition(notes, answer, feature)
  expect(problem, answer.text).toBeUndefined()
  const page = applyPatch(notes, [hunk!])
  expect(uses(page, feature), page).toBeGreaterThan(uses(notes, feature))
  // Drawings are no sentences, and an abbreviation that is spelled out is one sentence inside of another.
  if (feature.startsWith('mermaid') || feature === 'abbreviation') return
  const sources = [source, extra, { id: 'codex', text: task.codex.map(({ description }) => description).join('\n\n') }]
  expect(measureUse([page], sources, [], 'en').missing).toEqual([])
})

test('is the same every time, and not made of nothing', () => {
  const bare = { ...task, page: '# Empty\n', codex: [], passages: [], unused: [], neighbours: [] }
  for (const { id } of catalogue) {
    expect(composeAddition({ ...task, feature: id })).toEqual(composeAddition({ ...task, feature: id }))
    const answer = composeAddition({ ...bare, feature: id })
    if (id !== 'target') expect(answer.impossible, id).not.toBeNull()
  }
})
