// What a reader sees is what sentences are compared by, whatever marks stand around it.
const rules: [RegExp, string][] = [
  [/\\\r?\n/g, ' '],
  [/!\[([^\]]*)\]\([^)]*\)/g, '$1'],
  [/\[\^[^\]\s]+\]/g, ''],
  [/\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, '$1'],
  [/\[([^\]]+)\]\[[^\]]*\]/g, '$1'],
  [/<(https?:[^>\s]+)>/g, '$1'],
  [/<\/?[a-zA-Z][^>\n]*>/g, ''],
  [/\{[a-zA-Z:_-]+\}`([^`]*)`/g, '$1'],
  [/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, '$2'],
  [/\*(?=[^\s*])([^*]*[^\s*])\*/g, '$1'],
  [/(?<![\p{L}\p{N}])_(?=[^\s_])([^_]*[^\s_])_(?![\p{L}\p{N}])/gu, '$1'],
  [/~~([^~]+)~~/g, '$1'],
]

/**
 * Inline MyST as plain text: emphasis, links, roles, images and footnote marks give the words they show; code and math
 * keep their content, math with its delimiters. White space is collapsed.
 */
export function plain(text: string): string {
  // Code is set aside first: what looks like markup in it is not.
  const kept: string[] = []
  const keep = (content: string) => `\uE000${kept.push(content) - 1}\uE001`
  let result = text
    .replace(/(\{[a-zA-Z:_-]+\})?(?<![\\`])(`+)([\s\S]*?[^`])\2(?!`)/g, (_, _role, _ticks, code: string) =>
      keep(code.trim()),
    )
    .replace(/(?<![\\$])\$(?=\S)[^$\n]*?\S\$(?![\d$])|(?<![\\$])\$\S\$(?!\d)/g, math => keep(math))
    .replace(/\\([!-/:-@[-`{-~])/g, (_, escaped: string) => keep(escaped))
  for (const [pattern, replacement] of rules) result = result.replace(pattern, replacement)
  return result
    .replace(/\uE000(\d+)\uE001/g, (_, index: string) => kept[Number(index)] ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Plain text reduced to its letters and digits, so that quotes, dashes, case and spacing do not part equal sentences. */
export function fingerprint(text: string): string {
  return plain(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

/** Escapes plain text so that MyST shows it letter for letter. */
export function escapeMyst(text: string): string {
  return text
    .replace(/[\\`*_[\]<>$~{}|^]/g, '\\$&')
    .replace(/^(\s*)([#%+:-]|={2,})/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/gm, '$1\\$2')
    .replace(/^\(([^)\n]*)\)=/gm, '\\($1)=')
}
