/**
 * What a text may hold before a part of it counts as plain text. Far above what people write; each keeps a rule of the
 * parser, whose work grows with the square of what the limit counts, within linear work for the whole page.
 */
export const limits = {
  /** Characters in one run of inline text, such as a paragraph; a longer one is one text without markup. */
  inlineRun: 50_000,
  /** Directives inside of each other. */
  directiveDepth: 100,
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
  parsedApart: 2_500,
  parsedApartDepth: 2,
  /** Emphasis inside of emphasis: the tree is walked by recursion. */
  emphasisDepth: 50,
  /** Characters in the label of a footnote. */
  footnoteLabel: 200,
  /** Characters before a citation that are searched for an address it may be a part of. */
  addressBefore: 200,
  /** Characters without a space in which addresses are looked for, and pieces of a run in which they become links. */
  linkWord: 2_000,
  linkTokens: 4_000,
  /** Straight quotes in one run; of more, all stay straight. */
  quotes: 1_000,
  /** Lines a definition of a link may take. */
  referenceLines: 10,
  /** Items of task lists. */
  tasks: 10_000,
  /** Cells of a table that no row writes out (as in markdown-it 14). */
  missingCells: 65_536,
} as const

/** What a page may hold in proportion to its length: so much at least, and so much more for each character. */
const proportional = {
  /** Characters in all bodies of directives: each level of them is parsed once more. */
  bodies: { least: 20_000, each: 8 },
  directives: { least: 2_000, each: 1 / 200 },
  roles: { least: 3_000, each: 1 / 100 },
  /** Lines of quotes without their mark, counted again for each quote that looks at them. */
  lazyLines: { least: 5_000, each: 1 / 10 },
  /** Tokens, which become the nodes of the tree: what follows the last is one paragraph of text. */
  tokens: { least: 50_000, each: 1 / 8 },
}

export type Allowance = Record<keyof typeof proportional | 'tasks', number>

/** What is left of the limits on a whole page of that length; to be counted down by whoever uses of it. */
export function allowance(length: number): Allowance {
  const of = ({ least, each }: { least: number; each: number }) => least + length * each
  return {
    bodies: of(proportional.bodies),
    directives: of(proportional.directives),
    roles: of(proportional.roles),
    lazyLines: of(proportional.lazyLines),
    tokens: of(proportional.tokens),
    tasks: limits.tasks,
  }
}

const allowances = new WeakMap<object, Allowance>()

/** The allowance of the page that is parsed with this environment, whose first text is the page. */
export function allowanceOf(state: { env: object; src: string }): Allowance {
  const known = allowances.get(state.env) ?? allowance(state.src.length)
  allowances.set(state.env, known)
  return known
}
