import type { BookNode } from './nodes.ts'

/**
 * A chemical formula such as `H2O`, `SO4^2-` or `2H2 + O2 -> 2H2O` in text with subscripts and superscripts: digits after
 * a letter or bracket are counts, what follows `^` is a charge.
 */
export function chemicalFormula(formula: string): BookNode[] {
  const nodes: BookNode[] = []
  const text = (value: string) => {
    const last = nodes.at(-1)
    if (last?.type === 'text') last.value += value
    else nodes.push({ type: 'text', value })
  }
  for (const [, count, , charge, other] of formula.matchAll(
    /((?<=[\p{L})\]])\d+)|(\^\{?(\d*[+-]?)\}?)|(<=>|<->|->|.)/gsu,
  )) {
    if (count) nodes.push({ type: 'subscript', children: [{ type: 'text', value: count }] })
    else if (charge) nodes.push({ type: 'superscript', children: [{ type: 'text', value: charge.replace('-', '−') }] })
    else if (other) text({ '->': '→', '<->': '↔', '<=>': '⇌' }[other] ?? other)
  }
  return nodes
}
