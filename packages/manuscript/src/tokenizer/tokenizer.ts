import { createTokenizer } from 'myst-parser'
import { noteBeginnings } from './begin.ts'
import { boundBlockRules } from './block-rules.ts'
import { boundBlocks, boundCoreRules } from './core-rules.ts'
import { boundFrontMatter } from './front-matter.ts'
import { boundInlineRules } from './inline-rules.ts'
import { placeTokens } from './place.ts'
import { type CoreRule, guard, rulesOf, type Token, type Tokenizer } from './rules.ts'

export { beyond } from './as-text.ts'
export { isFrontMatterClosed } from './front-matter.ts'
export { allowance, limits } from './limits.ts'
export type { Token } from './rules.ts'

/**
 * A tokenizer of myst-parser whose work grows in proportion to the text, whatever the text: chapters and sources come
 * from anyone, and many of the parser's rules need the square of a length, or worse. What exceeds `limits` counts as
 * plain text. `only` names the core rules to run; all when left out.
 */
export function boundedTokenizer(options: Parameters<typeof createTokenizer>[0] = {}, only?: string[]): Tokenizer {
  const tokenizer = createTokenizer(options)
  boundInlineRules(tokenizer)
  boundBlockRules(tokenizer)
  boundFrontMatter(tokenizer)
  boundCoreRules(tokenizer)
  if (only) tokenizer.core.ruler.enableOnly(only)
  else {
    guard<CoreRule>(tokenizer.core.ruler, 'block', boundBlocks)
    noteBeginnings(tokenizer)
    placeTokens(tokenizer)
  }
  return tokenizer
}

/**
 * Parses a text as a new tokenizer would. Directives and roles switch rules off for what is inside of them and then
 * switch on all, also those that were off before, so a tokenizer is not the same after its first text.
 */
export function asNew(tokenizer: Tokenizer): (text: string, env: object) => Token[] {
  const rulers = [tokenizer.core.ruler, tokenizer.block.ruler]
  const enabled = rulers.map(ruler => rulesOf(ruler).flatMap(({ name, enabled }) => (enabled ? name : [])))
  return (text, env) => {
    for (const [index, ruler] of rulers.entries()) ruler.enableOnly(enabled[index]!)
    return tokenizer.parse(text, env)
  }
}
