import type { Element, ElementContent, Root } from 'hast'
import { literal } from '../typst-text.ts'
import { tableToTypst } from './table-to-typst.ts'

/**
 * MathML as Temml writes it in Typst's notation for formulas. What a formula says is only ever in literals and escaped
 * characters. Throws a RangeError at an element that is not of MathML Core (https://w3c.github.io/mathml-core/).
 */
export function mathmlToTypst(node: Root | ElementContent): string {
  if (node.type === 'root') return row(node.children)
  if (node.type === 'text') return letters(node.value)
  if (node.type !== 'element') return ''
  const rule = elements[node.tagName]
  if (!rule) throw new RangeError(`a formula came with <${node.tagName}>, which has no form in a PDF`)
  return styled(node, rule(node))
}

type Rule = (node: Element) => string

const invisible = /[\u2061-\u2064\u200b]/g

export const childrenOf = (node: Element): Element[] => node.children.filter(child => child.type === 'element')
export const classesOf = (node: Element): string[] => [node.properties.className ?? []].flat().map(String)
export const styleOf = (node: Element): string => String(node.properties.style ?? '')
const textOf = (node: Element): string =>
  node.children
    .map(child => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('')

function row(nodes: readonly (Root['children'][number] | ElementContent)[]): string {
  const shown = nodes.filter(node => node.type === 'element' || node.type === 'text')
  const open = shown.findIndex(node => isFence(node, 'prefix'))
  if (open === 0) {
    // Delimiters that \left and \right grow with what is between them, and Temml puts both in one row.
    const close = shown.length - 1
    if (close > 0 && isFence(shown[close]!, 'postfix')) {
      const inside = shown.slice(1, close)
      const parts: string[] = []
      for (let from = 0; from <= inside.length; ) {
        const at = inside.findIndex((node, at) => at >= from && isFence(node))
        const end = at < 0 ? inside.length : at
        parts.push(joined(inside.slice(from, end)))
        if (at >= 0) parts.push(`mid(${plain(inside[at]!)})`)
        from = end + 1
      }
      return `lr(${plain(shown[0]!)} ${parts.join(' ')} ${plain(shown[close]!)})`
    }
  }
  return joined(shown)
}

/** Typst prints the spaces of a source around words and nowhere else, so there must be none beside them. */
function joined(nodes: readonly (Root['children'][number] | ElementContent)[]): string {
  let source = ''
  for (const node of nodes) {
    const shown = mathmlToTypst(node as ElementContent)
    if (shown === '') continue
    const apart =
      source !== '' && !source.endsWith('")') && !shown.startsWith('#math.upright(') && !shown.startsWith('#box("')
    source += apart ? ` ${shown}` : shown
  }
  return source
}

function isFence(node: Root['children'][number] | ElementContent, form?: string): boolean {
  if (node.type !== 'element' || node.tagName !== 'mo') return false
  const { fence, stretchy, form: own } = node.properties
  return fence === 'true' && stretchy !== 'false' && (form === undefined || own === undefined || own === form)
}

const plain = (node: Root['children'][number] | ElementContent): string =>
  node.type === 'element' ? letters(textOf(node)) : ''

/** Characters one by one, so that no two of them make a shorthand such as `->`. */
function letters(text: string): string {
  return [...text.normalize('NFC').replace(invisible, '')]
    .map(letter => (/[!-/:-@[-`{-~]/.test(letter) ? `\\${letter}` : letter))
    .join(' ')
}

/** A row as one argument of a function. */
const argument = (node: Element | undefined): string => (node ? mathmlToTypst(node) : '')

const rows: Rule = node => row(node.children)
const nothing: Rule = () => ''

const elements: Record<string, Rule> = {
  math: rows,
  mrow: rows,
  mstyle: node => (node.properties.scriptLevel === '1' ? `script(${row(node.children)})` : row(node.children)),
  mpadded: rows,
  semantics: node => argument(childrenOf(node)[0]),
  annotation: nothing,
  mphantom: node => `#hide($${row(node.children)}$)`,
  merror: node => literal(textOf(node)),
  none: nothing,
  mprescripts: nothing,
  mi(node) {
    const name = textOf(node).replace(invisible, '')
    if ([...name].length > 1) return upright(name)
    if (/[|$]/.test(name)) return `class("normal", ${letters(name)})`
    return node.properties.mathVariant === 'normal' || node.properties.mathvariant === 'normal'
      ? `upright(${letters(name)})`
      : letters(name)
  },
  mn(node) {
    const number = textOf(node)
    const parts = number.split(/([^\d.]+)/)
    return parts
      .map(part => (/^[\d.]*$/.test(part) ? part : `class("normal", ${letters(part)})`))
      .join(' ')
      .trim()
  },
  mo(node) {
    const sign = textOf(node).replace(invisible, '')
    if (sign === '') return ''
    if ([...sign].length > 1 && /\p{L}/u.test(sign)) return `class("binary", ${upright(sign)})`
    const size = /^([\d.]+)em$/.exec(String(node.properties.minsize ?? ''))?.[1]
    if (size) return `lr(size: #${size}em, ${letters(sign)})`
    // Alone it stands for itself, whatever Typst would take it for.
    return node.properties.form === 'prefix' && /[|‖]/.test(sign)
      ? `class("opening", ${letters(sign)})`
      : node.properties.form === 'postfix' && /[|‖]/.test(sign)
        ? `class("closing", ${letters(sign)})`
        : letters(sign)
  },
  mtext: node => (classesOf(node).includes('tml-tag') ? `#h(2em) ${literal(textOf(node))}` : text(textOf(node))),
  ms: node => text(textOf(node)),
  mspace(node) {
    const width = length(String(node.properties.width ?? ''))
    return width ? `#h(${width})` : ''
  },
  mfrac(node) {
    const [above, below] = childrenOf(node)
    if (/^0/.test(String(node.properties.linethickness ?? node.properties.lineThickness ?? ''))) {
      return `mat(delim: #none, ${argument(above)}; ${argument(below)})`
    }
    return `frac(${argument(above)}, ${argument(below)})`
  },
  msqrt: node => `sqrt(${row(node.children)})`,
  mroot(node) {
    const [of, degree] = childrenOf(node)
    return `root(${argument(degree)}, ${argument(of)})`
  },
  msub: node => scripts(node, ['b']),
  msup: node => scripts(node, ['t']),
  msubsup: node => scripts(node, ['b', 't']),
  munder: node => limits(node, ['b']),
  mover: node => limits(node, ['t']),
  munderover: node => limits(node, ['b', 't']),
  mmultiscripts(node) {
    const [base, ...parts] = childrenOf(node)
    const at = parts.findIndex(({ tagName }) => tagName === 'mprescripts')
    const [b, t] = at < 0 ? parts : parts.slice(0, at)
    const [bl, tl] = at < 0 ? [] : parts.slice(at + 1)
    const given = Object.entries({ b, t, bl, tl }).flatMap(([name, part]) =>
      part ? [`${name}: ${argument(part)}`] : [],
    )
    return `attach(${[argument(base) || '""', ...given].join(', ')})`
  },
  menclose(node) {
    const notation = String(node.properties.notation ?? '')
    const inside = row(node.children)
    if (/updiagonalstrike.*downdiagonalstrike|downdiagonalstrike.*updiagonalstrike/.test(notation)) {
      return `cancel(cross: #true, ${inside})`
    }
    if (notation.includes('downdiagonalstrike')) return `cancel(inverted: #true, ${inside})`
    if (notation.includes('updiagonalstrike')) return `cancel(${inside})`
    if (notation.includes('horizontalstrike')) return `cancel(angle: #90deg, ${inside})`
    if (notation.includes('top')) return `overline(${inside})`
    if (notation.includes('bottom')) return `underline(${inside})`
    return boxed(inside)
  },
  mtable: node => tableToTypst(node, mathmlToTypst),
}

const upright = (name: string) => `#math.upright(${literal(name)})`

const boxed = (inside: string) => `#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, $display(${inside})$)`

/** Words in a formula keep the spaces at their ends, which Typst would take for its own. */
const text = (value: string): string =>
  value.trim() === '' ? (value === '' ? '' : '#h(0.25em)') : `#box(${literal(value)})`

function scripts(node: Element, places: readonly ('b' | 't')[]): string {
  const [base, ...parts] = childrenOf(node)
  const primes = places.length === 1 && places[0] === 't' && /^[′″‴⁗]+$/.test(parts[0] ? textOf(parts[0]) : '')
  const given = parts.map((part, at) => `${places[at]}: ${argument(part)}`)
  if (primes) return `${argument(base) || '""'}${"'".repeat(primeCount(textOf(parts[0]!)))}`
  return `attach(scripts(${argument(base) || '""'}), ${given.join(', ')})`
}

const primeCount = (marks: string) => [...marks].reduce((sum, mark) => sum + ('′″‴⁗'.indexOf(mark) + 1), 0)

/** What Temml sets over or under a base as an accent, by Typst's name for it. */
const accents: Record<string, string> = {
  ˆ: 'hat',
  '^': 'hat',
  '˜': 'tilde',
  '~': 'tilde',
  ˉ: 'macron',
  '¯': 'macron',
  '→': 'arrow',
  '←': 'arrow.l',
  '↔': 'arrow.l.r',
  '˙': 'dot',
  '¨': 'dot.double',
  '⃛': 'dot.triple',
  ˇ: 'caron',
  '˘': 'breve',
  '´': 'acute',
  ˊ: 'acute',
  '`': 'grave',
  ˋ: 'grave',
  '˚': 'circle',
}

/** What stretches with its base. */
const spans: Record<string, string> = {
  '⏞b': 'underbrace',
  '⏟b': 'underbrace',
  '⏞t': 'overbrace',
  '⎵b': 'underbracket',
  '⎴t': 'overbracket',
  '⏝b': 'underparen',
  '⏜t': 'overparen',
  '‾t': 'overline',
  '―t': 'overline',
  '¯t': 'overline',
  _b: 'underline',
  '‾b': 'underline',
}

function limits(node: Element, places: readonly ('b' | 't')[]): string {
  const [base, ...parts] = childrenOf(node)
  const [first] = parts
  if (places.length === 1 && first?.tagName === 'mo') {
    const sign = textOf(first)
    const stretchy = first.properties.stretchy === 'true'
    const span = stretchy || sign === '_' || sign === '‾' ? spans[`${sign}${places[0]}`] : undefined
    if (span) return `${span}(${argument(base)})`
    const accent = places[0] === 't' ? accents[sign] : undefined
    if (accent) return `accent(${argument(base)}, ${accent})`
  }
  const arrow = base?.tagName === 'mo' && base.properties.stretchy === 'true'
  const shown = arrow ? `stretch(${argument(base)}, size: #(100% + 1em))` : argument(base) || '""'
  const given = parts.flatMap((part, at) => (argument(part) === '' ? [] : [`${places[at]}: ${argument(part)}`]))
  return given.length > 0 ? `attach(limits(${shown}), ${given.join(', ')})` : shown
}

function styled(node: Element, shown: string): string {
  const style = styleOf(node)
  const colour = /(?:^|;)\s*color:\s*(#[0-9a-f]{3,8})/i.exec(style)?.[1] ?? colourOf(node.properties.mathColor)
  let made = shown
  if (/(?:^|;)\s*border:/.test(style)) made = boxed(made)
  if (colour) made = `#text(fill: rgb("${colour}"), $${made}$)`
  return made
}

const colourOf = (value: unknown): string | undefined => /^#[0-9a-f]{3,8}$/i.exec(String(value ?? ''))?.[0]

/** A length of MathML in one of Typst's units; none where it says nothing. */
function length(value: string): string | undefined {
  const match = /^(-?[\d.]+)(em|ex|pt|px|mm|cm|in)$/.exec(value.trim())
  if (!match || Number(match[1]) === 0) return undefined
  const unit = { ex: 'em', px: 'pt' }[match[2]!] ?? match[2]!
  const scale = { ex: 0.45, px: 0.75 }[match[2]!] ?? 1
  return `${Number(match[1]) * scale}${unit}`
}
