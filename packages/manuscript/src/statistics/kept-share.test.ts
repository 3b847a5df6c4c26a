import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'
import { keptShare } from './kept-share.ts'

const share = (before: string, after: string) => keptShare(parsePage(before), parsePage(after), 'en')
const text = 'The lease expires. Another worker takes the job. Nothing is lost.'

it.each([
  ['nothing changed', text, text, 1],
  [
    'markup alone changed',
    text,
    `:::{note}\n**The lease** expires. Another worker takes the job. Nothing is lost.\n:::`,
    1,
  ],
  ['one of eleven words changed', text, text.replace('job', 'task'), 10 / 11],
  ['a sentence removed', text, 'The lease expires. Nothing is lost.', 1],
  ['as much added', 'One two three.', 'One two three. Four five six.', 0.5],
  ['everything written anew', text, 'Bees dry nectar.', 0],
  ['the text is empty', text, '', null],
])('when %s', (_, before, after, expected) => {
  const found = share(before, after)
  if (expected === null) expect(found).toBeNull()
  else expect(found).toBeCloseTo(expected, 10)
})

it('lies between none and all, and is all of what was only added to', () => {
  const sentence = fc.array(fc.constantFrom('bee', 'hive', 'wax', 'comb', 'queen'), { minLength: 1, maxLength: 6 })
  const page = fc.array(sentence, { maxLength: 8 }).map(lines => lines.map(words => `${words.join(' ')}.`).join('\n\n'))
  fc.assert(
    fc.property(page, page, (before, after) => {
      const found = share(before, after)
      expect(found === null || (found >= 0 && found <= 1)).toBe(true)
      expect(share(`${before}\n\n${after}`, after) ?? 1).toBe(1)
    }),
  )
})

it('compares long texts that have nothing in common', () => {
  const long = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}.`).join('\n\n')
  expect(share(long('before'), `${long('after')}\n\nbefore 7.`)).toBeLessThan(0.001)
})
