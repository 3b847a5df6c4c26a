import type { Element } from 'hast'
import { childrenOf, classesOf, styleOf } from './mathml-to-typst.ts'

/**
 * A matrix, cases or aligned lines. Typst's `mat` centres on the axis of the formula and aligns cells at `&`: what is
 * before it to the right, what follows it to the left.
 */
export function tableToTypst(table: Element, write: (node: Element) => string): string {
  const aligned = table.properties.displayStyle === 'true' || table.properties.displaystyle === 'true'
  const small = classesOf(table).includes('tml-small')
  const lines = childrenOf(table).map(line => childrenOf(line).filter(cell => !isPadding(cell)))
  const width = Math.max(0, ...lines.map(cells => cells.length))
  const gap = aligned ? '0em' : small ? '0.4em' : '0.8em'
  const rows = lines.map(cells =>
    Array.from({ length: width }, (_, at) => {
      const cell = cells[at]
      if (!cell) return '""'
      const inside = cell.children.map(child => (child.type === 'element' ? write(child) : '')).join(' ')
      const shown = inside.trim() === '' ? '""' : aligned ? `${distance(cell)}display(${inside})` : inside
      const classes = classesOf(cell)
      if (classes.includes('tml-right')) return `${shown} &`
      // A relation keeps its distance from what stands in the cell before it.
      return classes.includes('tml-left') ? `& ${aligned ? '"" ' : ''}${shown}` : shown
    }).join(', '),
  )
  const height = aligned ? '0.55em' : small ? '0.1em' : '0.3em'
  return `mat(delim: #none, column-gap: #${gap}, row-gap: #${height}, augment: #${rules(lines)}, ${rows.join('; ')})`
}

/** The rules between columns and rows of an `array`. */
function rules(lines: Element[][]): string {
  const after = (cells: (Element | undefined)[], side: string) =>
    cells.flatMap((cell, at) =>
      cell && at < cells.length - 1 && styleOf(cell).includes(`border-${side}:`) ? at + 1 : [],
    )
  const columns = after(lines[0] ?? [], 'right')
  const rows = after(
    lines.map(cells => cells[0]),
    'bottom',
  )
  return columns.length + rows.length === 0
    ? 'none'
    : `(vline: (${columns.map(at => `${at},`).join('')}), hline: (${rows.map(at => `${at},`).join('')}))`
}

/** Temml puts the number of a formula in a table between two cells that push it to the margin. */
const isPadding = (cell: Element): boolean => cell.children.length === 0 && /width:\s*50%/.test(styleOf(cell))

/** Between pairs of aligned columns. */
function distance(cell: Element): string {
  const em = /padding-left:\s*([1-9][\d.]*)em/.exec(styleOf(cell))?.[1]
  return em ? `#h(${em}em)` : ''
}
