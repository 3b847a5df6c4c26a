/**
 * What a text may hold before a part of it counts as plain text. Far above what people write; each keeps a rule of the
 * parser, whose work grows with the square of what the limit counts, within linear work for the whole page.
 */
export const limits = {
  /** Characters in one run of inline text, such as a paragraph; a longer one is one text without markup. */
  inlineRun: 50_000,
  /** Directives inside of each other. */
  directiveDepth: 100,
  /** Characters of all bodies of directives together, per character of the page: each level is parsed once more. */
  directiveBodies: 8,
  /** Characters of short pages that bodies may take whatever the length of the page. */
  directiveBodiesAtLeast: 20_000,
  /** Characters in what follows the mark of a directive, and in one line of its options. */
  directiveLine: 2_000,
  /** Options of one directive; characters when they are written in YAML, and values in one of them. */
  directiveOptions: 100,
  yamlOptions: 10_000,
  yamlValues: 1_000,
  /** Blank lines before the body of a directive. */
  leadingBlankLines: 1_000,
  /** Lines a directive for code may emphasize by ranges. */
  emphasizedLines: 1_000,
  /** Roles inside of each other, the characters between the braces of one, and those between its ticks. */
  roleDepth: 20,
  roleHeader: 500,
  roleBody: 5_000,
  /** Texts that directives take from a text and parse on their own, as the cells of a table in CSV; and inside of those. */
  parsedApart: 20_000,
  parsedApartDepth: 2,
  /** Emphasis inside of emphasis: the tree is walked by recursion. */
  emphasisDepth: 50,
  /** Characters in the label of a footnote. */
  footnoteLabel: 200,
  /** Characters before a citation that are searched for an address it may be a part of. */
  addressBefore: 500,
  /** Characters without a space in which addresses are looked for, and pieces of a run in which they become links. */
  linkWord: 2_000,
  linkTokens: 4_000,
  /** Straight quotes in one run; of more, all stay straight. */
  quotes: 1_000,
  /** Lines a definition of a link may take. */
  referenceLines: 10,
  /** Cells of a table that no row writes out (as in markdown-it 14). */
  missingCells: 65_536,
} as const
