import fc from 'fast-check'
import type { GenericNode } from 'myst-common'
import { visit } from 'unist-util-visit'
import { describe, expect, it } from 'vitest'
import { parsePage } from '../parsed-page.ts'

/** What the source of a node begins with, and ends with where its end is known. */
const marks: Record<string, { begin: RegExp; end?: RegExp }> = {
  emphasis: { begin: /^[*_]/, end: /[*_]$/ },
  strong: { begin: /^(?:\*\*|__)/, end: /(?:\*\*|__)$/ },
  inlineCode: { begin: /^`/, end: /`$/ },
  image: { begin: /^(?:!\[|[`:]{3,}\{(?:image|figure))/ },
  footnoteReference: { begin: /^\[\^/, end: /\]$/ },
  mystRole: { begin: /^\{/, end: /`$/ },
  citeGroup: { begin: /^\[/, end: /\]$/ },
  link: { begin: /^(?:\[|<|https:|www)/ },
  blockquote: { begin: /^>/ },
  mystDirective: { begin: /^(?:`{3,}|:{3,})\s*\{/ },
  mystTarget: { begin: /^\(/ },
  listItem: { begin: /^(?:[-+*]|\d+[.)])/ },
  footnoteDefinition: { begin: /^\[\^/ },
  comment: { begin: /^%/ },
}

const sourceOf = (lines: string[], { position }: GenericNode): string => {
  const { start, end } = position!
  const text = lines.slice(start.line - 1, end.line)
  text[text.length - 1] = (text.at(-1) ?? '').slice(0, end.column - 1)
  text[0] = (start.line === end.line ? text[0]! : lines[start.line - 1]!).slice(start.column - 1)
  return text.join('\n')
}

/** Every node whose place is not what its kind is written with, and every place outside of the text. */
function misplaced(page: string): string[] {
  const lines = page.split('\n')
  const wrong: string[] = []
  visit(parsePage(page).tree, (node: GenericNode) => {
    const { start } = node.position ?? { start: { line: 1, column: 1 } }
    const line = lines[start.line - 1]
    const at = `${node.type} ${start.line}:${start.column}`
    if (line === undefined || start.column < 1 || start.column > line.length + 1) wrong.push(`${at} is nowhere`)
    const mark = marks[node.type]
    if (!mark || !node.position) return
    if (!mark.begin.test((line ?? '').slice(start.column - 1)))
      wrong.push(`${at} begins with ${line?.slice(start.column - 1)}`)
    const source = sourceOf(lines, node)
    if (mark.end && !mark.end.test(source)) wrong.push(`${at} is ${source}`)
  })
  return wrong
}

const word = fc.constantFrom('a', 'be', 'one two', 'q.', 'é', '😀', '\\*', '&amp;', '5', '|', '--', '"quoted"', '(c)')
const inline: fc.Arbitrary<string> = fc.letrec<{ piece: string; run: string }>(tie => ({
  run: fc.array(tie('piece'), { minLength: 1, maxLength: 5 }).map(pieces => pieces.join(' ')),
  piece: fc.oneof(
    { maxDepth: 3 },
    word,
    tie('run').map(text => `*${text}*`),
    tie('run').map(text => `**${text}**`),
    tie('run').map(text => `***${text}***`),
    tie('run').map(text => `{u}\`\`\`${text}\`\`\``),
    tie('run').map(text => `[${text}](b.md)`),
    fc.constantFrom(
      '`code`',
      '``a ` b``',
      '$x$',
      '{kbd}`Ctrl`',
      '[^n]',
      '[@key]',
      'https://example.org/a_b',
      '<https://example.org>',
      '![alt](i.png)',
      '{sub}`1`',
      'www.example.org',
    ),
  ),
})).run
const paragraph = fc.array(inline, { minLength: 1, maxLength: 3 }).map(lines => lines.join('\n'))

const indented = (text: string, first: string, rest = first) => first + text.replaceAll('\n', `\n${rest}`)
const block: fc.Arbitrary<string> = fc.letrec<{ block: string; blocks: string }>(tie => ({
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }).map(blocks => blocks.join('\n\n')),
  block: fc.oneof(
    { maxDepth: 3 },
    paragraph,
    inline.map(text => `## ${text} ##`),
    inline.map(text => `${text.replaceAll('\n', ' ')}\n===`),
    fc
      .tuple(inline, inline)
      .map(([a, b]) => `| ${a.replaceAll('|', '\\|')} | b |\n|---|---|\n| c | ${b.replaceAll('|', '\\|')} |`),
    fc.constantFrom('(label)=', '% comment', '+++', '$$\nx\n$$', '```js\ncode\n```', '    indented'),
    tie('blocks').map(text => indented(text, '> ')),
    tie('blocks').map(text => indented(text, '- ', '  ')),
    tie('blocks').map(text => indented(text, '12. ', '    ')),
    tie('blocks').map(text => indented(text, '- [ ] ', '  ')),
    fc.tuple(inline, tie('blocks')).map(([title, text]) => `:::::::{note} ${title}\n:class: x\n\n${text}\n:::::::`),
    fc
      .tuple(inline, paragraph)
      .map(([title, text]) => `\`\`\`\`{card} ${title}\n---\nheader: h\n---\n${text}\n\`\`\`\``),
    inline.map(text => `:::{figure} i.png\n:alt: a\n\n${text}\n:::`),
  ),
})).blocks

describe('the place of a node', () => {
  it('is where it is written, whatever is around it', () => {
    fc.assert(
      fc.property(block, text => {
        expect({ text, wrong: misplaced(`${text}\n\n[^n]: A *note*.\n`) }).toEqual({ text, wrong: [] })
      }),
      { numRuns: 200 },
    )
  })

  it('is in the text, whatever the text', () => {
    const piece = fc.constantFrom(
      ...'*_`$[]()<>{}|-:~\\!^@#&%+="\''.split(''),
      '\n',
      '\n\n',
      '  ',
      '\t',
      'a',
      '```',
      ':::',
      '{a}',
      '> ',
      '- ',
      '|-|',
      'a.b/c',
      '\u0000',
      '\u2028',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = pieces.join('')
        expect({ text, wrong: misplaced(text).filter(each => each.endsWith('nowhere')) }).toEqual({ text, wrong: [] })
      }),
      { numRuns: 1_000 },
    )
  })
})
