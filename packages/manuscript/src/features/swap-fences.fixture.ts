interface Fence {
  /** The line it opens on, and the one it closes on. */
  open: number
  close: number
  /** What stands before the mark, and what after it. */
  indent: string
  info: string
  mark: string
  inside: Fence[]
}

const opening = /^(\s*)(`{3,}|~{3,}|:{3,})\s*(\S.*)?$/

/** The fences from one line to another, with those inside of directives. */
function fencesIn(lines: readonly string[], from: number, to: number): Fence[] {
  const fences: Fence[] = []
  for (let line = from; line < to; line++) {
    const [, indent = '', mark, info = ''] = opening.exec(lines[line]!) ?? []
    if (!mark || info === '') continue
    let close = line + 1
    while (close < to && lines[close]!.trim() !== mark) close++
    const inside = info.startsWith('{') ? fencesIn(lines, line + 1, close) : []
    fences.push({ open: line, close, indent, info, mark, inside })
    line = close
  }
  return fences
}

/**
 * MyST with every directive in the other kind of fence, backticks for colons and colons for backticks, each longer than
 * those it holds. What is no directive stays.
 */
export function swapFences(text: string): string {
  const lines = text.split('\n')
  const swap = (fence: Fence): number => {
    const longest = Math.max(2, ...fence.inside.map(swap))
    if (!fence.info.startsWith('{')) return fence.mark.length
    const mark = (fence.mark.startsWith(':') ? '`' : ':').repeat(longest + 1)
    lines[fence.open] = `${fence.indent}${mark}${fence.info}`
    lines[fence.close] = `${fence.indent}${mark}`
    return longest + 1
  }
  fencesIn(lines, 0, lines.length).forEach(swap)
  return lines.join('\n')
}
