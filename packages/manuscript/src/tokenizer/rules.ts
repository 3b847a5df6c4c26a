import type { createTokenizer } from 'myst-parser'

export type Tokenizer = ReturnType<typeof createTokenizer>
export type Token = ReturnType<Tokenizer['parse']>[number]
export type CoreRule = Parameters<Tokenizer['core']['ruler']['push']>[1]
export type BlockRule = Parameters<Tokenizer['block']['ruler']['push']>[1]
export type InlineRule = Parameters<Tokenizer['inline']['ruler']['push']>[1]
export type InlineRule2 = Parameters<Tokenizer['inline']['ruler2']['push']>[1]
export type CoreState = Parameters<CoreRule>[0]
export type BlockState = Parameters<BlockRule>[0]
/** `linkLevel`, how many links are around, is missing from the published types. */
export type InlineState = Parameters<InlineRule>[0] & { linkLevel?: number }

interface Ruler {
  enable(names: string[]): unknown
}

interface NamedRule<F> {
  name: string
  enabled: boolean
  fn: F
}

/** The rules of a ruler. markdown-it has no public way to read them, so its plugins look here too. */
export function rulesOf<F>(ruler: Ruler): NamedRule<F>[] {
  return (ruler as unknown as { __rules__: NamedRule<F>[] }).__rules__
}

/** Puts another function in the place of every rule of a ruler. */
export function guardAll<F>(ruler: Ruler, wrap: (rule: F) => F): void {
  for (const rule of rulesOf<F>(ruler)) rule.fn = wrap(rule.fn)
  ruler.enable([])
}

/** Puts another function in the place of a rule, made from the rule that was there; its name and chains stay. */
export function guard<F>(ruler: Ruler, name: string, wrap: (rule: F) => F): void {
  const found = rulesOf<F>(ruler).find(rule => rule.name === name)
  if (!found) throw new Error(`myst-parser has no rule "${name}" any more. Look again at what it guarded`)
  found.fn = wrap(found.fn)
  // Makes the ruler forget its compiled chains, which hold the rule that was there.
  ruler.enable([])
}
