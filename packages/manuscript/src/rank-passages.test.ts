import { expect, it } from 'vitest'
import { rankPassages } from './rank-passages.ts'
import { readPassages } from './read-passages.ts'

const passages = readPassages({
  id: 'q',
  format: 'markdown',
  text: '# Leases\n\nA worker holds a lease.\n\n# Retries\n\nWait longer each time.\n\nBack off with jitter.\n\nBack off with jitter.\n',
})

it('ranks by the words of the query, headings counting more, and leaves out what has none', () => {
  expect(rankPassages('retries', passages, 9).map(passage => passage.id)).toEqual(['q:5', 'q:7', 'q:9', 'q:11'])
  expect(rankPassages('zebra', passages, 9)).toEqual([])
})

it('keeps the given order between equals and stops at the limit', () => {
  expect(rankPassages('jitter', passages, 9).map(passage => passage.id)).toEqual(['q:9', 'q:11'])
  expect(rankPassages('jitter', passages, 1).map(passage => passage.id)).toEqual(['q:9'])
})
