import { asText } from './as-text.ts'
import { beginLike } from './begin.ts'
import { directiveRules } from './directive-rules.ts'
import { allowanceOf, limits } from './limits.ts'
import { type CoreRule, type CoreState, guard, type Token, type Tokenizer } from './rules.ts'

/** Bounds the rules of a tokenizer that work on the tokens of a whole text. */
export function boundCoreRules(tokenizer: Tokenizer): void {
  const { ruler } = tokenizer.core
  guard<CoreRule>(ruler, 'inline', () => inline)
  guard<CoreRule>(ruler, 'footnote_tail', () => footnotesAtEnd)
  guard<CoreRule>(ruler, 'github-task-lists', taskLists)
  guard<CoreRule>(ruler, 'smartquotes', rule => onlyWhere(rule, token => quotesIn(token.content) <= limits.quotes))
  guard<CoreRule>(ruler, 'linkify', rule =>
    onlyWhere(
      rule,
      ({ content, children }) => content.length <= limits.inlineRun && children!.length <= limits.linkTokens,
    ),
  )
  guard<CoreRule>(ruler, 'run_roles', runRoles)
  directiveRules(ruler)
  linkWords(tokenizer.linkify)
}

function onlyWhere(rule: CoreRule, holds: (inline: Token) => boolean): CoreRule {
  return state =>
    rule(
      withTokens(
        state,
        state.tokens.filter(token => token.type !== 'inline' || holds(token)),
      ),
    )
}

function withTokens(state: CoreState, tokens: Token[]): CoreState {
  const part: CoreState = Object.create(state)
  part.tokens = tokens
  return part
}

const quotesIn = (text: string) => text.split(/["']/, limits.quotes + 2).length - 1

/** For tokens that become a tree: blocks past those a page may have are one paragraph, after what is open is closed. */
export function boundBlocks(rule: CoreRule): CoreRule {
  return state => {
    const left = allowanceOf(state)
    rule(state)
    // The text of a role or an argument is one paragraph, which stays.
    const most = Math.max(left.tokens, 3)
    let end = state.tokens.length
    if (end > most) {
      end = Math.floor(most)
      while (end > 0 && (!state.tokens[end]!.map || state.tokens[end]!.type === 'inline')) end--
      const lines = state.src.split('\n')
      const from = state.tokens[end]!.map?.[0] ?? 0
      state.tokens.length = end
      close(state)
      state.tokens.push(...asText(state, lines.slice(from).join('\n'), [from, lines.length], 'too-much-markup'))
    }
    left.tokens -= end
  }
}

function close(state: CoreState): void {
  const open: Token[] = []
  for (const token of state.tokens) {
    if (token.nesting > 0) open.push(token)
    else if (token.nesting < 0) open.pop()
  }
  for (const { type, tag, level } of open.reverse()) {
    const end = new state.Token(type.replace(/_open$/, '_close'), tag, -1)
    end.level = level
    state.tokens.push(end)
  }
}

const inline: CoreRule = state => {
  const left = allowanceOf(state)
  for (const token of state.tokens) {
    if (token.type !== 'inline') continue
    if (token.content.length > limits.inlineRun || left.tokens <= 0) token.children = [textToken(state, token.content)]
    else state.md.inline.parse(token.content, state.md, state.env, token.children!)
    left.tokens -= token.children!.length
  }
}

function textToken(state: CoreState, content: string): Token {
  const text = new state.Token('text', '', 0)
  text.content = content
  return text
}

/**
 * Puts the footnotes that are referred to at the end, as markdown-it-footnote does, without its copy of all tokens for
 * each, and without its anchors, which only HTML has. The text of a role or a citation has no end of its own.
 */
const footnotesAtEnd: CoreRule = state => {
  const { footnotes } = state.env
  if (!footnotes) return
  const bodies = new Map<string, { open: Token; body: Token[] }>()
  const page: Token[] = []
  const around = [page]
  for (const token of state.tokens) {
    if (token.type === 'footnote_reference_open') {
      around.push([])
      bodies.set(token.meta.label, { open: token, body: around.at(-1)! })
    } else if (token.type === 'footnote_reference_close') around.pop()
    else around.at(-1)!.push(token)
  }
  state.tokens = page
  if (!footnotes.list || state.inlineMode || rolesAround(state.env) > 0) return
  page.push(new state.Token('footnote_block_open', '', 1))
  for (const used of footnotes.list as { label: string }[]) {
    const open = new state.Token('footnote_open', '', 1)
    open.meta = { label: used.label }
    const definition = bodies.get(used.label)
    if (definition) beginLike(open, definition.open)
    page.push(open)
    for (const token of definition?.body ?? []) page.push(token)
    page.push(new state.Token('footnote_close', '', -1))
  }
  page.push(new state.Token('footnote_block_close', '', -1))
}

/** The rule goes back from each item to the beginning of its list, to mark it for HTML: here it meets one at once. */
function taskLists(rule: CoreRule): CoreRule {
  return state => {
    const left = allowanceOf(state)
    for (const [index, token] of state.tokens.entries()) {
      if (left.tasks <= 0 || token.type !== 'inline' || !/^\[[ xX]\] /.test(token.content) || index < 2) continue
      const item = state.tokens[index - 2]!
      const list = new state.Token('bullet_list_open', 'ul', 1)
      list.level = item.level - 1
      left.tasks--
      rule(withTokens(state, [list, item, state.tokens[index - 1]!, token]))
    }
  }
}

const depths = new WeakMap<object, number>()
const rolesAround = (env: object) => depths.get(env) ?? 0

/** Roles are parsed inside of roles. One that is too long or too deep becomes the text between its ticks. */
function runRoles(rule: CoreRule): CoreRule {
  return state => {
    const depth = rolesAround(state.env)
    const left = allowanceOf(state)
    for (const { children } of state.tokens) {
      for (const [index, token] of children?.entries() ?? []) {
        if (token.type !== 'role') continue
        // The role for units looks for a number from every digit.
        const longest = /^si\b/.test(token.info) ? limits.roleHeader : limits.roleBody
        if (depth >= limits.roleDepth || token.content.length > longest || left.roles-- <= 0)
          children![index] = textToken(state, token.content)
      }
    }
    depths.set(state.env, depth + 1)
    try {
      return rule(state)
    } finally {
      depths.set(state.env, depth)
    }
  }
}

/** Looks for addresses in each word: they hold no space, and the search begins anew after each address it finds. */
function linkWords(linkify: Tokenizer['linkify']): void {
  const match = linkify.match.bind(linkify)
  const test = linkify.test.bind(linkify)
  const words = (text: string) =>
    [...text.matchAll(/[^\p{Z}\p{Cc}]+/gu)].filter(
      ([word]) => word.length <= limits.linkWord && /[.:@]|\/\//.test(word),
    )
  linkify.test = text => words(text).some(([word]) => test(word))
  linkify.match = text => {
    const found = words(text).flatMap(word => {
      const links = match(word[0]) ?? []
      for (const link of links) {
        link.index += word.index
        link.lastIndex += word.index
      }
      return links
    })
    return found.length > 0 ? found : null
  }
}
