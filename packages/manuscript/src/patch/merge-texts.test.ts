import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeTexts } from './merge-texts.ts'
import { anyText, edited } from './texts.fixture.ts'

describe('mergeTexts', () => {
  it('takes both when they changed different paragraphs', () => {
    const base = '# T\n\nOne.\n\nTwo.\n\nThree.\n'
    const mine = base.replace('One', 'First')
    const theirs = base.replace('Three.', 'Three.\n\nFour.')
    expect(mergeTexts(base, mine, theirs)).toEqual({
      text: '# T\n\nFirst.\n\nTwo.\n\nThree.\n\nFour.\n',
      conflicts: [],
    })
  })

  it('takes both when they changed different sentences of a paragraph, or neighbouring rows', () => {
    const base = 'One is first. Two is next. Three is last.\n'
    const merged = mergeTexts(base, base.replace('first', '1'), base.replace('last', '3'))
    expect(merged).toEqual({ text: 'One is 1. Two is next. Three is 3.\n', conflicts: [] })
    expect(mergeTexts('|a|\n|b|\n', '|A|\n|b|\n', '|a|\n|B|\n')).toEqual({ text: '|A|\n|B|\n', conflicts: [] })
  })

  it('shows both texts of one sentence, with its place', () => {
    const base = 'Kept. The quick fox. Kept too.\n'
    const merged = mergeTexts(base, base.replace('quick', 'slow'), base.replace('fox', 'dog'))
    expect(merged).toEqual({
      text: 'Kept. The slow fox. Kept too.\n',
      conflicts: [{ base: 'The quick fox. ', mine: 'The slow fox. ', theirs: 'The quick dog. ', start: 6, end: 20 }],
    })
  })

  it('asks when both added at the same place', () => {
    const { text, conflicts } = mergeTexts('a\n', 'a\nmine\n', 'a\ntheirs\n')
    expect(text).toBe('a\nmine\n')
    expect(conflicts).toMatchObject([{ base: '', mine: 'mine\n', theirs: 'theirs\n', start: 2, end: 7 }])
  })

  it('asks when one deleted what the other changed', () => {
    const { conflicts } = mergeTexts('a\nb\nc\n', 'a\nc\n', 'a\nB\nc\n')
    expect(conflicts).toMatchObject([{ base: 'b\n', mine: '', theirs: 'B\n' }])
  })

  it('puts both between markers on lines of their own, when asked', () => {
    const base = 'x\r\nThe fox.\r\ny'
    const { text, conflicts } = mergeTexts(base, base.replace('fox', 'cat'), base.replace('fox', 'dog'), {
      markers: { mine: 'yours', theirs: 'version 4' },
    })
    const marked = '<<<<<<< yours\r\nThe cat.\r\n=======\r\nThe dog.\r\n>>>>>>> version 4\r\n'
    expect(text).toBe(`x\r\n${marked}y`)
    expect(text.slice(conflicts[0]!.start, conflicts[0]!.end)).toBe(marked)
  })

  it('keeps the byte order mark and line endings when one side came through a form in a browser', () => {
    const base = '\uFEFFOne.\r\n\r\nTwo.\r\n'
    const mine = '1.\n\nTwo.\n'
    expect(mergeTexts(base, mine, base.replace('Two', '2'))).toEqual({ text: '\uFEFF1.\r\n\r\n2.\r\n', conflicts: [] })
  })

  it('gives what is the same on both sides, and the side that changed', () => {
    fc.assert(
      fc.property(anyText, anyText, (base, mine) => {
        expect(mergeTexts(base, mine, mine)).toEqual({ text: mine, conflicts: [] })
        expect(mergeTexts(base, base, mine)).toEqual({ text: mine, conflicts: [] })
        expect(mergeTexts(base, mine, base)).toEqual({ text: mine, conflicts: [] })
      }),
      { numRuns: 300 },
    )
  })

  it('loses nothing either side wrote, for any edits', () => {
    fc.assert(
      fc.property(edited, edited, fc.boolean(), ({ before, after: mine }, { after: theirs }, marked) => {
        const { text, conflicts } = mergeTexts(
          before,
          mine,
          theirs,
          marked ? { markers: { mine: 'a', theirs: 'b' } } : {},
        )
        const seen = text + conflicts.map(conflict => conflict.theirs + conflict.mine).join('')
        // Whatever is in neither conflict nor base came from one side and has to be there.
        for (const side of [mine, theirs]) {
          for (const word of side.match(/[\p{L}\p{N}]+/gu) ?? []) {
            if (!before.includes(word)) expect(seen).toContain(word)
          }
        }
        for (const { start, end, mine } of conflicts) {
          if (!marked) expect(text.slice(start, end)).toBe(mine)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('merges edits of different paragraphs without a conflict, for any paragraphs', () => {
    const paragraph = fc.constantFrom(
      'The fox. It runs.',
      'Same.',
      '漢字の文。次の文。',
      '- a\n- b',
      '| a |\n|---|\n| b |',
    )
    fc.assert(
      fc.property(
        fc.array(paragraph, { minLength: 3, maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('\n', '\r\n'),
        (paragraphs, a, b, end) => {
          const first = a % paragraphs.length
          const second = b % paragraphs.length
          fc.pre(Math.abs(first - second) >= 1)
          const text = (change: (text: string, index: number) => string) =>
            paragraphs
              .map((text, index) => `${index} ${change(text, index)}`)
              .join('\n\n')
              .replaceAll('\n', end)
          const edit = (at: number, word: string) => text((old, index) => (index === at ? `${word} ${old}` : old))
          const merged = mergeTexts(
            text(old => old),
            edit(first, 'Mine.'),
            edit(second, 'Theirs.'),
          )
          expect(merged.conflicts).toEqual([])
          expect(merged.text).toBe(
            text((old, index) => (index === first ? `Mine. ${old}` : index === second ? `Theirs. ${old}` : old)),
          )
        },
      ),
    )
  })

  it('is bounded on texts of one line again and again', () => {
    const base = '\n'.repeat(400_000)
    const merged = mergeTexts(base, `mine${base}`, `${base}theirs`)
    expect(merged).toEqual({ text: `mine${base}theirs`, conflicts: [] })
  })
})
