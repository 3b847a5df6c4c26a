import { parsePage } from '@octavo/manuscript'

interface Node {
  type: string
  name?: string
  children?: Node[]
  position?: { start: { line: number }; end: { line: number } }
}

/**
 * A page without the solutions of its exercises: the `solution` directives, and everything between `solution-start` and
 * `solution-end`. A start without its end hides the rest of the page: too little is mended sooner than too much.
 */
export function hideSolutions(text: string): string {
  if (!text.includes('{solution')) return text
  const lines = text.split('\n')
  const hidden = new Set<number>()
  for (const { from, to } of rangesOf(parsePage(text).tree as Node, lines.length)) {
    for (let line = from; line <= to; line++) hidden.add(line)
    // One of the blank lines around it is enough.
    if (lines[from - 2]?.trim() === '' && lines[to]?.trim() === '') hidden.add(to + 1)
  }
  return lines.filter((_, index) => !hidden.has(index + 1)).join('\n')
}

function rangesOf(tree: Node, last: number): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = []
  let open: number | undefined
  const visit = (node: Node) => {
    const { start, end } = node.position ?? {}
    if (node.type === 'mystDirective' && start && end) {
      if (node.name === 'solution') ranges.push({ from: start.line, to: end.line })
      if (node.name === 'solution-start') open ??= start.line
      if (node.name === 'solution-end' && open !== undefined) {
        ranges.push({ from: open, to: end.line })
        open = undefined
      }
    }
    for (const child of node.children ?? []) visit(child)
  }
  visit(tree)
  if (open !== undefined) ranges.push({ from: open, to: last })
  return ranges
}
