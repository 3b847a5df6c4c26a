import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hideSolutions } from './files/hide-solutions.ts'
import { mergeEdit } from './incoming.ts'

const same = (text: string) => ({ published: text, whole: text })

describe('mergeEdit', () => {
  test('takes both, or asks, or does as chosen', () => {
    const base = 'One.\n\nTwo.\n'
    expect(mergeEdit(base, same('1.\n\nTwo.\n'), 'One.\n\n2.\n', undefined)).toEqual({ text: '1.\n\n2.\n', places: [] })
    const both = [base, same('Mine.\n\nTwo.\n'), 'Theirs.\n\n2.\n'] as const
    expect(mergeEdit(...both, undefined)).toEqual({
      text: undefined,
      places: [{ line: 1, base: 'One.\n', book: 'Mine.\n', repository: 'Theirs.\n' }],
    })
    // What did not conflict comes along either way.
    expect(mergeEdit(...both, 'book').text).toBe('Mine.\n\n2.\n')
    expect(mergeEdit(...both, 'repository').text).toBe('Theirs.\n\n2.\n')
  })

  const paragraph = fc.constantFrom('The horn.', 'The lamp.', 'Fog.', ':::{note}\nAside.\n:::')
  const solution = fc.constantFrom('', ':::{solution} ex\nHidden words.\n:::\n\n')
  test('an edit of what is published takes nothing of what is hidden, for any page', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(paragraph, solution), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.constantFrom<'book' | 'repository'>('book', 'repository'),
        (parts, at, choice) => {
          const whole = parts.map(([text, hidden], index) => `${index} ${text}\n\n${hidden}`).join('')
          const published = hideSolutions(whole)
          const edited = `${at % parts.length} ${parts[at % parts.length]![0]}`
          const repository = published.replace(edited, `Edited ${edited}`)
          const { text } = mergeEdit(published, { published, whole }, repository, choice)
          expect(text).toBe(whole.replace(edited, `Edited ${edited}`))
        },
      ),
    )
  })
})
