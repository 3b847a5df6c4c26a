import type { BookNode } from '../book/nodes.ts'
import { type PageWriter, plain, visitNodes } from './page-writer.ts'
import { noteText } from './text-handlers.ts'
import { array, call, content } from './typst-text.ts'
import { anchor, writtenBlocks } from './write-nodes.ts'

/** Average width of a letter of the text, in its size. */
const letterWidth = 0.48

/**
 * A table whose head is printed again on each page it runs to. Columns of short words are as wide as those; the others
 * share what is left by how much they hold. What does not fit becomes smaller, and at last is turned on its side.
 */
export function tableSource(node: BookNode, writer: PageWriter): string {
  const rows = (node.children ?? []).map(row => row.children ?? [])
  const grid = layOut(rows)
  const columns = Math.max(1, ...grid.map(line => line.length))
  const plan = planColumns(grid, columns, writer)
  const heads = headRows(rows)
  const cells = (lines: BookNode[][], writer: PageWriter) =>
    lines.map(line => line.map(cell => cellSource(cell, heads > 0, writer)).join('')).join('')
  const head = rows.slice(0, heads)
  // A head is printed on every page of its table: its places are set before it, and its notes below the table.
  let [places, notes] = ['', '']
  visitNodes(head.flat(), node => {
    places += anchor(node, writer)
  })
  visitNodes(head.flat(), node => {
    notes += noteBelow(node, writer)
  })
  const table = call(
    'p.table-block',
    {
      columns: array(plan.columns),
      whole: (rows.length < 6 && plain(node.children).length < 400) || undefined,
      size: plan.size === 1 ? undefined : plan.size,
      // In a frame it has to stay as it is; its figure turns with it.
      turned: (plan.turned && writer.depth === 0) || undefined,
      aligns: array(alignsOf(grid, columns)),
      'head-rows': heads || undefined,
    },
    `(${cells(head, { ...writer, notes: false })})`,
    `(${cells(rows.slice(heads), writer)})`,
  )
  return places + table + notes
}

function noteBelow(node: BookNode, writer: PageWriter): string {
  const key = String(node.identifier)
  const note = node.type === 'footnoteReference' ? writer.page.footnotes.get(key) : undefined
  if (!note || writer.noted.has(key)) return ''
  writer.noted.add(key)
  return call('p.table-note', {}, String(note.number), content(noteText(note.children, writer)))
}

/** Whether a table is too wide for an upright page. */
export function isTurned(node: BookNode, writer: PageWriter): boolean {
  const grid = layOut((node.children ?? []).map(row => row.children ?? []))
  return planColumns(grid, Math.max(1, ...grid.map(line => line.length)), writer).turned
}

function cellSource(cell: BookNode, hasHead: boolean, writer: PageWriter): string {
  const columns = Math.max(1, Math.min(100, Number(cell.colspan ?? 1) || 1))
  const rows = Math.max(1, Math.min(1000, Number(cell.rowspan ?? 1) || 1))
  const own = [
    ...(columns > 1 ? [`colspan: ${columns}`] : []),
    ...(rows > 1 ? [`rowspan: ${rows}`] : []),
    ...(isAlign(cell.align) ? [`align: ${cell.align}`] : []),
  ]
  const inside = writtenBlocks(cell.children, writer)
  const shown = cell.header && !hasHead ? `[#strong${inside}]` : inside
  return own.length > 0 ? `table.cell(${own.join(', ')})${shown}, ` : `${shown}, `
}

const isAlign = (value: unknown) => value === 'left' || value === 'right' || value === 'center'

/** Rows at the top of which all cells are heads. */
function headRows(rows: BookNode[][]): number {
  const end = rows.findIndex(row => !row.every(({ header }) => header))
  // A table of heads alone is a table.
  return end < 0 ? 0 : end
}

/** Which cell is in which place, spans counted. */
function layOut(rows: BookNode[][]): (BookNode | undefined)[][] {
  const grid: (BookNode | undefined)[][] = rows.map(() => [])
  const taken = rows.map(() => new Set<number>())
  for (const [y, row] of rows.entries()) {
    let x = 0
    for (const cell of row) {
      while (taken[y]!.has(x)) x++
      const wide = Math.max(1, Math.min(100, Number(cell.colspan ?? 1) || 1))
      const high = Math.max(1, Number(cell.rowspan ?? 1) || 1)
      for (let dy = 0; dy < high && y + dy < rows.length; dy++) {
        for (let dx = 0; dx < wide; dx++) {
          taken[y + dy]!.add(x + dx)
          grid[y + dy]![x + dx] = dy === 0 && dx === 0 && wide === 1 ? cell : undefined
        }
      }
      x += wide
    }
  }
  return grid
}

function planColumns(grid: (BookNode | undefined)[][], columns: number, writer: PageWriter) {
  const { measure, textHeight, textSize } = writer.paper
  const padding = 11
  const measured = Array.from({ length: columns }, (_, x) => {
    const cells = grid.flatMap(line => line[x] ?? [])
    const texts = cells.map(cell => plain(cell.children))
    const words = texts.flatMap(text => text.split(/[\s/–—-]+/))
    return {
      natural: Math.max(2, ...texts.map(text => text.length)),
      word: Math.max(2, ...words.map(word => Math.min(24, word.length))),
      // Frames and lists take all the width there is.
      simple: cells.every(cell => (cell.children ?? []).every(({ type }) => !spreading.has(type))),
    }
  })
  const letter = textSize * 0.9 * letterWidth
  const needed = (size: number) => measured.reduce((sum, { word }) => sum + word * letter * 1.08 * size + padding, 0)
  const size = [1, 0.9, 0.8].find(size => needed(size) <= measure) ?? 0.72
  const turned = needed(0.72) > measure && textHeight > measure
  const widthOf = (some: typeof measured) =>
    some.reduce((sum, { natural }) => sum + natural * letter * size + padding, 0)
  if (!turned && measured.every(({ simple }) => simple) && widthOf(measured) <= measure) {
    return { columns: measured.map(() => 'auto'), size, turned }
  }
  const short = measured.filter(({ natural, simple }) => simple && natural <= 14)
  const keepShort = !turned && short.length < columns && widthOf(short) < measure * 0.45
  return {
    // Short columns stay as they are; a long text needs more room, but not in proportion.
    columns: measured.map(column =>
      keepShort && short.includes(column)
        ? 'auto'
        : `${Math.round(Math.max(column.word * 1.3, 4 * Math.sqrt(column.natural)))}fr`,
    ),
    size,
    turned,
  }
}

const spreading = new Set<BookNode['type']>([
  'heading',
  'blockquote',
  'list',
  'definitionList',
  'code',
  'math',
  'mermaid',
  'container',
  'table',
  'admonition',
  'details',
  'tabSet',
  'grid',
  'card',
  'aside',
  'proof',
  'exercise',
  'solution',
  'iframe',
  'interactive',
])

/** What most cells of a column ask for; figures stand to the right. */
function alignsOf(grid: (BookNode | undefined)[][], columns: number): string[] {
  return Array.from({ length: columns }, (_, x) => {
    const cells = grid.flatMap(line => line[x] ?? [])
    const asked = cells.map(({ align }) => align).find(isAlign)
    if (asked) return String(asked)
    const texts = cells.filter(({ header }) => !header).map(cell => plain(cell.children).trim())
    const figures = texts.filter(text => text !== '')
    return figures.length > 1 && figures.every(text => /^[−–+~≈<>$€£]?\s?\d[\d.,\s]*\s?[%×xKMB]?$/.test(text))
      ? 'right'
      : 'left'
  })
}
