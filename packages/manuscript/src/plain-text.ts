import { boundedTokenizer } from './tokenizer/tokenizer.ts'

// Only the rules that recognise inline markup: those that run roles or curl quotes would change the author's words.
const tokenizer = boundedTokenizer({}, ['normalize', 'block', 'inline'])

/** The inline tokens of one line or paragraph of MyST, flat, as markdown-it gives them. */
export function inlineTokens(markdown: string) {
  return tokenizer.parseInline(markdown, {})[0]?.children ?? []
}

/**
 * What a reader sees of one line or paragraph of MyST: no emphasis marks, link targets or role names. Code, math and the
 * text of roles stay as written, an image gives its alternative text, line breaks become spaces.
 */
export function plainText(markdown: string): string {
  let text = ''
  for (const token of inlineTokens(markdown)) {
    if (token.type === 'softbreak' || token.type === 'hardbreak') text += ' '
    else if (token.type !== 'html_inline') text += token.content
  }
  return text.replace(/\s+/g, ' ').trim()
}
