import type { Passage, Source } from '@octavo/manuscript'
import { expect, test } from 'vitest'
import { citePassages } from './cite-passages.ts'

const place = (line: number) => ({ line, column: 1, offset: 0 })
const passage = (id: string, line: number): Passage => ({
  id,
  source: 's',
  position: 0,
  kind: 'paragraph',
  text: 'Text.',
  headings: [],
  start: place(line),
  end: place(line),
})
const source: Source = { id: 's', title: 'notes/a.md', origin: 'notes/a.md', format: 'markdown', text: 'Text.' }
const material = { passages: [passage('p1', 3), passage('p12', 40)], sources: [source] }

test('each cited passage gets one footnote to its source and line', () => {
  expect(citePassages('One.[^p12] Two.[^p1] Again.[^p12]\n', material)).toBe(
    'One.[^p12] Two.[^p1] Again.[^p12]\n\n[^p12]: notes/a.md, line 40\n\n[^p1]: notes/a.md, line 3\n',
  )
})

test('a mark that names no passage is taken out; other footnotes stay', () => {
  expect(citePassages('One.[^p99] Two.[^note]\n\n[^note]: Mine.\n', material)).toBe(
    'One. Two.[^note]\n\n[^note]: Mine.\n',
  )
})
