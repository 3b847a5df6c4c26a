import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anchorOf, moveAnchor } from './anchor.ts'
import { applyPatch } from './apply-patch.ts'
import { locate } from './locate.ts'
import { patchBetween } from './patch-between.ts'
import { edited, wholeText } from './texts.fixture.ts'

const anchorAt = (text: string, quote: string, nth = 0) => {
  let start = text.indexOf(quote)
  for (; nth > 0; nth--) start = text.indexOf(quote, start + 1)
  return anchorOf(text, start, start + quote.length)
}

const chapter = `# The hive

A hive is the house of a colony. The colony fills it from the top with honey and from the middle with brood.

A keeper who lifts the lid in winter costs the bees a week of warmth. Wooden walls breathe, and walls of straw breathe
better. The gap between two frames is eight millimetres.

The colony rests in winter. The colony works in summer.
`

describe('locate', () => {
  const found = (text: string, quote: string, change: (text: string) => string, nth = 0) => {
    const after = change(text)
    const at = locate(anchorAt(text, quote, nth), after)
    return at && [after.slice(at.start, at.end), at.exact]
  }

  it.each<[string, string, (text: string) => string, string, boolean]>([
    ['text before', 'lifts the lid', text => `New first words.\n\n${text}`, 'lifts the lid', true],
    [
      'both neighbours',
      'lifts the lid',
      text => text.replace('who lifts the lid in', 'that lifts the lid of'),
      'lifts the lid',
      true,
    ],
    [
      'a word inside',
      'costs the bees a week of warmth',
      text => text.replace('a week', 'ten days'),
      'costs the bees ten days of warmth',
      false,
    ],
    [
      'both ends',
      'Wooden walls breathe, and walls of straw breathe',
      t => t.replace('Wooden walls', 'Timber walls').replace('straw breathe', 'straw breathes'),
      'Timber walls breathe, and walls of straw breathes',
      false,
    ],
    ['a word itself', 'millimetres', text => text.replace('millimetres', 'millimeters'), 'millimeters', false],
    [
      'a paragraph moved',
      'The gap between two frames is eight millimetres.',
      text => text.replace(/(A keeper[\s\S]*?)\n\n([\s\S]*)/, '$2\n$1\n'),
      'The gap between two frames is eight millimetres.',
      true,
    ],
  ])('survives a change of %s', (_, quote, change, expected, exact) => {
    expect(found(chapter, quote, change)).toEqual([expected, exact])
  })

  it('tells equal words apart by what is around them, and then by their place', () => {
    const text = chapter.replace('# The hive', 'Words\nin front')
    expect(locate(anchorAt(chapter, 'colony', 2), text)!.start).toBe(text.indexOf('colony rests'))
    const rows = '| x |\n'.repeat(50)
    expect(locate(anchorAt(rows, '| x |', 20), rows)!.start).toBe(20 * 6)
  })

  it.each<[string, string, (text: string) => string]>([
    [
      'its paragraph is gone',
      'colony',
      text =>
        text
          .split('\n\n')
          .filter(part => !part.includes('A hive'))
          .join('\n\n'),
    ],
    [
      'its sentence was rewritten',
      'Wooden walls breathe, and walls of straw breathe\nbetter.',
      text =>
        text.replace(/Wooden[\s\S]*?better\./, 'It is cold outside then, so nobody with any sense does such a thing.'),
    ],
    ['the text is another one', 'lifts the lid', () => 'Nothing of that is here. '.repeat(100)],
    ['there is no text', 'lifts the lid', () => ''],
  ])('says so when %s', (_, quote, change) => {
    expect(found(chapter, quote, change)).toBeUndefined()
  })

  it('finds every quote at its place in an unchanged text', () => {
    fc.assert(
      fc.property(wholeText, fc.nat(), fc.nat(), (text, a, b) => {
        fc.pre(text.length > 0)
        const start = a % text.length
        const anchor = anchorOf(text, start, start + 1 + (b % (text.length - start)))
        const at = locate(anchor, text)
        // Short quotes with little around them may be refused; another text never comes back.
        if (at?.exact) expect(text.slice(at.start, at.end)).toBe(anchor.quote)
        if (anchor.quote.length >= 32) expect(at).toBeDefined()
      }),
      { numRuns: 500 },
    )
  })

  it('is never lost by edits elsewhere, and never points at another text', () => {
    const word = fc.constantFrom('hive', 'bee', 'the', 'honey', 'a', 'and', '蜂', 'мёд', '.\n\n', ', ')
    const words = fc.array(word, { minLength: 2, maxLength: 40 }).map(all => all.join(' '))
    fc.assert(
      fc.property(words, words, words, words, words, (far, near, quote, behind, fresh) => {
        const kept = `${near} | ${quote} | ${behind}`
        const text = `${far}\n\n${kept}\n\n${far}`
        const start = far.length + 2 + near.length + 3
        const anchor = anchorOf(text, start, start + quote.length)
        const after = `${fresh}\n\n${kept}\n\n${fresh}`
        const at = locate(anchor, after)
        expect(at).toBeDefined()
        expect(after.slice(at!.start, at!.end)).toBe(quote)
      }),
      { numRuns: 500 },
    )
  })

  it('is bounded in a text of a megabyte, found or not', () => {
    const long = 'the colony fills it with honey and brood. '.repeat(25_000)
    const anchor = anchorAt(chapter, 'A keeper who lifts the lid in winter costs the bees a week of warmth.')
    expect(locate(anchor, long)).toBeUndefined()
    expect(locate(anchorAt(chapter, 'e'), 'e'.repeat(1_000_000))).toBeUndefined()
    const changed = long + chapter.replace('lid', 'cover') + long
    const at = locate(anchor, changed)!
    expect(changed.slice(at.start, at.end)).toBe(anchor.quote.replace('lid', 'cover'))
    const whole = anchorOf(long, 0, long.length)
    expect(locate(whole, `New. ${long.replaceAll('brood', 'pollen')}`)).toMatchObject({ start: 5 })
  })
})

