import { checkMyst } from '@octavo/manuscript'
import { describe, expect, it } from 'vitest'
import { admonitionOf, directive, tabular } from './blocks.ts'
import { escapeMyst, plain } from './plain.ts'
import { sound } from './sound.ts'

describe('admonitionOf', () => {
  it.each([
    ['Note that it ends.', 'note', 'Note that it ends.'],
    ['Warning: check the rows.', 'warning', 'Check the rows.'],
    ['**Tip:** sort first.', 'tip', 'Sort first.'],
    ['Remember that order is lost.', 'important', 'Remember that order is lost.'],
  ])('%s', (text, name, content) => {
    expect(admonitionOf(text)).toEqual({ directive: name, text: content })
  })
  it.each(['Notes are kept here.', 'She remembered it.', 'Warning signs were up.'])('nothing: %s', text => {
    expect(admonitionOf(text)).toBeUndefined()
  })
})

describe('tabular', () => {
  it('reads a list of marked terms with short meanings', () => {
    expect(tabular('- **ready** — waiting to run\n- **running**: claimed by a worker\n- `dead` — given up')).toEqual([
      { term: 'ready', meaning: 'waiting to run' },
      { term: 'running', meaning: 'claimed by a worker' },
      { term: '`dead`', meaning: 'given up' },
    ])
  })
  it.each(['- **a** — b\n- **c** — d', '- first do this\n- then do that\n- **rest** — later'])(
    'leaves other lists: %s',
    list => {
      expect(tabular(list)).toBeUndefined()
    },
  )
})

describe('sound', () => {
  it('leaves what is sound, byte by byte', () => {
    for (const block of ['- a\n- b', '```js\na()\n```', ':::{note}\nhello\n:::']) expect(sound(block)).toBe(block)
  })
  it.each([
    ':::{note}\nhello',
    '```{list-table}\n:nonsense: 1\n\n* - a\n  - b\n```',
    ':::{made-up}\nhello\n:::',
    '```js\nopen',
  ])('mends %j', block => {
    const mended = sound(block)
    expect(checkMyst(mended)).toEqual([])
    expect(mended).toMatch(/hello|- a|open/)
  })
})

describe('plain text', () => {
  it.each([
    ['A *b* **c** `d*e*` [f](g.md) {ref}`h` i.[^1]', 'A b c d*e* f h i.'],
    ['Costs \\$5, snake_case and $a\\,b$.', 'Costs $5, snake_case and $a\\,b$.'],
  ])('%s', (markdown, text) => {
    expect(plain(markdown)).toBe(text)
  })
  it('is escaped so that MyST shows it letter for letter', () => {
    const text = 'a*b_c [d](e) $1 and $2 <b> `x` # y\n1. z\n- w\n% v\n(t)='
    expect(plain(escapeMyst(text))).toBe(text.replace(/\s+/g, ' '))
    expect(directive('note', 'a\n\n:::{tip}\nb\n:::')).toMatch(/^::::\{note\}/)
  })
})
