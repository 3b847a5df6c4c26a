import { asText } from './as-text.ts'
import { allowanceOf, limits } from './limits.ts'
import { type CoreRule, guard, type Token, type Tokenizer } from './rules.ts'
import { splitOnce } from './split-once.ts'

const depths = new WeakMap<object, number>()

/** Bounds how directives are recognised and read. One that goes past a limit becomes a paragraph of its text. */
export function directiveRules(ruler: Tokenizer['core']['ruler']): void {
  guard<CoreRule>(ruler, 'fence_to_directive', () => findDirectives)
  guard<CoreRule>(ruler, 'run_directives', readDirectives)
}

/** What a fence says after its mark, as in `{name} argument`; undefined when it is no directive. */
export function directiveHeader(info: string): { name: string; arg: string } | undefined {
  const header = info.trimStart()
  const close = header.indexOf('}')
  // An end of a line other than LF, such as U+2028, is no part of an argument.
  if (header[0] !== '{' || close < 2 || /[\r\u2028\u2029]/.test(header.slice(close + 1).trimStart())) return undefined
  return { name: header.slice(1, close).trim(), arg: header.slice(close + 1).trimStart() }
}

const findDirectives: CoreRule = state => {
  for (const token of state.tokens) {
    const header = token.type === 'fence' ? directiveHeader(token.info) : undefined
    if (!header) continue
    token.type = 'directive'
    token.info = header.name
    token.meta = { arg: header.arg }
  }
}

/** Reads directives, and those inside of them, within the limits. */
function readDirectives(rule: CoreRule): CoreRule {
  return state => {
    if (!state.tokens.some(token => token.type === 'directive')) return
    const depth = depths.get(state.env) ?? 0
    const left = allowanceOf(state)
    state.tokens = state.tokens.flatMap(token => {
      if (token.type !== 'directive') return token
      if (!isReadable(token)) return asText(state, token.content, token.map, 'directive-too-large')
      if (depth >= limits.directiveDepth || token.content.length > left.bodies)
        return asText(state, token.content, token.map, 'nesting-too-deep')
      if (left.directives-- <= 0) return asText(state, token.content, token.map, 'too-much-markup')
      left.bodies -= token.content.length
      return token
    })
    const { src } = state
    state.src = splitOnce(src)
    depths.set(state.env, depth + 1)
    try {
      rule(state)
    } finally {
      depths.set(state.env, depth)
      state.src = src
    }
    for (const token of state.tokens) boundOptions(token)
  }
}

const manyBlankLines = new RegExp(`^(?:[^\\S\n]*\n){${limits.leadingBlankLines},}`)

function isReadable({ info, meta, content }: Token): boolean {
  if (Math.max(info.length, meta.arg.length) > limits.directiveLine || manyBlankLines.test(content)) return false
  if (/^---[^\S\n]*\n/.test(content)) {
    const end = content.slice(0, limits.yamlOptions).search(/\n---[^\S\n]*\n/)
    return end >= 0 || content.length <= limits.yamlOptions
  }
  let from = 0
  for (let options = 0; content[from] === ':'; options++) {
    const end = content.indexOf('\n', from)
    const line = content.slice(from, end < 0 ? undefined : end)
    if (!/^:[^:\s]+:/.test(line)) break
    // The expression for options tries every way to part a line that holds such an end of a line.
    if (options >= limits.directiveOptions || (line.length > 100 && /[\u2028\u2029]/.test(line))) return false
    if (end < 0) break
    from = end + 1
  }
  return true
}

/** Empties the options whose values would grow when they are used: what YAML repeats by alias, ranges of lines. */
function boundOptions({ type, info, meta }: Token): void {
  if (type === 'myst_option_open' && isTooLarge(info, meta?.value)) meta.value = ''
  if (type !== 'parsed_directive_open' || !meta.options) return
  for (const [name, value] of Object.entries(meta.options)) if (isTooLarge(name, value)) meta.options[name] = ''
}

function isTooLarge(option: string, value: unknown): boolean {
  if (countValues(value, limits.yamlValues) > limits.yamlValues) return true
  if (option !== 'emphasize-lines') return false
  const ranges = String(value).matchAll(/(\d+)\s*-\s*(\d+)/g)
  return (
    ranges.reduce((lines, [, from, to]) => lines + Math.max(0, Number(to) - Number(from)), 0) > limits.emphasizedLines
  )
}

function countValues(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  for (const inner of Object.values(value)) {
    if (count > most) break
    count += countValues(inner, most - count)
  }
  return count
}
