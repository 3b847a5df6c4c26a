/** The line that opens a directive: fence, braces and what follows them. */
export const opening = /^(:{3,}|`{3,}|~{3,})\s*\{([^{}\s]+)([^{}]*)\}(.*)$/

/** Directives whose content is not Markdown. */
export const verbatim = new Set(
  'code code-block code-cell sourcecode literalinclude math mermaid raw raw:latex raw:typst csv-table myst anywidget embed include index'.split(
    ' ',
  ),
)

/** Whether a line closes a fence of this character and length. */
export function closes(line: string, character: string, length: number): boolean {
  const match = /^(:{3,}|`{3,}|~{3,})\s*$/.exec(line)
  return match !== null && line[0] === character && match[1]!.length >= length
}
