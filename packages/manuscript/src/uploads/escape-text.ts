/** Characters that can begin inline markup anywhere. */
const always = /[\\`*[\]$|]/g

/**
 * MyST that shows exactly this text, in one paragraph: nothing in it becomes markup. Line ends stay line ends, which
 * MyST shows as spaces. As little is escaped as keeps it readable.
 */
export function escapeText(text: string): string {
  return text
    .replaceAll('\u0000', '\uFFFD') // as the parser reads it
    .split(/\r\n?|\n/)
    .map(line => escapeBeginning(escapeInline(line.trim())))
    .filter(line => line !== '')
    .join('\n')
}

/** As `escapeText`, for a part of a line that does not stand at its beginning. */
export function escapeInline(text: string): string {
  return (
    text
      .replace(always, '\\$&')
      // Only tags, comments and addresses in angle brackets are read as such.
      .replace(/<(?=[^\s=])/g, '\\<')
      .replace(/&(?=#?\w+;)/g, '\\&')
      // Between letters or digits an underscore is one; elsewhere it may emphasize.
      .replace(/_/g, (mark, at: number, all: string) => (isWithinWord(all, at) ? mark : `\\${mark}`))
      // Within a word, an at sign is that of an address and cites nothing.
      .replace(/(?<![a-z0-9])@/gi, '\\$&')
  )
}

function isWithinWord(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at + 1] ?? '')
}

/** What makes a block of a line that begins with it. */
export function escapeBeginning(line: string): string {
  const numbered = /^(\d{1,9})([.)])(?=\s|$)/.exec(line)
  if (numbered) return `${numbered[1]}\\${line.slice(numbered[1]!.length)}`
  // Headings, quotes, lists, rules and underlines, comments, block breaks, labels, directives, terms.
  if (/^(#{1,6}(\s|$)|>|[-+~](\s|$)|~{3}|[-=_]+\s*$|([-_]\s*){3,}$|%|\+{3}|\([^)]*\)=|:)/.test(line)) return `\\${line}`
  return line
}
