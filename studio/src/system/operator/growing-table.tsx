import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'

/** One column of a table that grows. */
export interface Column<Row> {
  name: string
  /** As CSS grid has it: `minmax(8rem, 1fr)`. */
  width: string
  end?: boolean
  /** Stays in view where the table is wider than its box. */
  stays?: boolean
  cell: (row: Row) => ReactNode
}

/** A table of any length: only the rows in view are there, and the next page is asked for as its end comes near. */
export function GrowingTable<Row extends { id: string }>({
  label,
  columns,
  rows,
  more,
}: {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Asks for the next page; undefined when all are here. */
  more: (() => void) | undefined
}) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 48,
    overscan: 12,
    getItemKey: index => rows[index]!.id,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= rows.length - 20) more()
  }, [more, last, rows.length])
  const template = { '--columns': columns.map(({ width }) => width).join(' ') }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className="growing" ref={box} tabIndex={0} aria-label={label} style={template}>
      <table aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr className="growing__row growing__head" aria-rowindex={1}>
            {columns.map(({ name, end }) => (
              <th key={name} scope="col" className={end ? 'growing__end' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: virtual.getTotalSize() }}>
          {items.map(item => (
            <tr
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              aria-rowindex={item.index + 2}
              className="growing__row growing__item"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {columns.map(({ name, end, stays, cell }) => (
                <td key={name} className={classOf({ end, stays })}>
                  {cell(rows[item.index]!)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const classOf = ({ end, stays }: { end: boolean | undefined; stays: boolean | undefined }): string =>
  [end && 'growing__end', stays && 'growing__stays'].filter(Boolean).join(' ')
