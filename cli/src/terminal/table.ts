import stringWidth from 'string-width'
import { cut, pad, type Terminal } from './terminal.ts'

export interface Column<Row> {
  title: string
  value: (row: Row) => string
  /** Numbers stand right, text left. */
  align?: 'left' | 'right'
  /** The column that gives way when the terminal is too narrow; at most one. */
  gives?: boolean
}

/** Narrower than this nothing can be recognised any more. */
const narrowest = 8

/** Prints rows under their titles, as wide as needed and no wider than the terminal. With `json`, one row a line. */
export function printTable<Row extends object>(
  terminal: Terminal,
  event: string,
  columns: Column<Row>[],
  rows: Row[],
): void {
  for (const row of rows) terminal.emit(event, row as Record<string, unknown>)
  if (terminal.json) return
  const cells = rows.map(row => columns.map(column => column.value(row)))
  const widths = columns.map((column, index) =>
    Math.max(stringWidth(column.title), ...cells.map(line => stringWidth(line[index]!))),
  )
  const giving = columns.findIndex(column => column.gives)
  const excess = widths.reduce((sum, width) => sum + width, 0) + 2 * (columns.length - 1) - terminal.width
  if (excess > 0 && giving >= 0) widths[giving] = Math.max(narrowest, widths[giving]! - excess)
  const line = (texts: string[]) =>
    texts
      .map((text, index) =>
        pad(index === giving ? cut(text, widths[index]!) : text, widths[index]!, columns[index]!.align),
      )
      .join('  ')
      .trimEnd()
  terminal.say(terminal.style('dim', line(columns.map(column => column.title))))
  for (const texts of cells) terminal.say(line(texts))
}
