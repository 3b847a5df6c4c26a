import { createRequire } from 'node:module'
import type { Element } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import temml from 'temml'
import { visit } from 'unist-util-visit'

// Temml's extension for chemistry (`\ce`, `\pu`) finds the library where a page's script would have put it.
Object.assign(globalThis, { temml })
createRequire(import.meta.url)('temml/contrib/mhchem/mhchem.js')
Reflect.deleteProperty(globalThis, 'temml')

/** A formula in TeX as MathML; what is wrong with it when it cannot be read. */
export function mathElement(tex: string, display: boolean, epub: boolean): Element | { wrong: string } {
  let markup: string
  try {
    markup = temml.renderToString(withoutNumbers(tex), {
      displayMode: display,
      throwOnError: true,
      // On a page, what is copied is TeX. Some reading systems show it beside the formula.
      annotate: !epub,
      xml: true,
      // Nothing in a formula may link, load or carry an attribute.
      trust: false,
      maxExpand: 1000,
      maxSize: [50, 50],
    })
  } catch (error) {
    // Temml throws errors of its own for what it cannot read, and others where it stumbles: either way it is the formula.
    if (!(error instanceof Error)) throw error
    const known = /attempting to redefine (\\[A-Za-z]+)/.exec(error.message)?.[1]
    const renewed =
      known && tex.replace(new RegExp(`\\\\newcommand(\\s*\\{?\\s*\\${known})(?![A-Za-z])`), '\\renewcommand$1')
    // An author may call something of his own by a name Temml has given away.
    if (renewed !== undefined && renewed !== tex) return mathElement(renewed, display, epub)
    return { wrong: error.message.replace(/\s+/g, ' ').trim() }
  }
  const [math] = fromHtml(markup, { fragment: true }).children
  if (math?.type !== 'element' || math.tagName !== 'math') return { wrong: 'it makes no formula' }
  // The attribute says the same as the class and the style, and leaves the page a say in the width.
  if (display) {
    delete math.properties.className
    delete math.properties.style
  }
  if (epub) visit(math, 'element', styled)
  return math
}

/** EPUB checks against MathML 3, where only `mstyle` has these attributes (§3.3.4); MathML Core, for browsers, has them everywhere. */
function styled(part: Element): void {
  const { scriptlevel, displaystyle } = part.properties
  if (part.tagName === 'mrow' && (scriptlevel !== undefined || displaystyle !== undefined)) part.tagName = 'mstyle'
}

/** The book numbers its equations itself. Temml would leave room for numbers of its own, which only a browser counts. */
const withoutNumbers = (tex: string): string =>
  tex.replace(/\\(begin|end)\{(equation|align|alignat|gather|multline|flalign)\}/g, '\\$1{$2*}')
