import { readPassages } from '@octavo/manuscript'
import { describe, expect, it } from 'vitest'
import { measureUse } from './measure.ts'

const text =
  '# Tides\n\nThe tide covers the sand twice a day. A *neap tide* is the smallest one. Boats wait for it.\n\n- Ropes are kept dry.\n- Lamps are lit at dusk.\n'
const source = { id: 's', text }
const passages = readPassages({ ...source, format: 'markdown' })
const use = (chapter: string) => measureUse([chapter], [source], passages)

describe('measureUse', () => {
  it('counts the words of the sentences a book uses', () => {
    const result = use(
      '# Sea\n\nThe tide covers\nthe sand twice a day.[^a]\n\n- Lamps are lit at dusk.\n\n[^a]: `s.md`, line 3\n',
    )
    expect(result).toMatchObject({
      sourceWords: 28,
      usedWords: 13,
      sentences: 2,
      found: 2,
      missing: [],
      own: [],
      unused: [],
    })
    expect(result.share).toBeCloseTo(13 / 28)
  })

  it('finds a sentence through other markup, quotes and case', () => {
    expect(use('“A **neap tide** is the smallest one.”').missing).toEqual([])
  })

  it('names a sentence that is in no source, and one that was changed by a word', () => {
    const result = use('The moon is made of cheese. The tide covers the sand three times a day.')
    expect(result.missing).toEqual(['The moon is made of cheese.', 'The tide covers the sand three times a day.'])
    expect(result.unused).toHaveLength(2)
  })

  it('lists lines of the compositor apart, and counts the author’s inside of its boxes', () => {
    const result = use(
      ':::{admonition} In short\n:class: summary octavo-own\n\n- Boats wait for it.\n- Say what is meant by tide.\n:::\n',
    )
    expect(result).toMatchObject({ sentences: 1, found: 1, missing: [], own: ['Say what is meant by tide.'] })
  })
})
