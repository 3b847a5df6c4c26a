import {
  BorderStyle,
  type Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
} from 'docx'
import type { BookNode } from '../book/nodes.ts'
import { blocks, type Place, paragraph, within } from './pieces.ts'

/** The edge of each kind of box, and its ground; both are readable in print without colour. */
const looks: Record<string, { edge: string; ground: string }> = {
  note: { edge: '2F5D8A', ground: 'F3F6FA' },
  seealso: { edge: '2F5D8A', ground: 'F3F6FA' },
  tip: { edge: '2E7D4F', ground: 'F2F8F4' },
  hint: { edge: '2E7D4F', ground: 'F2F8F4' },
  important: { edge: '6B4C9A', ground: 'F7F4FB' },
  attention: { edge: 'B26A00', ground: 'FDF7EE' },
  warning: { edge: 'B26A00', ground: 'FDF7EE' },
  caution: { edge: 'B26A00', ground: 'FDF7EE' },
  danger: { edge: 'B3261E', ground: 'FCF3F2' },
  error: { edge: 'B3261E', ground: 'FCF3F2' },
}
const plain = { edge: '8A8F98', ground: 'F7F7F8' }
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }

/** A box: a table of one cell, which may hold whatever a page may. */
export function boxed(node: BookNode, place: Place, kind: string, last: ParagraphChild[] = []): (Paragraph | Table)[] {
  const after = paragraph([], within(place, { item: undefined }), { style: 'AfterTable' })
  return [tableOf([[cell(node.children, place, kind, place.width, last)]], place.width), after]
}

/** Cards side by side, two to a row; a reader of paper has no wide screen. */
export function cardRow(node: BookNode, place: Place): (Paragraph | Table)[] {
  const columns = Math.min(2, Math.max(1, ...((node.columns as number[] | undefined) ?? [1])))
  const cells = (node.children ?? []).map(child =>
    cell(child.type === 'card' ? [child] : child.children, place, 'cell', Math.floor(place.width / columns), []),
  )
  const rows: TableCell[][] = []
  for (let at = 0; at < cells.length; at += columns) rows.push(cells.slice(at, at + columns))
  if (rows.length === 0) return []
  return [
    tableOf(rows, place.width, columns),
    paragraph([], within(place, { item: undefined }), { style: 'AfterTable' }),
  ]
}

function cell(
  nodes: readonly BookNode[] | undefined,
  place: Place,
  kind: string,
  width: number,
  last: ParagraphChild[],
): TableCell {
  const margin = 140
  const look = looks[kind] ?? plain
  const here = within(place, { width: width - 2 * margin, item: undefined })
  const inside: (Paragraph | Table)[] = blocks(nodes, here)
  if (last.length > 0) inside.push(paragraph(last, here))
  // A cell ends with a paragraph (ECMA-376 Part 1, 17.4.65).
  if (!inside.length || inside.at(-1) instanceof Table) inside.push(paragraph([], here, { style: 'AfterTable' }))
  const bare = kind === 'cell'
  return new TableCell({
    children: inside,
    width: { size: width, type: WidthType.DXA },
    margins: bare ? { top: 0, bottom: 0, left: 40, right: 40 } : { top: 100, bottom: 60, left: margin, right: margin },
    ...(!bare && { shading: { type: ShadingType.CLEAR, color: 'auto', fill: look.ground } }),
    borders: {
      top: none,
      bottom: none,
      right: none,
      left: bare ? none : { style: BorderStyle.SINGLE, size: 18, color: look.edge },
    },
  })
}

function tableOf(rows: TableCell[][], width: number, columns = 1): Table {
  return new Table({
    rows: rows.map(children => new TableRow({ children })),
    width: { size: width, type: WidthType.DXA },
    columnWidths: Array.from({ length: columns }, () => Math.floor(width / columns)),
    layout: TableLayoutType.FIXED,
    borders: { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none },
  })
}
