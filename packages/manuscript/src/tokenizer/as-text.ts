import type { CoreState, Token } from './rules.ts'

/** The limit that made plain text of what was more: a rule of `checkMyst`. */
export type Beyond = 'nesting-too-deep' | 'directive-too-large' | 'too-much-markup'

/** The limit a paragraph stands for; undefined when it is one of the author's. */
export function beyond(token: Token): Beyond | undefined {
  return token.type === 'paragraph_open' ? token.meta?.beyond : undefined
}

/** A paragraph in the place of what goes past a limit. */
export function asText(state: CoreState, text: string, lines: Token['map'], why: Beyond): Token[] {
  const open = new state.Token('paragraph_open', 'p', 1)
  open.map = lines
  open.meta = { beyond: why }
  const inline = new state.Token('inline', '', 0)
  inline.map = lines
  inline.content = text.trim()
  inline.children = []
  return [open, inline, new state.Token('paragraph_close', 'p', -1)]
}
