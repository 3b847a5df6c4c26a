import { fromHtml } from 'hast-util-from-html'
import temml from 'temml'
import { mathmlToTypst } from './mathml-to-typst.ts'

/** A formula in TeX in Typst's notation, without dollar signs. Throws a FormulaError. */
export function formulaToTypst(tex: string, display: boolean): string {
  try {
    const mathml = temml.renderToString(withDefinitions(tex), {
      displayMode: display,
      throwOnError: true,
      annotate: false,
    })
    return mathmlToTypst(fromHtml(mathml, { fragment: true }))
  } catch (cause) {
    // Temml's ParseError, or a RangeError of our own. What TeX has for formulas apart does no harm in a line.
    if (cause instanceof Error && !display && /display mode/.test(cause.message)) return formulaToTypst(tex, true)
    if (cause instanceof Error) throw new FormulaError(reason(cause.message), { cause })
    throw cause
  }
}

/** Says in words for the author why a formula cannot be set. */
export class FormulaError extends Error {
  override name = 'FormulaError'
}

/** Temml's message without the formula, in which it underlines the place with combining characters. */
const reason = (message: string): string =>
  message
    .split(/ at (?:position|end)/)[0]!
    .split('\n')[0]!
    .trim()

/** A name an author defines may be one Temml knows already: his own counts, which `\\newcommand` would refuse. */
const withDefinitions = (tex: string): string =>
  tex.replace(
    /\\(?:re)?newcommand\*?\s*\{?(\\[A-Za-z]+)\}?\s*(?:\[(\d)\])?/g,
    (_, name: string, count = '0') =>
      `\\def${name}${Array.from({ length: Number(count) }, (_, at) => `#${at + 1}`).join('')}`,
  )
