import { BorderStyle, type Paragraph, ShadingType, Table, TableCell, TableRow, WidthType } from 'docx'
import type { BookNode } from '../book/nodes.ts'
import { blocks, type Place, paragraph, within } from './pieces.ts'

const rule = { style: BorderStyle.SINGLE, size: 4, color: 'C9CCD1' }
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }

/** A table of the text; the rows of its head are repeated on each page. */
export function table(node: BookNode, place: Place): Table {
  const rows = node.children ?? []
  const columns = Math.max(
    1,
    ...rows.map(row => (row.children ?? []).reduce((sum, cell) => sum + Number(cell.colspan ?? 1), 0)),
  )
  const heads = rows.findIndex(row => !isHead(row))
  const widths = columnWidths(rows, columns, place.width)
  return new Table({
    width: { size: place.width, type: WidthType.DXA },
    columnWidths: widths,
    borders: { top: rule, bottom: rule, left: none, right: none, insideHorizontal: rule, insideVertical: none },
    rows: rows.map(
      (row, at) =>
        new TableRow({
          ...(isHead(row) && (heads === -1 || at < heads) && { tableHeader: true }),
          cantSplit: true,
          children: cellsOf(row, widths).map(([cell, width]) =>
            tableCell(cell, within(place, { width: width - 2 * inset })),
          ),
        }),
    ),
  })
}

/** Room beside the text of a cell, in twentieths of a point. */
const inset = 80
/** About the width of a letter of tables, in twentieths of a point. */
const letter = 105

/**
 * Room for each column by what is in it: none narrower than its longest word, if there is room for that, and the rest by
 * how much is written in each. Rows below a cell that spans rows are counted a little off, which only shifts the shares.
 */
function columnWidths(rows: readonly BookNode[], columns: number, room: number): number[] {
  const words = Array<number>(columns).fill(3)
  const texts = Array<number>(columns).fill(3)
  for (const row of rows) {
    let column = 0
    for (const cell of row.children ?? []) {
      const span = Number(cell.colspan ?? 1)
      const text = textOf(cell)
      if (span === 1 && column < columns) {
        words[column] = Math.max(
          words[column]!,
          Math.min(24, ...[Math.max(0, ...text.split(/\s+/).map(word => word.length))]),
        )
        texts[column] = Math.max(texts[column]!, Math.min(160, text.length))
      }
      column += span
    }
  }
  const least = words.map(length => length * letter + 2 * inset)
  const needed = least.reduce((sum, width) => sum + width, 0)
  if (needed >= room) return least.map(width => Math.floor((width * room) / needed))
  const weights = texts.map((length, at) => Math.max(0, length - words[at]!))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return least.map((width, at) => Math.floor(width + (all === 0 ? 1 / columns : weights[at]! / all) * (room - needed)))
}

/** The cells of a row, each with the room it has. */
function cellsOf(row: BookNode, widths: readonly number[]): [BookNode, number][] {
  let column = 0
  return (row.children ?? []).map(cell => {
    const span = Number(cell.colspan ?? 1)
    const width = widths.slice(column, column + span).reduce((sum, each) => sum + each, 0)
    column += span
    return [cell, width]
  })
}

const textOf = (node: BookNode): string =>
  typeof node.value === 'string' ? node.value : (node.children ?? []).map(textOf).join('')

const isHead = (row: BookNode) => (row.children ?? []).length > 0 && row.children!.every(cell => cell.header)

function tableCell(cell: BookNode, place: Place): TableCell {
  const here = within(place, {
    item: undefined,
    style: 'TableText',
    align: cell.align === 'center' || cell.align === 'right' ? cell.align : undefined,
    run: cell.header ? { ...place.run, bold: true } : place.run,
  })
  const inside: (Paragraph | Table)[] = blocks(cell.children, here)
  if (inside.length === 0 || inside.at(-1) instanceof Table) inside.push(paragraph([], here))
  return new TableCell({
    children: inside,
    columnSpan: Number(cell.colspan ?? 1),
    rowSpan: Number(cell.rowspan ?? 1),
    margins: { top: 50, bottom: 50, left: inset, right: inset },
    ...(cell.header && { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F2F3F5' } }),
  })
}