describe('moveAnchor', () => {
  it('moves exactly where the same words stand elsewhere', () => {
    const text = 'a colony, a colony, a colony'
    const after = 'a colony, one colony, a colony, a colony'
    const patch = [{ start: 10, end: 10, before: '', after: 'one colony, ', reason: '' }]
    const moved = moveAnchor(anchorAt(text, 'colony', 1), patch, after)!
    expect([moved.start, moved.end, moved.quote]).toEqual([24, 30, 'colony'])
  })

  it.each<[string, string, string | undefined]>([
    ['one TWO three', 'two three', 'TWO three'],
    ['one two, three', 'two three', 'two, three'],
    ['one six three', 'two', 'six'],
    ['one  three', 'two', undefined],
    ['two three', 'two', 'two'],
  ])('in "one two three", changed to %j, takes %j to %j', (after, quote, expected) => {
    const text = 'one two three'
    expect(moveAnchor(anchorAt(text, quote), patchBetween(text, after), after)?.quote).toBe(expected)
  })

  it('looks inside of what its paragraph became', () => {
    const after = chapter.replace(/A keeper[\s\S]*millimetres\./, 'In winter a keeper who lifts the lid does harm.')
    const start = chapter.indexOf('A keeper')
    const end = chapter.indexOf('millimetres.') + 12
    const changed = after.slice(start, after.indexOf('harm.') + 5)
    const patch = [{ start, end, before: chapter.slice(start, end), after: changed, reason: '' }]
    expect(moveAnchor(anchorAt(chapter, 'a keeper who lifts the lid'.slice(2)), patch, after)?.quote).toBe(
      'keeper who lifts the lid',
    )
    expect(moveAnchor(anchorAt(chapter, 'eight'), patch, after)).toBeUndefined()
  })

  it('keeps what it is at, when nothing in it was touched', () => {
    fc.assert(
      fc.property(edited, fc.nat(), fc.nat(), ({ before, after }, a, b) => {
        fc.pre(before.length > 0)
        const start = a % before.length
        const anchor = anchorOf(before, start, start + 1 + (b % (before.length - start)))
        const patch = patchBetween(before, after)
        expect(applyPatch(before, patch)).toBe(after)
        const touched = patch.some(hunk => hunk.start < anchor.end && hunk.end > anchor.start)
        const inserted = patch.some(hunk => hunk.start > anchor.start && hunk.start < anchor.end)
        const moved = moveAnchor(anchor, patch, after)
        if (!touched && !inserted) expect(moved?.quote).toBe(anchor.quote)
        if (moved) expect(after.slice(moved.start, moved.end)).toBe(moved.quote)
      }),
      { numRuns: 500 },
    )
  })
})
