import type { PassageKind } from '../passage.ts'

const hasProse: ReadonlySet<PassageKind> = new Set([
  'heading',
  'paragraph',
  'list',
  'table',
  'quote',
  'definition',
  'figure',
  'directive',
])

/**
 * What a passage says, without its markup, for reading its meaning; empty for code, math and what is no prose. By
 * patterns and not by parsing: ten megabytes of inline markup would take ten seconds, and a stray mark changes no meaning.
 */
export function proseOf(kind: PassageKind, text: string): string {
  if (!hasProse.has(kind) || isMarkupOnly(kind, text)) return ''
  const body = kind === 'directive' || kind === 'figure' || kind === 'table' ? withoutFences(text) : text
  return body
    .replace(/!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/\{[\w:-]+\}`([^`<]*?)(?:\s*<[^`>]*>)?`/g, '$1')
    .replace(/\[\^[^\]]*\]:?|<\/?[a-z][^>]*>|https?:\/\/\S+/gi, ' ')
    .replace(/^[\s>#|]*(?:[-*+]|\d+[.)])?\s+/gm, ' ')
    .replace(/[*`|#~]+|(?<!\p{L})_+|_+(?!\p{L})/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Front matter, comments, targets, breaks, definitions of links. */
function isMarkupOnly(kind: PassageKind, text: string): boolean {
  return kind === 'directive' && /^\s*(?:---|\+\+\+|%|\(|<!--|\[[^\]^]*\]:)/.test(text)
}

function withoutFences(text: string): string {
  return text
    .replace(/^[ \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*(?:\{[^}]*\})?[ \t]*/gm, '')
    .replace(/^[ \t]*:[\w-]+:.*$/gm, '')
    .replace(/^[ \t]*[|:\-\s]+$/gm, '')
}
