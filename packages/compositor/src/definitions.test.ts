import { readPassages } from '@octavo/manuscript'
import { describe, expect, it } from 'vitest'
import { abbreviationsIn } from './abbreviations.ts'
import { definitionsIn } from './definitions.ts'

const define = (text: string, language = 'en') =>
  definitionsIn(readPassages({ id: 's', text, format: 'markdown' }), language).map(({ term, meaning, by }) => [
    term,
    meaning,
    by,
  ])

describe('definitionsIn', () => {
  it.each([
    ['A *lease* is a claim that expires.', 'lease', 'A lease is a claim that expires.', 'emphasis'],
    [
      '**Poison message**: a job that fails every worker.',
      'poison message',
      'A job that fails every worker.',
      'emphasis',
    ],
    [
      'Worker\n: A process that claims jobs.\n\nClaim\n: The act of taking a job.',
      'worker',
      'A process that claims jobs.',
      'list',
    ],
    [
      'Backpressure is the practice of making producers slow down.',
      'backpressure',
      'Backpressure is the practice of making producers slow down.',
      'pattern',
    ],
    [
      'It pins the *xmin horizon*, the oldest transaction of all.',
      'xmin horizon',
      'It pins the xmin horizon, the oldest transaction of all.',
      'called',
    ],
    [
      "**Little's law**: the mean number equals the rate times the time.",
      "Little's law",
      'The mean number equals the rate times the time.',
      'emphasis',
    ],
  ])('%s', (text, ...expected) => {
    expect(define(text)[0]).toEqual(expected)
  })

  it.each([
    'This is the whole difficulty of the subject.',
    'The problem is a lock that nobody holds.',
    'Cancelling is a request and not a fact.',
    'A table is a poor queue when the rate is high.',
    '**Note:** the clock is a liar that nobody checks.',
    '**Why it matters.** Interference is the reason for speed.',
    '- **BASF** — scheduling reduced from hours to seconds\n- **Volkswagen** — paint-shop sequencing',
  ])('defines nothing: %s', text => {
    expect(define(text)).toEqual([])
  })

  it('reads a list of marked words as terms under a heading that says so', () => {
    expect(define('# Glossary\n\n- **Shot** — a single execution of a circuit').map(([term]) => term)).toEqual(['shot'])
  })

  it('keeps German nouns as they are', () => {
    expect(define('Der *Tidenhub* ist der Unterschied zwischen Hochwasser und Niedrigwasser.', 'de')[0]?.[0]).toBe(
      'Tidenhub',
    )
  })
})

describe('abbreviationsIn', () => {
  it.each([
    ['Under multiversion concurrency control (MVCC), an update', 'MVCC', 'multiversion concurrency control'],
    ['the firm’s TMS (Transportation Management System) was used', 'TMS', 'Transportation Management System'],
    ['RPO is the recovery point objective, meaning how much', 'RPO', 'recovery point objective'],
    ['a Total Cost of Ownership (TCO) model', 'TCO', 'Total Cost of Ownership'],
    ['these updates cannot be heap-only tuple (HOT) updates', 'HOT', 'heap-only tuple'],
  ])('%s', (text, short, long) => {
    expect(abbreviationsIn(text)).toEqual([{ short, long }])
  })

  it.each(['The SDK (see below) is large.', 'PostgreSQL (17) is used.', 'SIGKILL is a signal that cannot be caught.'])(
    'nothing in: %s',
    text => {
      expect(abbreviationsIn(text)).toEqual([])
    },
  )
})
