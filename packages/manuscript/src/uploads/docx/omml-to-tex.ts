import { attribute, childrenNamed, type Element, find, findAll, textOf } from '../html/element.ts'

/**
 * A formula of Office Math (ECMA-376-1 §22.1) as TeX; undefined when it holds something that has no place here, so that
 * nothing of it is left out in silence.
 */
export function texOfOmml(element: Element): string | undefined {
  try {
    return sequence(element).replace(/\s+/g, ' ').trim() || undefined
  } catch (error) {
    if (error instanceof UnknownFormula) return undefined
    throw error
  }
}

class UnknownFormula extends Error {
  override name = 'UnknownFormula'
}

/** Properties, which say how and not what. */
const isProperty = (name: string) =>
  /Pr$/.test(name) || name === 'bookmarkStart' || name === 'bookmarkEnd' || name === 'proofErr'

function sequence(element: Element | undefined): string {
  if (!element) return ''
  return element.children
    .filter(child => typeof child !== 'string')
    .map(child => (isProperty(child.name) ? '' : one(child)))
    .join('')
}

const part = (element: Element, name: string) => sequence(childrenNamed(element, name)[0])
const braced = (element: Element, name: string) => `{${part(element, name)}}`

function property(element: Element, name: string): string | undefined {
  const [properties] = childrenNamed(element, `${element.name}Pr`)
  const found = properties && find(properties, name)
  return found && (attribute(found, 'val') ?? 'on')
}

function one(element: Element): string {
  switch (element.name) {
    case 'oMath':
    case 'oMathPara':
    case 'box':
    case 'e':
    case 'ins':
      return element.name === 'box' ? part(element, 'e') : sequence(element)
    case 'r':
      return run(element)
    case 'f':
      return property(element, 'type') === 'noBar'
        ? `{${part(element, 'num')} \\atop ${part(element, 'den')}}`
        : `\\frac${braced(element, 'num')}${braced(element, 'den')}`
    case 'sSup':
      return `${braced(element, 'e')}^${braced(element, 'sup')}`
    case 'sSub':
      return `${braced(element, 'e')}_${braced(element, 'sub')}`
    case 'sSubSup':
      return `${braced(element, 'e')}_${braced(element, 'sub')}^${braced(element, 'sup')}`
    case 'sPre':
      return `{}_${braced(element, 'sub')}^${braced(element, 'sup')}${braced(element, 'e')}`
    case 'rad': {
      const degree = part(element, 'deg')
      return `\\sqrt${degree && `[${degree}]`}${braced(element, 'e')}`
    }
    case 'nary':
      return nary(element)
    case 'd':
      return delimited(element)
    case 'func': {
      const name = part(element, 'fName').trim()
      return `${knownFunctions.has(name) ? `\\${name}` : name}${braced(element, 'e')}`
    }
    case 'limLow':
      return `\\underset${braced(element, 'lim')}${braced(element, 'e')}`
    case 'limUpp':
      return `\\overset${braced(element, 'lim')}${braced(element, 'e')}`
    case 'acc':
      return `${accents[property(element, 'chr') ?? '\u0302'] ?? unknown('accent')}${braced(element, 'e')}`
    case 'bar':
      return `${property(element, 'pos') === 'top' ? '\\overline' : '\\underline'}${braced(element, 'e')}`
    case 'groupChr':
      return `${property(element, 'pos') === 'top' ? '\\overbrace' : '\\underbrace'}${braced(element, 'e')}`
    case 'borderBox':
      return `\\boxed${braced(element, 'e')}`
    case 'm':
      return `\\begin{matrix}${childrenNamed(element, 'mr')
        .map(row => childrenNamed(row, 'e').map(sequence).join(' & '))
        .join(' \\\\ ')}\\end{matrix}`
    case 'eqArr':
      return `\\begin{aligned}${childrenNamed(element, 'e').map(sequence).join(' \\\\ ')}\\end{aligned}`
    case 'phant':
      return `\\phantom${braced(element, 'e')}`
    default:
      return unknown(element.name)
  }
}

function unknown(what: string): never {
  throw new UnknownFormula(what)
}

function nary(element: Element): string {
  const sign = signs[property(element, 'chr') ?? '∫'] ?? unknown('operator')
  const sub = part(element, 'sub')
  const sup = part(element, 'sup')
  return `${sign}${sub && `_{${sub}}`}${sup && `^{${sup}}`} ${braced(element, 'e')}`
}

function delimited(element: Element): string {
  const given = (name: string, usual: string) => {
    const sign = property(element, name)
    return delimiters[sign === undefined ? usual : sign === 'on' ? '' : sign] ?? unknown('delimiter')
  }
  const separator = property(element, 'sepChr') ?? '|'
  const inside = childrenNamed(element, 'e').map(sequence).join(` ${separator} `)
  return `\\left${given('begChr', '(')} ${inside} \\right${given('endChr', ')')}`
}

function run(element: Element): string {
  const text = findAll(element, 't').map(textOf).join('')
  const isNormal = childrenNamed(element, 'rPr').some(properties => find(properties, 'nor'))
  if (isNormal && text.trim() !== '') return `\\text{${text.replace(/[\\{}$%#&_^~]/g, escaped)}}`
  return [...text].map(letter => letters[letter] ?? escaped(letter)).join('')
}

function escaped(letter: string): string {
  if (letter === '\\') return '\\backslash '
  if (letter === '~') return '\\sim '
  if (letter === '^') return '\\hat{}'
  return /[{}$%#_]/.test(letter) ? `\\${letter}` : letter
}

const knownFunctions = new Set(
  'arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min Pr sec sin sinh sup tan tanh'.split(
    ' ',
  ),
)

const accents: Record<string, string> = {
  '\u0300': '\\grave',
  '\u0301': '\\acute',
  '\u0302': '\\hat',
  '\u0303': '\\tilde',
  '\u0304': '\\bar',
  '\u0305': '\\overline',
  '\u0306': '\\breve',
  '\u0307': '\\dot',
  '\u0308': '\\ddot',
  '\u030c': '\\check',
  '\u20d7': '\\vec',
}

const signs: Record<string, string> = {
  '∫': '\\int',
  '∬': '\\iint',
  '∭': '\\iiint',
  '∮': '\\oint',
  '∑': '\\sum',
  '∏': '\\prod',
  '∐': '\\coprod',
  '⋃': '\\bigcup',
  '⋂': '\\bigcap',
  '⋁': '\\bigvee',
  '⋀': '\\bigwedge',
}

const delimiters: Record<string, string> = {
  '': '.',
  '(': '(',
  ')': ')',
  '[': '[',
  ']': ']',
  '{': '\\{',
  '}': '\\}',
  '|': '|',
  '‖': '\\|',
  '⟨': '\\langle ',
  '⟩': '\\rangle ',
  '⌊': '\\lfloor ',
  '⌋': '\\rfloor ',
  '⌈': '\\lceil ',
  '⌉': '\\rceil ',
}

/** Letters and signs whose TeX is better known than their code point. */
const letters: Record<string, string> = Object.fromEntries(
  'α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega ± pm × times ÷ div · cdot ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∞ infty → to ⇒ Rightarrow ⇔ Leftrightarrow ∈ in ∉ notin ⊂ subset ⊆ subseteq ∪ cup ∩ cap ∀ forall ∃ exists ∂ partial ∇ nabla … ldots ⋯ cdots'
    .split(' ')
    .flatMap((name, index, all) => (index % 2 === 0 ? [[name, `\\${all[index + 1]} `]] : [])),
)
