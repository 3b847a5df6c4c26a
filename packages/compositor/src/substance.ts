import type { Passage } from '@octavo/manuscript'

const furniture =
  /^(?:```+|~~~+|:::+)\s*\{(?:toctree|tableofcontents|contents|include|literalinclude|bibliography|glossary)\}/
const fence = /^\s*(?:```+|~~~+|:::+)\s*\{/

/** Whether a passage says something a book can use; headings, front matter, comments, targets and rules do not. */
export function hasSubstance(passage: Passage): boolean {
  if (passage.kind === 'heading') return false
  if (passage.kind === 'directive') {
    if (fence.test(passage.text)) return !furniture.test(passage.text.trimStart())
    return /^\s*<(?!!--)/.test(passage.text) && /\p{L}{3}/u.test(passage.text.replace(/<[^>]*>/g, ''))
  }
  if (isSceneBreak(passage)) return false
  return /[\p{L}\p{N}]/u.test(passage.text) || passage.kind === 'figure' || passage.kind === 'math'
}

/** A line that parts two scenes: a thematic break, asterisks, or a lone ornament. */
export function isSceneBreak(passage: Passage): boolean {
  return passage.kind !== 'heading' && /^\s*(?:(?:[*_#~•·⁂❦-]|\\\*)[ \t]*){1,9}\s*$/.test(passage.text)
}

/** The identifier and text of a footnote definition, when the passage is one. */
export function footnoteDefinition(passage: Passage): { identifier: string; text: string } | undefined {
  const match = /^\[\^([^\]\s]+)\]:\s*([\s\S]+)$/.exec(passage.text.trim())
  return match ? { identifier: match[1]!, text: match[2]!.replace(/\s*\n\s*/g, ' ') } : undefined
}

/** The identifiers of the footnotes a passage refers to. */
export function footnoteReferences(passage: Passage): string[] {
  if (passage.kind === 'code' || passage.kind === 'math') return []
  return [...passage.text.matchAll(/\[\^([^\]\s]+)\](?!:)/g)].map(match => match[1]!)
}

/** The prose of a passage, with its inline markup: no fences, options, list marks, table rules, code or formulas. */
export function prose(passage: Passage): string {
  switch (passage.kind) {
    case 'code':
    case 'math':
    case 'figure':
    case 'heading':
      return fence.test(passage.text) && passage.kind === 'figure' ? body(passage.text) : ''
    case 'list':
      return passage.text
        .replace(/^([ \t]*)(```+|~~~+)[\s\S]*?^\1\2[ \t]*$/gm, '')
        .replace(/^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?/gm, '\n')
    case 'quote':
      return fence.test(passage.text) ? body(passage.text) : passage.text.replace(/^\s*>\s?/gm, '')
    case 'definition':
      return passage.text.replace(/^:\s+/gm, '\n')
    case 'table':
      return fence.test(passage.text)
        ? body(passage.text).replace(/^\s*\*?\s*-\s+/gm, '\n')
        : passage.text.replace(/^\s*\|?[\s:|-]+\|?\s*$/gm, '').replace(/\s*(?<!\\)\|\s*/g, '\n')
    case 'directive':
      return fence.test(passage.text) ? body(passage.text) : passage.text.replace(/<[^>]*>/g, ' ')
    default:
      return passage.text
  }
}

/** The content of a directive without its fences and options. */
function body(text: string): string {
  return text
    .replace(/^\s*(?:```+|~~~+|:::+).*$/gm, '')
    .replace(/^\s*:[\w-]+:.*$/gm, '')
    .replace(/^\s*---\n[\s\S]*?\n---\s*$/m, '')
}

/** The separate lines of prose in a passage: the items of a list, the cells of a table, the blocks of a directive. */
export function proseBlocks(passage: Passage): string[] {
  const text = prose(passage)
  const parts = passage.kind === 'paragraph' ? [text] : text.split(/\n\s*\n|\n(?=\n)/)
  return parts.map(part => part.trim()).filter(part => /[\p{L}\p{N}]/u.test(part))
}
