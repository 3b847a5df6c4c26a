import { expect, test } from 'vitest'
import { Diagrams } from './diagrams.ts'

const flow = (from: string) => `flowchart LR\n  ${from} --> End\n`

test('draws diagrams, remembers those of the last book, and says which cannot be drawn', async () => {
  const diagrams = new Diagrams()
  diagrams.begin([flow('Begun')])
  const first = await diagrams.of([flow('Begun'), flow('Other'), 'gitGraph\n  commit\n'])
  expect(first.get(flow('Begun'))?.svg).toContain('Begun')
  expect(first.get(flow('Other'))).toMatchObject({ width: expect.any(Number), height: expect.any(Number) })
  expect(first.has('gitGraph\n  commit\n')).toBe(true)
  expect(first.get('gitGraph\n  commit\n')).toBeUndefined()

  const again = await diagrams.of([flow('Begun')])
  expect(again.get(flow('Begun'))).toBe(first.get(flow('Begun')))
  const anew = await diagrams.of([flow('Other')])
  expect(anew.get(flow('Other'))).toEqual(first.get(flow('Other')))
})
