import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Source } from './passage.ts'
import { readPassages } from './read-passages.ts'

const read = (text: string, format: Source['format'] = 'markdown') => readPassages({ id: 'notes', text, format })
const kinds = (text: string, format?: Source['format']) => read(text, format).map(passage => passage.kind)

function holds(text: string, format: Source['format']) {
  const passages = read(text, format)
  let end = 0
  let between = ''
  for (const [index, passage] of passages.entries()) {
    expect(text.slice(passage.start.offset, passage.end.offset)).toBe(passage.text)
    expect(passage.text.trim()).not.toBe('')
    expect(passage.start.offset).toBeGreaterThanOrEqual(end)
    expect(passage.position).toBe(index)
    between += text.slice(end, passage.start.offset)
    end = passage.end.offset
    if (text.length > 10_000) continue
    const before = text.slice(0, passage.start.offset).split(/\r\n?|\n/)
    expect(passage.start).toMatchObject({ line: before.length, column: before.at(-1)!.length + 1 })
  }
  expect((between + text.slice(end)).trim()).toBe('')
  expect(new Set(passages.map(passage => passage.id)).size).toBe(passages.length)
}

// Pieces that open, close, nest and break blocks, so that random joins reach the parser's corners.
const piece = fc.oneof(
  fc.constantFrom(
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '\t',
    '    ',
    '  ',
    '\uFEFF',
    '\u0000',
    '\u2028',
    '\u00A0',
    '# ',
    '## T\n',
    '===\n',
    '---\n',
    '- ',
    '1. ',
    '> ',
    '```',
    '```js\n',
    '~~~\n',
    '```{note}\n',
    '```{math}\n',
    ':::',
    ':::{figure} a.png\n',
    '::::{tab-set}\n',
    '$$',
    '$$\n',
    '$$ (eq)\n',
    '\\begin{align}\n',
    '\\end{align}\n',
    '| a | b |\n',
    '|---|---|\n',
    'Term\n: meaning\n',
    '[^1]: note\n',
    '[a]: http://b.c\n',
    '<div>\n',
    '<!-- ',
    '% comment\n',
    '+++\n',
    '(label)=\n',
    '* * *\n',
    '![alt](a.png)',
    '**Term**: ',
    'CHAPTER ONE',
    '{ref}`x`',
    'word ',
    '第三章',
    'नमस्ते ',
    '👩‍👩‍👧',
    'שלום ',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const source = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(''))

describe('readPassages', () => {
  it('puts every character that is not blank in exactly one passage, whatever the text', () => {
    fc.assert(fc.property(source, fc.constantFrom('markdown', 'text'), holds), { numRuns: 1_500 })
  })

  it.each([
    ['open fences', '```js\n'.repeat(5_000) + 'x'.repeat(970_000)],
    ['open colon fences', ':::{note}\nword\n\n'.repeat(65_000)],
    ['deep quotes', `${'> '.repeat(500)}a\n`.repeat(1_000)],
    ['nested lists', Array.from({ length: 1_400 }, (_, i) => `${' '.repeat(i)}- a`).join('\n')],
    ['prose', 'A sentence of seven plain words here.\n\n'.repeat(26_000)],
    ['unclosed math and HTML', '$$\n<div>\n'.repeat(100_000)],
    ['table rows', `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(100_000)}`],
  ])('reads 1 MB of %s', (_, text) => {
    for (const format of ['markdown', 'text'] as const) holds(text, format)
  })

  it('gives each block its kind and the path of headings above it', () => {
    const text = [
      '---',
      'title: Queues',
      '---',
      '',
      '# Job *queues*',
      '',
      'Why they exist.',
      '',
      'Setext `code`',
      '---',
      '',
      '- one',
      '  - two',
      '',
      '- three',
      '',
      '| a | b |',
      '|---|---|',
      '| 1 | 2 |',
      '',
      '```sql',
      'select 1',
      '',
      'from jobs',
      '```',
      '',
      '    indented',
      '',
      '$$',
      'L = \\lambda W',
      '$$ (little)',
      '',
      '\\begin{align}',
      'a &= b',
      '\\end{align}',
      '',
      '> quoted',
      '',
      'Lease',
      ': A claim that expires.',
      '',
      'A *queue* is a line of waiting work.',
      '',
      '![the queue](queue.png)',
      '',
      ':::{figure} queue.png',
      'A queue',
      ':::',
      '',
      '```{list-table}',
      '* - a',
      '```',
      '',
      ':::{note}',
      'Mind this.',
      ':::',
      '',
      '```{math}',
      'x',
      '```',
      '',
      '# Other',
      '',
      '[^1]: A footnote',
      '    of two lines.',
      '',
      '[link]: https://example.org',
    ].join('\n')
    expect(read(text).map(({ kind, headings, start }) => [start.line, kind, headings.join(' > ')])).toEqual([
      [1, 'directive', ''],
      [5, 'heading', ''],
      [7, 'paragraph', 'Job queues'],
      [9, 'heading', 'Job queues'],
      [12, 'list', 'Job queues > Setext code'],
      [17, 'table', 'Job queues > Setext code'],
      [21, 'code', 'Job queues > Setext code'],
      [27, 'code', 'Job queues > Setext code'],
      [29, 'math', 'Job queues > Setext code'],
      [33, 'math', 'Job queues > Setext code'],
      [37, 'quote', 'Job queues > Setext code'],
      [39, 'definition', 'Job queues > Setext code'],
      [42, 'definition', 'Job queues > Setext code'],
      [44, 'figure', 'Job queues > Setext code'],
      [46, 'figure', 'Job queues > Setext code'],
      [50, 'table', 'Job queues > Setext code'],
      [54, 'directive', 'Job queues > Setext code'],
      [58, 'math', 'Job queues > Setext code'],
      [62, 'heading', ''],
      [64, 'directive', 'Other'],
      [67, 'directive', 'Other'],
    ])
  })

  it('keeps indentation that carries meaning and drops the rest', () => {
    expect(read('   para\n\n  - a\n  - b\n\n# T\n\n\tcode').map(passage => passage.text)).toEqual([
      'para',
      '  - a\n  - b',
      '# T',
      '\tcode',
    ])
  })

  it.each([
    'A *queue* is a line.',
    '**Backpressure**: a push back.',
    '**Backpressure:** a push back.',
    'The __lease__ (or lock) means a claim.',
    '*Jitter* — noise on purpose.',
  ])('takes as a definition: %s', text => {
    expect(kinds(text)).toEqual(['definition'])
  })

  it.each([
    '**Note:** mind this.',
    '**Do not** retry.',
    '*He* said so.',
    'A queue is a line.',
    '**Warning**: hot.',
    '* * *',
  ])('takes as none: %s', text => {
    expect(kinds(text)).not.toContain('definition')
  })

  it('finds chapters of plain text, and no headings in dialogue or letters', () => {
    const text = [
      'PART ONE',
      'CHAPTER I\nMr. Sherlock Holmes',
      'He came in.',
      '“Well?”',
      'Yours most truly,',
      'III',
      'The Long Road to Ely',
      'It rained.',
      'A. Conan Doyle.',
      'Hindhead, Haslemere',
      'Kapitel 3: Das Watt',
      'Es regnete.',
      'Chapter and verse he gave me',
      'OCTOBER',
      'I saw him.',
      'NO!',
      'Prologue',
      'End of Line',
    ].join('\n\n')
    expect(
      read(text, 'text')
        .filter(passage => passage.kind === 'heading')
        .map(passage => passage.text),
    ).toEqual([
      'PART ONE',
      'CHAPTER I\nMr. Sherlock Holmes',
      'III',
      'The Long Road to Ely',
      'Kapitel 3: Das Watt',
      'OCTOBER',
      'Prologue',
    ])
    expect(read(text, 'text').find(passage => passage.text === 'It rained.')?.headings).toEqual([
      'PART ONE',
      'III',
      'The Long Road to Ely',
    ])
  })
})
