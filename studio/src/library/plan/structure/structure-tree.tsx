import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { isChord } from '../../../components/keys.tsx'
import { useDrag } from '../outline/use-drag.ts'
import { carried, type Operation, type StructureItem, type StructureRow, structureRows } from './structure.ts'
import { StructureLine } from './structure-line.tsx'

/** The chapters of a structure as a tree, corrected by keys and by pointer. */
export function StructureTree({
  items,
  chosen,
  naming,
  readOnly,
  onChoose,
  onNaming,
  onCorrect,
  onSplit,
  onLeave,
}: {
  items: readonly StructureItem[]
  chosen: string | undefined
  naming: boolean
  readOnly: boolean
  onChoose: (id: string) => void
  onNaming: (naming: boolean) => void
  onCorrect: (...operations: Operation[]) => void
  onSplit: (item: StructureItem) => void
  onLeave: () => void
}) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => structureRows(items, folded), [items, folded])
  const at = Math.max(
    0,
    rows.findIndex(row => row.item.id === chosen),
  )
  const tree = useRef<HTMLDivElement>(null)
  const follow = useRef(false)
  useEffect(() => {
    if (!follow.current || naming) return
    tree.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
    follow.current = false
  }, [naming, chosen, items])

  const choose = (row: StructureRow | undefined) => {
    if (!row) return
    follow.current = true
    onChoose(row.item.id)
  }
  const fold = (id: string, shut: boolean) =>
    setFolded(now => new Set(shut ? [...now, id] : [...now].filter(one => one !== id)))
  const correct = (operation: Operation | undefined) => {
    if (!operation) return
    follow.current = true
    onCorrect(operation)
  }
  const { dragged, drop, grip } = useDrag({
    takes: (key, over) => {
      const [from, to] = [key, over].map(id => rows.find(row => row.item.id === id)?.item)
      return to?.kind === 'part' && from?.kind !== 'part'
    },
    onDrop: (key, { key: over, at: where }) => {
      const target = rows.find(row => row.item.id === over)
      if (!target) return
      if (where === 'into') return correct({ do: 'move', item: key, part: over })
      const next =
        where === 'before' ? target.item : target.siblings.slice(target.index + 1).find(one => one.id !== key)
      correct({ do: 'move', item: key, part: target.parent?.id ?? null, ...(next && { before: next.id }) })
    },
  })

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = rows[at]
    if (!row) return
    const item = row.item.id
    const operation = readOnly ? undefined : operationOf(event, row, rows)
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (operation) correct(operation.does)
    else if (event.key === 'Escape') onLeave()
    else if (event.altKey || event.ctrlKey || event.metaKey) return
    else if (!readOnly && (event.key === 'r' || event.key === 'F2')) onNaming(true)
    else if (!readOnly && event.key === 's') onSplit(row.item)
    else if (move !== undefined) choose(rows[move])
    else if (event.key === 'ArrowRight') row.open === false ? fold(item, false) : row.open && choose(rows[at + 1])
    else if (event.key === 'ArrowLeft')
      row.open ? fold(item, true) : choose(rows.find(one => one.item.id === row.parent?.id))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={tree}
      className="tree"
      role="tree"
      aria-label="Chapters found"
      aria-describedby="structure-keys"
      data-drag-list=""
      onKeyDown={onKeyDown}
    >
      {rows.map((row, index) => (
        <StructureLine
          key={row.item.id}
          row={row}
          chosen={index === at}
          naming={naming && index === at && !readOnly}
          look={`${dragged === row.item.id ? 'is-lifted' : ''} ${drop?.key === row.item.id ? `is-drop-${drop.at}` : ''}`}
          grip={readOnly ? undefined : grip(row.item.id)}
          onChoose={() => onChoose(row.item.id)}
          onFold={() => fold(row.item.id, row.open ?? false)}
          onNamed={title => {
            follow.current = true
            onNaming(false)
            if (title) onCorrect({ do: 'rename', item: row.item.id, title })
          }}
        />
      ))}
    </div>
  )
}

/** What a key does to a line; `does` is undefined at an edge. */
function operationOf(
  event: KeyboardEvent,
  row: StructureRow,
  rows: readonly StructureRow[],
): { does: Operation | undefined } | undefined {
  const item = row.item.id
  if (isChord(event, 'alt+ArrowUp')) return { does: carried(row, -1, rows) }
  if (isChord(event, 'alt+ArrowDown')) return { does: carried(row, 1, rows) }
  if (isChord(event, 'Tab')) return { does: { do: 'nest', item } }
  if (isChord(event, 'shift+Tab')) return { does: { do: 'unnest', item } }
  if (isChord(event, 'j')) return { does: { do: 'merge', item, with: 'next' } }
  if (isChord(event, 'Delete')) return { does: { do: 'set-kind', item, kind: 'excluded' } }
  return undefined
}
