import { checkMyst } from '@octavo/manuscript'

// A closed listing, whatever it holds, is sound; parsing it to learn so would cost most of the time of composing.
const listing = /^(`{3,}|~{3,})(?!\s*\{)[^\n`]*\n(?:(?!\1)[^\n]*\n)*\1[ \t]*$/

/**
 * A block of the author's that MyST can read: as it is when it has no fault; else without the roles and options it does
 * not know; else what stands inside its fences, without them; and as a listing when even that cannot be read.
 */
export function sound(block: string): string {
  if (!/```|~~~|:::|\{/.test(block) || listing.test(block) || isSound(block)) return block
  const faults = checkMyst(block).flatMap(problem => /unexpected option "([\w-]+)"/.exec(problem.message)?.[1] ?? [])
  const withoutOptions = withKnownRoles(block)
    .split('\n')
    .filter(line => !faults.some(option => line.trim().startsWith(`:${option}:`)))
    .join('\n')
  if (isSound(withoutOptions)) return withoutOptions
  const inside = block
    .replace(/^\s*(?:```+|~~~+|:::+)(?:\s*\{.*)?\s*$/gm, '')
    .replace(/^\s*:[\w-]+:.*$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  if (isSound(inside)) return inside
  const fence = '`'.repeat(Math.max(3, ...[...block.matchAll(/`{3,}/g)].map(match => match[0].length + 1)))
  return `${fence}text\n${block}\n${fence}`
}

/** The text with roles nobody knows taken for the code they look like, as an unknown role would lose its words. */
function withKnownRoles(block: string): string {
  const unknown = checkMyst(block).flatMap(problem => /unknown role: ([\w:-]+)/.exec(problem.message)?.[1] ?? [])
  return unknown.reduce((text, role) => text.replaceAll(`{${role}}\``, '`'), block)
}

// A footnote or a target is defined elsewhere on the page, and a block alone need not begin with a heading.
const elsewhere = new Set(['undefined-footnote', 'unused-footnote', 'heading-jump'])

function isSound(block: string): boolean {
  return checkMyst(block).every(problem => elsewhere.has(problem.rule))
}
