import type { EditorState, StateCommand } from '@codemirror/state'

/** A row of a table that lines up: cells, and where it begins. */
interface Row {
  cells: string[]
  isRule: boolean
}

interface Table {
  from: number
  to: number
  indent: string
  rows: Row[]
  /** Where the cursor is. */
  row: number
  cell: number
}

const rule = /^:?-+:?$/

/** The cells of a line; a pipe after a backslash is text. */
function cellsOf(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inside.split(/(?<!\\)\|/).map(cell => cell.trim())
}

/** The table the cursor is in; undefined where there is none. */
function tableAt(state: EditorState): Table | undefined {
  const { head } = state.selection.main
  const here = state.doc.lineAt(head)
  const isRow = (number: number) =>
    number >= 1 && number <= state.doc.lines && /^\s*\|/.test(state.doc.line(number).text)
  if (!isRow(here.number)) return undefined
  let first = here.number
  let last = here.number
  while (isRow(first - 1)) first--
  while (isRow(last + 1)) last++
  if (last === first) return undefined
  const rows: Row[] = []
  for (let number = first; number <= last; number++) {
    const cells = cellsOf(state.doc.line(number).text)
    rows.push({ cells, isRule: number === first + 1 && cells.every(cell => rule.test(cell)) })
  }
  if (!rows[1]!.isRule) return undefined
  const before = here.text.slice(0, head - here.from)
  const cell = Math.max(0, (before.match(/(?<!\\)\|/g)?.length ?? 0) - 1)
  const from = state.doc.line(first).from
  const indent = /^\s*/.exec(state.doc.line(first).text)![0]
  return { from, to: state.doc.line(last).to, indent, rows, row: here.number - first, cell }
}

const width = (text: string) => [...text].length

/** The table with its columns lined up, and the place of one cell's text in it. */
function lineUp({ rows, indent }: Table, row: number, cell: number): { text: string; from: number; to: number } {
  const columns = Math.max(...rows.map(one => one.cells.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(3, ...rows.filter(one => !one.isRule).map(one => width(one.cells[column] ?? ''))),
  )
  const right = rows[1]!.cells.map(one => /^-+:$/.test(one))
  let text = ''
  let place = { from: 0, to: 0 }
  rows.forEach((one, index) => {
    if (index > 0) text += '\n'
    text += `${indent}|`
    widths.forEach((wide, column) => {
      const said = one.cells[column] ?? ''
      if (one.isRule) {
        const [left, end] = [said.startsWith(':') ? ':' : '-', said.endsWith(':') ? ':' : '-']
        text += ` ${left}${'-'.repeat(wide - 2)}${end} |`
        return
      }
      const pad = ' '.repeat(wide - width(said))
      const from = text.length + 1 + (right[column] ? pad.length : 0)
      text += right[column] ? ` ${pad}${said} |` : ` ${said}${pad} |`
      if (index === row && column === cell) place = { from, to: from + said.length }
    })
  })
  return { text, ...place }
}

/** Goes to the next or the previous cell and lines the table up; behind the last cell a row is added. */
function move(step: 1 | -1): StateCommand {
  return ({ state, dispatch }) => {
    const table = tableAt(state)
    if (!table || state.readOnly) return false
    const columns = table.rows[0]!.cells.length
    let { row, cell } = table
    do {
      cell += step
      if (cell >= columns) [row, cell] = [row + 1, 0]
      else if (cell < 0) [row, cell] = [row - 1, columns - 1]
    } while (table.rows[row]?.isRule)
    if (row < 0) [row, cell] = [0, 0]
    if (row === table.rows.length) {
      table.rows.push({ cells: Array.from({ length: columns }, () => ''), isRule: false })
    }
    const { text, from, to } = lineUp(table, row, cell)
    dispatch(
      state.update({
        changes: { from: table.from, to: table.to, insert: text },
        selection: { anchor: table.from + from, head: table.from + to },
        userEvent: 'input',
        scrollIntoView: true,
      }),
    )
    return true
  }
}

export const nextCell = move(1)
export const previousCell = move(-1)
