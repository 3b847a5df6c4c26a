import fc from 'fast-check'
import { type GenericNode, toText } from 'myst-common'
import { describe, expect, test } from 'vitest'
import { parseMyst } from '../myst.ts'
import { escapeText } from './escape-text.ts'

/** Pieces that mean something in MyST, and some that do not. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'\\ ` * _ { } [ ] ( ) < > # + - . ! | ~ ^ $ % & @ : = / " \' 1 a B é 漢 😀'.split(' '),
    ...[
      '\n',
      ' ',
      '  ',
      '    ',
      '\t',
      '---',
      '+++',
      ':::',
      '```',
      '~~~',
      '$$',
      '&amp;',
      '&#65;',
      '<b>',
      '</b>',
      '<!--',
    ],
    ...[
      '{abbr}',
      '[^1]',
      '[^1]:',
      '[a]:',
      '(a)=',
      '1.',
      '- ',
      '# ',
      '> ',
      '@key',
      'a@b',
      '|--|',
      '![',
      '](',
      '\\begin{align}',
    ],
    ...['{#id .class}', '[ ] ', '___', '***', '===', '% ', ': ', '\\(', '\\[', 'word', 'one two', '\u00a0', '\u2028'],
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
)
const prose = fc.array(piece, { maxLength: 14 }).map(pieces => pieces.join(''))

/** As a reader sees it: spaces run together. */
const seen = (text: string) => text.replaceAll('\u0000', '\uFFFD').replace(/\s+/g, ' ').trim()

/** Everything but paragraphs of text. An address in the text becomes a link, as it does everywhere, and shows the same. */
function markup(node: GenericNode): string[] {
  const own = ['root', 'block', 'paragraph', 'text', 'link'].includes(node.type) ? [] : [node.type]
  return [...own, ...(node.children ?? []).flatMap(markup)]
}

describe('a text as MyST', () => {
  test('shows the same text, and nothing of it is markup', () => {
    fc.assert(
      fc.property(prose, text => {
        const { tree, file } = parseMyst(escapeText(text))
        expect(markup(tree)).toEqual([])
        expect(seen(toText(tree)).replace(/[“”]/g, '"').replace(/[‘’]/g, "'")).toBe(
          seen(text).replace(/[“”]/g, '"').replace(/[‘’]/g, "'"),
        )
        expect(file.messages).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('is escaped no more than it needs', () => {
    const plain = 'It cost 5 % more (see below) - “quoted”, snake_case, 1.5 and x < y & z. He said: no!'
    expect(escapeText(plain)).toBe(plain)
  })
})
