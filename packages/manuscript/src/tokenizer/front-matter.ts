import { type BlockRule, guard, rulesOf, type Tokenizer } from './rules.ts'

/** Leaves dashes at the top of a text to be a break where no others close them: the rule would take in all of the text. */
export function boundFrontMatter({ block }: Tokenizer): void {
  // A part of a page has no front matter, and its tokenizer not the rule.
  if (!rulesOf<BlockRule>(block.ruler).some(({ name }) => name === 'front_matter')) return
  guard<BlockRule>(block.ruler, 'front_matter', rule => (state, startLine, endLine, silent) => {
    if (startLine !== 0 || !isFrontMatterClosed(state.src)) return false
    return rule(state, startLine, endLine, silent)
  })
}

/** Whether dashes at the top of a text are closed by a line of as many; undefined when it has none there. */
export function isFrontMatterClosed(text: string): boolean | undefined {
  const dashes = /^\uFEFF?(-{3,})/.exec(text)?.[1]
  if (!dashes) return undefined
  for (const [, end = ''] of text.matchAll(/(?:\r\n?|\n)(?: {0,3}(-{3,})[ \t]*|\.\.\.)(?=[\r\n]|$)/g))
    if (end === '' || end.length >= dashes.length) return true
  return false
}
