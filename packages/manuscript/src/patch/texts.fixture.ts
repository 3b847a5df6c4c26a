import fc from 'fast-check'

/** Pieces that meet in manuscripts, and some that tear texts apart: halves of characters, ends of lines of every kind. */
const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    'the quick fox ',
    'Sentence one. ',
    ' ',
    '\t',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\uFEFF',
    '\u2028',
    '\u0000',
  ],
  ...['語', '漢字の文。', 'ไทย', 'עברית', 'اللغة', 'हिन्दी', 'é', 'e\u0301', '😀', '👩‍🚀', '🇨🇭', '\uD83D', '\uDE00'],
  ...['# H\n', ':::{note}\n', ':::\n', '```\n', '| a | b |\n', '- x\n', '[^a]', '$x$', '`c`', '---\n'],
)

export const anyText = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''))

/** Texts as they are kept: without halves of characters, which UTF-8 does not have, and NUL, which PostgreSQL refuses. */
export const wholeText = anyText.map(text => text.toWellFormed().replaceAll('\0', ''))

/** A text and what somebody made of it. */
export const edited = fc
  .record({
    pieces: fc.array(piece, { maxLength: 40 }),
    edits: fc.array(fc.tuple(fc.nat(), fc.nat(3), anyText), { maxLength: 4 }),
  })
  .map(({ pieces, edits }) => {
    const changed = [...pieces]
    for (const [at, removed, added] of edits) changed.splice(at % (changed.length + 1), removed, added)
    return { before: pieces.join('').toWellFormed(), after: changed.join('').toWellFormed() }
  })
