import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { selectionRange } from './selection.ts'
import { wholeText } from './texts.fixture.ts'
import { validateRewrite } from './validate-rewrite.ts'

const page = `---
title: T
---

# The hive

A hive is **the house of a colony**. See {ref}\`frames\`, [the long guide](a.md) and $x + y$[^one]. [@knuth]

(frames)=
## Frames

- one item that
  goes on
- two

| bee | honey |
|-----|-------|
| a \\| b | long cell |

::::{note} A title
:class: x
Inside of a note.

Second paragraph.
::::

> quoted words
> and more

\`\`\`python
x = 1
\`\`\`

[^one]: The note.
`

/** What is selected for the piece between two bars. */
function selected(piece: string, text = page) {
  const start = text.indexOf(piece)
  expect(start).toBeGreaterThanOrEqual(0)
  const found = selectionRange(text, start, start + piece.length)
  return found && [found.kind, text.slice(found.start, found.end)]
}

describe('selectionRange', () => {
  it.each([
    ['ive i', 'words', 'hive is'],
    ['house of', 'words', 'house of'],
    ['hive is **the', 'words', 'hive is **the house of a colony**'],
    ['fram', 'words', '{ref}`frames`'],
    ['long gui', 'words', 'long guide'],
    ['guide](a.md) and', 'words', '[the long guide](a.md) and'],
    ['+', 'words', '$x + y$'],
    ['he hi', 'heading', 'The hive'],
    ['that\n  goes', 'words', 'that\n  goes'],
    ['item that\n  goes on\n- t', 'blocks', '- one item that\n  goes on\n- two'],
    ['ng c', 'cell', 'long cell'],
    ['a \\', 'cell', 'a \\|'],
    ['b | long', 'blocks', '| bee | honey |\n|-----|-------|\n| a \\| b | long cell |'],
    ['Inside of', 'words', 'Inside of'],
    ['note.\n\nSecond', 'blocks', 'Inside of a note.\n\nSecond paragraph.'],
    ['class: x', 'blocks', '::::{note} A title\n:class: x\nInside of a note.\n\nSecond paragraph.\n::::'],
    ['A title', 'blocks', '::::{note} A title\n:class: x\nInside of a note.\n\nSecond paragraph.\n::::'],
    ['words\n> and', 'words', 'words\n> and'],
    ['x = 1', 'blocks', '```python\nx = 1\n```'],
    [
      'two\n\n| bee',
      'blocks',
      '- one item that\n  goes on\n- two\n\n| bee | honey |\n|-----|-------|\n| a \\| b | long cell |',
    ],
  ])('widens %j to %s %j', (piece, kind, expected) => {
    expect(selected(piece)).toEqual([kind, expected])
    const windows = `\uFEFF${page.replaceAll('\n', '\r\n')}`
    const ends = (text: string) => text.replaceAll('\n', '\r\n')
    expect(selected(ends(piece), windows)).toEqual([kind, ends(expected)])
  })

  it('selects the block of a cursor, and nothing in front matter or between blocks', () => {
    const at = page.indexOf('Second')
    expect(selectionRange(page, at, at)).toMatchObject({ kind: 'blocks', start: at })
    expect(selected('title: T')).toBeUndefined()
    expect(selectionRange('a\n\n\n\nb', 3, 3)).toBeUndefined()
    expect(() => selectionRange('a', 0, 2)).toThrow('nothing to select')
  })

  it('contains what was selected, in any text, and can be put back', () => {
    fc.assert(
      fc.property(wholeText, fc.nat(), fc.nat(), (text, a, b) => {
        const start = a % (text.length + 1)
        const end = start + (b % (text.length - start + 1))
        const selection = selectionRange(text, start, end)
        if (!selection) return
        const before = text.slice(selection.start, selection.end)
        if (before.trim() === '') return
        for (const [word] of text.slice(start, end).matchAll(/\p{L}{2,}/gu)) expect(before).toContain(word)
        expect(validateRewrite(before, before, { text, selection })).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })
})

describe('validateRewrite', () => {
  const rewrite = (piece: string, after: string, text = page) => {
    const start = text.indexOf(piece)
    const selection = selectionRange(text, start, start + piece.length)!
    return validateRewrite(text.slice(selection.start, selection.end), after, { text, selection })?.code
  }

  it.each<[string, string, string, string | undefined]>([
    ['other words', 'house of', 'home of *all*', undefined],
    ['no words', 'house of', ' ', 'empty'],
    ['two paragraphs for a part of one', 'house of', 'home.\n\nIt is of', 'shape'],
    ['a list in a paragraph', 'house of', 'home\n- of', 'outside'],
    ['one emphasis too few', 'hive is **the house of a colony**', 'hive is **a house', undefined],
    ['a second line in a heading', 'The hive', 'The\nhive', 'shape'],
    ['another cell', 'long cell', 'long | short', 'shape'],
    ['an escaped bar', 'long cell', 'long \\| short', undefined],
    ['a fence that is not closed', 'Inside of a note.\n\nSecond', ':::{tip}\nText.', 'fences'],
    ['a fence that closes the one around', 'Inside of a note.\n\nSecond', 'Text.\n\n::::\n\nOut.', 'fences'],
    ['a directive inside', 'Inside of a note.\n\nSecond', ':::{tip}\nText.\n:::', undefined],
    ['a heading above', 'two\n\n| bee', '# Bees', 'headings'],
    ['a heading below', 'two\n\n| bee', '### Bees\n\nText.', undefined],
    ['a label lost', '(frames)=\n## Frames', '## Frames', 'labels'],
    ['a label kept', '(frames)=\n## Frames', '(frames)=\n## The frames', undefined],
    ['a citation lost', 'y$[^one]. [@knuth]', 'one[^one].', 'citations'],
    ['a footnote lost', 'y$[^one]. [@knuth]', 'one [@knuth].', 'footnotes'],
    ['what swallows the text behind', 'two\n\n| bee', '<!-- open', 'outside'],
  ])('%s', (_, piece, after, code) => {
    expect(rewrite(piece, after)).toBe(code)
  })

  it('refuses a page that has changed, and says what to do', () => {
    const selection = selectionRange(page, 20, 30)!
    expect(validateRewrite('what stood there', 'x', { text: page, selection })).toEqual({
      code: 'outside',
      message: 'the page has changed since the selection was made: select again',
    })
  })
})
