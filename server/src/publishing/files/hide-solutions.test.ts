import { expect, test } from 'vitest'
import { hideSolutions } from './hide-solutions.ts'

test('takes solutions away, in every form, and nothing else', () => {
  const page = [
    '# Sums',
    '',
    ':::{exercise}',
    ':label: ex-sum',
    'What is six times seven?',
    ':::',
    '',
    ':::{solution} ex-sum',
    'Forty-two.',
    ':::',
    '',
    'Between.',
    '',
    '::::{note}',
    '```{solution} ex-sum',
    'Inside: forty-two.',
    '```',
    '::::',
    '',
    ':::{solution-start} ex-sum',
    ':::',
    'Gated: forty-two.',
    '',
    ':::{solution-end}',
    ':::',
    '',
    'After.',
    '',
  ].join('\n')
  const hidden = hideSolutions(page)
  expect(hidden).not.toMatch(/forty-two/i)
  expect(hidden).toBe(
    '# Sums\n\n:::{exercise}\n:label: ex-sum\nWhat is six times seven?\n:::\n\nBetween.\n\n::::{note}\n::::\n\nAfter.\n',
  )
  expect(hideSolutions(hidden)).toBe(hidden)
})

test('hides the rest when the end is missing, and leaves code that shows one', () => {
  expect(hideSolutions('a\n\n:::{solution-start} x\n:::\n\nsecret\n')).toBe('a\n')
  const code = '```md\n:::{solution} x\nshown\n:::\n```\n'
  expect(hideSolutions(code)).toBe(code)
})
