import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPassages } from '../read-passages.ts'
import { fragmentsOf } from './fragments.ts'

const cut = (text: string, format: 'markdown' | 'text' = 'markdown') =>
  fragmentsOf(text, readPassages({ id: 'text', text, format }))

const page = `---
title: Bees
---
# Bees

Text *here* with {term}\`Queue\`. See [the keeper](http://keeper.test).

## Hives

\`\`\`{note} Careful
:class: warning
Mind the smoke.
\`\`\`

\`\`\`python
smoke = 1
\`\`\`

$$
e = mc^2
$$
`

test('headings begin fragments and stand above them', () => {
  const fragments = cut(page)
  expect(fragments.map(({ headings, start, end }) => [headings.join('/'), start.line, end.line])).toEqual([
    ['', 1, 3],
    ['Bees', 4, 6],
    ['Bees/Hives', 8, 21],
  ])
})

test('prose is what is said: without markup, code, math and front matter', () => {
  expect(cut(page).map(({ prose }) => prose)).toEqual([
    '',
    'Bees\nText here with Queue. See the keeper.',
    'Bees: Hives\nCareful Mind the smoke.',
  ])
})

test('the body keeps code and math, to be found by its words', () => {
  expect(cut(page)[2]!.body).toContain('smoke = 1')
  expect(cut(page)[2]!.body).toContain('mc^2')
})

test('a long paragraph is cut between sentences, and each piece knows the end of the one before', () => {
  const sentences = Array.from({ length: 80 }, (_, n) => `Sentence number ${n} speaks of bees.`)
  const fragments = cut(`# Bees\n\n${sentences.join(' ')}\n`)
  expect(fragments.length).toBeGreaterThan(2)
  for (const fragment of fragments) expect(fragment.text.length).toBeLessThanOrEqual(1_700)
  for (const [index, fragment] of fragments.entries()) {
    expect(fragment.text.trim()).toMatch(/bees\.$/)
    if (index === 0) continue
    const lastBefore = /Sentence number \d+ speaks of bees\.\s*$/.exec(fragments[index - 1]!.text)![0].trim()
    expect(fragment.prose).toContain(lastBefore)
  }
})

describe('any text', () => {
  test('is cut into fragments that are its own slices, in order, and hold everything', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('# A', '## B', '```', ':::{note}', '- item', '', '漢字'.repeat(900), 'word '.repeat(500)),
    )
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('markdown' as const, 'text' as const),
        (lines, format) => {
          const text = lines.join('\n')
          let rest = text
          let last = 0
          for (const fragment of cut(text, format)) {
            expect(text.slice(fragment.start.offset, fragment.end.offset)).toBe(fragment.text)
            expect(fragment.start.offset).toBeGreaterThanOrEqual(last)
            expect(fragment.text.isWellFormed() || !text.isWellFormed()).toBe(true)
            last = fragment.end.offset
            rest = rest.replace(fragment.text, () => '')
          }
          expect(rest.replace(/\uFEFF/g, '').trim()).toBe('')
        },
      ),
      { numRuns: 60 },
    )
  })
})
