import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinAnswers } from './join-answers.ts'

const bare = (text: string) => text.replace(/\s+/g, '')

describe('joinAnswers', () => {
  it.each([
    ['a cut inside of a word', 'A queue is contin', 'uous work.', 'A queue is continuous work.'],
    [
      'a repeated end',
      'It waits. The worker takes the jo',
      'The worker takes the job and runs it.',
      'It waits. The worker takes the job and runs it.',
    ],
    [
      'a repeat with other line breaks',
      'The worker takes\nthe next job\n',
      'The worker takes the next job and runs.',
      'The worker takes\nthe next job and runs.',
    ],
    [
      'a continuation that starts over',
      '# Queues\n\nThey wait',
      '# Queues\n\nThey wait for us.',
      '# Queues\n\nThey wait for us.',
    ],
    ['nothing new', 'The worker takes the job.\n', 'The worker takes the job.', 'The worker takes the job.\n'],
    ['a chance agreement', 'He said no', 'no more than that.', 'He said nono more than that.'],
    [
      'a fence opened again',
      '```sql\nselect id\nfrom jo',
      '```sql\nfrom jobs\n```\n',
      '```sql\nselect id\nfrom jobs\n```\n',
    ],
    [
      'a fence opened again without repeat',
      '```sql\nselect id\n',
      '```sql\nfrom jobs\n```',
      '```sql\nselect id\nfrom jobs\n```',
    ],
    ['the end of an open fence', '```sql\nselect 1', '```\n\nDone.', '```sql\nselect 1\n```\n\nDone.'],
    [
      'another fence after a closed one',
      '```sql\nselect 1\n```',
      '```sql\nselect 2\n```',
      '```sql\nselect 1\n```\n\n```sql\nselect 2\n```',
    ],
    ['a heading', 'It ends.', '## Next', 'It ends.\n\n## Next'],
    ['a sentence', 'It ends.', 'It begins again.', 'It ends. It begins again.'],
    ['an empty continuation', 'It ends', '', 'It ends'],
  ])('joins at %s', (_, first, second, joined) => {
    expect(joinAnswers(first, second)).toBe(joined)
  })

  // Numbered words cannot agree by chance over ten characters.
  const text = fc
    .array(fc.tuple(fc.constantFrom('word', 'Satz', '词'), fc.constantFrom(' ', '\n', '\n\n', '. ')), {
      minLength: 8,
      maxLength: 40,
    })
    .map(parts => parts.map(([word, after], at) => `${word}${1000 + at}${after}`).join(''))

  it('restores a text cut in two with any overlap or none', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (whole, a, b) => {
        const cut = 1 + (a % (whole.length - 1))
        const back = Math.max(0, cut - (b % 120))
        const shared = bare(whole.slice(back, cut))
        fc.pre(back === cut || (shared.length >= 10 && (shared.match(/[\p{L}\p{N}]/gu) ?? []).length >= 6))
        expect(bare(joinAnswers(whole.slice(0, cut), whole.slice(back)))).toBe(bare(whole))
      }),
      { numRuns: 1_000 },
    )
  })

  it('loses nothing and repeats nothing, whatever the two', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        (first, second) => {
          const joined = bare(joinAnswers(first, second))
          expect(joined.startsWith(bare(first))).toBe(true)
          expect(joined.endsWith(bare(second))).toBe(true)
          expect(joined.length).toBeLessThanOrEqual(bare(first).length + bare(second).length)
        },
      ),
    )
  })

  it('joins long answers quickly', () => {
    const long = 'Jobs wait in line. '.repeat(20_000)
    const begin = performance.now()
    joinAnswers(long, long)
    expect(performance.now() - begin).toBeLessThan(2_000)
  })
})
