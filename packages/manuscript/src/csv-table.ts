import type { DirectiveSpec, GenericNode } from 'myst-common'
import { csvTableDirective } from 'myst-directives'
import { visit } from 'unist-util-visit'

/**
 * The directive for tables in CSV, which parses each cell on its own and counts its lines as if there were no options
 * and every cell stood at the beginning of its line.
 */
export const placedCsvTableDirective: DirectiveSpec = {
  ...csvTableDirective,
  run(data, file, context) {
    const { node } = data
    const { line = 1, column = 1 } = node.position?.start ?? {}
    const parts: GenericNode[] = node.children ?? []
    const lineOf = (part: GenericNode | undefined) => part?.position?.start.line ?? line
    const header = {
      line: lineOf(parts.find(({ type, name }) => type === 'mystOption' && name === 'header')),
      text: [node.options?.header],
    }
    const body = {
      line: lineOf(parts.find(({ type }) => type === 'mystDirectiveBody')),
      text: String(data.body).split('\n'),
    }
    let rows = header
    let last = { row: -1, end: 0 }
    const placed = {
      ...data,
      // The header is read first.
      get body() {
        rows = body
        last = { row: -1, end: 0 }
        return data.body
      },
    }
    return csvTableDirective.run(placed, file, {
      parseMyst(source, row = 0) {
        const written = String(rows.text[row] ?? '')
        const at = written.indexOf(source, last.row === row ? last.end : 0)
        last = { row, end: Math.max(0, at) + source.length }
        const tree = context.parseMyst(source, rows.line + row - line - 1)
        // An option stands behind its name.
        const before = Math.max(0, at) + column - 1 + (rows === header ? ':header: '.length : 0)
        visit(tree, (child: GenericNode) => {
          if (!child.position) return
          child.position.start.column += before
          child.position.end.column += before
        })
        return tree
      },
    })
  },
}
