/**
 * Replaces matches in MyST that are no code: neither in fences that hold code nor in code spans. Roles are written like
 * code spans with a name before them; they and directives count as text.
 */
export function replaceOutsideCode(
  text: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => string | undefined,
): string {
  const code = codeRanges(text)
  let at = 0
  return text.replace(pattern, (...found) => {
    const offset = found.find(part => typeof part === 'number') as number
    while (at < code.length && code[at]![1] <= offset) at++
    if (at < code.length && code[at]![0] <= offset) return found[0]
    const groups = found.slice(0, found.indexOf(offset)) as string[]
    return replace(Object.assign(groups, { index: offset, input: text }) as unknown as RegExpExecArray) ?? found[0]
  })
}

/** Where code stands, in order, as pairs of offsets. */
function codeRanges(text: string): [start: number, end: number][] {
  if (!text.includes('`') && !text.includes('~~~')) return []
  const ranges: [number, number][] = []
  let fence: { marks: string; start: number } | undefined
  let offset = 0
  for (const line of text.split('\n')) {
    const marks = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence) {
      if (marks?.startsWith(fence.marks) && line.trim() === marks) {
        ranges.push([fence.start, offset])
        fence = undefined
      }
    } else if (marks && !/^\s*(`{3,}|~{3,})\s*\{/.test(line)) fence = { marks, start: offset }
    else if (/\{(?:code|code-block|code-cell|sourcecode|mermaid|math|raw)\}/.test(line) && marks)
      fence = { marks, start: offset }
    else if (!marks) for (const [start, end] of spansIn(line)) ranges.push([offset + start, offset + end])
    offset += line.length + 1
  }
  if (fence) ranges.push([fence.start, text.length])
  return ranges
}

function spansIn(line: string): [number, number][] {
  return [...line.matchAll(/(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].flatMap(({ 0: span, index }) =>
    line[index - 1] === '}' ? [] : [[index, index + span.length] as [number, number]],
  )
}
