/** More steps than any honest formula takes. */
const mostExpansions = 1000

/**
 * A formula with the macros of its book put in: `\R` for a name, `#1` … `#9` in a definition for its arguments in braces.
 * Names are those of TeX: letters after a backslash, or one other character. What never ends is left as it is.
 */
export function expandMacros(formula: string, macros: Readonly<Record<string, string>>): string {
  let text = formula
  let from = 0
  const names = /\\(?:[A-Za-z]+|[^A-Za-z])/g
  for (let steps = 0; steps < mostExpansions; ) {
    names.lastIndex = from
    const match = names.exec(text)
    if (!match) return text
    const definition = Object.hasOwn(macros, match[0]) ? macros[match[0]] : undefined
    if (definition === undefined) {
      from = names.lastIndex
      continue
    }
    steps++
    const count = Math.max(0, ...[...definition.matchAll(/#([1-9])/g)].map(([, digit]) => Number(digit)))
    const [given, end] = argumentsAt(text, names.lastIndex, count)
    const put = definition.replace(/#([1-9])/g, (_, digit) => given[Number(digit) - 1] ?? '')
    // A name must not run into the letters after it.
    const apart = /\\[A-Za-z]+$/.test(put) && /^[A-Za-z]/.test(text.slice(end)) ? ' ' : ''
    text = text.slice(0, match.index) + put + apart + text.slice(end)
    from = match.index
  }
  return formula
}

function argumentsAt(text: string, start: number, count: number): [string[], number] {
  const given: string[] = []
  let at = start
  for (let index = 0; index < count; index++) {
    while (text[at] === ' ') at++
    if (text[at] !== '{') {
      given.push(text[at] ?? '')
      at++
      continue
    }
    let depth = 0
    const open = at
    for (; at < text.length; at++) {
      if (text[at] === '\\') at++
      else if (text[at] === '{') depth++
      else if (text[at] === '}' && --depth === 0) break
    }
    given.push(text.slice(open + 1, at))
    at++
  }
  return [given, at]
}

/**
 * Takes the definitions out of a formula: `\\newcommand`, `\\renewcommand`, `\\providecommand` and `\\DeclareMathOperator`,
 * whose names then hold for what is left of it.
 */
export function takeDefinitions(formula: string): [string, Record<string, string>] {
  if (!formula.includes('\\newcommand') && !/\\(renewcommand|providecommand|DeclareMathOperator|def)\b/.test(formula))
    return [formula, {}]
  const macros: Record<string, string> = {}
  let left = ''
  let at = 0
  for (const match of formula.matchAll(
    /\\(newcommand|renewcommand|providecommand|DeclareMathOperator)\*?\s*\{?\s*(\\(?:[A-Za-z]+|[^A-Za-z]))\s*\}?\s*(?:\[\d\])?\s*(?=\{)/g,
  )) {
    if (match.index < at) continue
    const [[body = ''], end] = argumentsAt(formula, match.index + match[0].length, 1)
    macros[match[2]!] = match[1] === 'DeclareMathOperator' ? `\\operatorname{${body}}` : body
    left += formula.slice(at, match.index)
    at = end
  }
  return [(left + formula.slice(at)).trim(), macros]
}
