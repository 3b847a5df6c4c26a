import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import { isChord } from '../../../components/keys.tsx'
import type { Book } from '../../book.ts'
import * as edits from './edits.ts'
import { OutlineRow } from './outline-row.tsx'
import { eachNode, passagesOf, placeOf, type Row, rowsOf } from './tree.ts'
import { useDrag } from './use-drag.ts'
import type { OutlineEditing } from './use-outline.ts'

/** What of the outline is chosen, folded and being named; shared with the buttons above and the passages beside it. */
export interface OutlineView {
  chosen: string | undefined
  naming: boolean
  folded: ReadonlySet<string>
}

/** The outline as a tree, edited by keys and by pointer. */
export function OutlineTree({
  outline,
  book,
  view,
  onView,
  mayEdit,
  onLeave,
}: {
  outline: OutlineEditing
  book: Book
  view: OutlineView
  onView: (view: Partial<OutlineView>) => void
  mayEdit: boolean
  /** Escape: Tab moves lines here, so there must be another way out. */
  onLeave: () => void
}) {
  const { nodes } = outline
  const rows = useMemo(() => rowsOf(nodes, view.folded), [nodes, view.folded])
  const chapters = rows.reduce((count, row) => Math.max(count, row.number ?? 0), 0)
  const most = useMemo(() => Math.max(0, ...[...eachNode(nodes)].map(passagesOf)), [nodes])
  const at = Math.max(
    0,
    rows.findIndex(row => row.key === view.chosen),
  )
  const tree = useRef<HTMLDivElement>(null)
  const follow = useRef(false)

  // After a change by key the line may be another element: the focus goes with it.
  useEffect(() => {
    if (!follow.current || view.naming) return
    follow.current = false
    const line = tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(view.chosen ?? '')}"]`)
    line?.focus()
  })

  const choose = (row: Row | undefined) => {
    if (!row) return
    follow.current = true
    onView({ chosen: row.key, naming: false })
  }
  const fold = (row: Row, shut: boolean) => {
    const folded = new Set(view.folded)
    if (shut) folded.add(row.node.key)
    else folded.delete(row.node.key)
    onView({ folded, chosen: row.key })
  }
  const make = (edit: edits.Edit | edits.Refusal) => {
    follow.current = true
    if (!outline.apply(edit)) return
    // What the focus goes to must be seen.
    const folded = new Set(view.folded)
    folded.delete(edit.focus.split('/')[0]!)
    const parent = placeOf(edit.nodes, edit.focus.split('/')[0]!)?.parent
    if (parent) folded.delete(parent.key)
    onView({ chosen: edit.focus, naming: edit.naming ?? false, folded })
  }

  const { dragged, drop, grip } = useDrag({
    takes: (key, over) => takesInto(rows, key, over),
    onDrop: (key, target) => {
      const edit = dropped(nodes, rows, key, target)
      if (edit) make(edit)
    },
  })

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const row = rows[at]
    if (!row) return
    const act = mayEdit ? editOf(event, nodes, row, rows) : undefined
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    const back = mayEdit && isChord(event, 'mod+z')
    const on = mayEdit && isChord(event, 'mod+shift+z')
    // The line that has the focus may be gone then.
    if (back || on) follow.current = true
    if (back) outline.undo()
    else if (on) outline.redo()
    else if (act) make(act())
    else if (event.key === 'Escape') onLeave()
    else if (event.altKey || event.metaKey || event.ctrlKey) return
    else if (mayEdit && (event.key === 'r' || event.key === 'F2')) onView({ chosen: row.key, naming: true })
    else if (move !== undefined) choose(rows[move])
    else if (event.key === forward(tree.current))
      row.open === false ? fold(row, false) : row.open && choose(rows[at + 1])
    else if (event.key === backward(tree.current)) row.open ? fold(row, true) : choose(above(rows, at))
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Outline"
      aria-describedby="outline-keys"
      className="tree"
      data-drag-list=""
      onKeyDown={onKeyDown}
    >
      {rows.map((row, index) => (
        <OutlineRow
          key={row.key}
          row={row}
          chosen={index === at}
          naming={view.naming && index === at && mayEdit}
          book={book}
          chapters={chapters}
          mostPassages={most}
          mayEdit={mayEdit}
          dragged={dragged === row.key}
          drop={drop?.key === row.key ? drop.at : undefined}
          grip={grip(row.key)}
          onChoose={() => view.chosen !== row.key && onView({ chosen: row.key, naming: false })}
          onFold={() => fold(row, row.open ?? false)}
          onName={() => onView({ chosen: row.key, naming: true })}
          onNamed={title => {
            follow.current = true
            if (title) make(edits.rename(nodes, row, title))
            else onView({ naming: false })
          }}
        />
      ))}
    </div>
  )
}

const rightToLeft = (element: Element | null) => element !== null && getComputedStyle(element).direction === 'rtl'
const forward = (tree: Element | null) => (rightToLeft(tree) ? 'ArrowLeft' : 'ArrowRight')
const backward = (tree: Element | null) => (rightToLeft(tree) ? 'ArrowRight' : 'ArrowLeft')
const above = (rows: readonly Row[], at: number) => rows.slice(0, at).findLast(row => row.level < rows[at]!.level)

type Nodes = OutlineEditing['nodes']

/** The edit a key asks for. */
function editOf(event: KeyboardEvent, nodes: Nodes, row: Row, rows: readonly Row[]) {
  if (isChord(event, 'alt+ArrowUp')) return () => edits.carry(nodes, row, -1)
  if (isChord(event, 'alt+ArrowDown')) return () => edits.carry(nodes, row, 1)
  if (isChord(event, 'Tab')) return () => edits.nest(nodes, row)
  if (isChord(event, 'shift+Tab')) return () => edits.unnest(nodes, row)
  if (isChord(event, 's')) return () => edits.split(nodes, row)
  if (isChord(event, 'j')) return () => edits.join(nodes, row)
  if (isChord(event, 'Delete') || isChord(event, 'Backspace')) return () => edits.remove(nodes, row, rows)
  const kind = row.section === undefined ? 'chapter' : 'section'
  if (isChord(event, 'a') || isChord(event, 'Enter')) return () => edits.add(nodes, row, kind)
  return undefined
}

/** Whether a line may be dropped into another: chapters into parts, sections into chapters. */
function takesInto(rows: readonly Row[], key: string, over: string): boolean {
  const dragged = rows.find(row => row.key === key)
  const target = rows.find(row => row.key === over)
  if (!dragged || !target || target.section !== undefined) return false
  if (dragged.section !== undefined) return target.node.kind !== 'part'
  return target.node.kind === 'part' && dragged.node.kind !== 'part'
}

/** What dropping a line there does to the outline. */
function dropped(nodes: Nodes, rows: readonly Row[], key: string, { key: over, at }: { key: string; at: string }) {
  const dragged = rows.find(row => row.key === key)
  const target = rows.find(row => row.key === over)
  if (!dragged || !target) return undefined
  if (dragged.section !== undefined) {
    const { node, section } = target
    if (section === undefined)
      return edits.moveSectionTo(nodes, dragged, node.key, at === 'before' ? 0 : ownSections(node, dragged))
    const index = section + (at === 'before' ? 0 : 1)
    const same = node.key === dragged.node.key && dragged.section < index
    return edits.moveSectionTo(nodes, dragged, node.key, same ? index - 1 : index)
  }
  if (at === 'into') return edits.moveTo(nodes, key, target.node.key, target.node.children.length)
  const place = placeOf(nodes, target.node.key)
  if (!place) return undefined
  const behind = at === 'after' || target.section !== undefined ? 1 : 0
  // Behind the line of an open part is its beginning.
  if (behind && target.open && target.node.kind === 'part' && dragged.node.kind !== 'part') {
    return edits.moveTo(nodes, key, target.node.key, 0)
  }
  const from = place.siblings.findIndex(node => node.key === key)
  const index = place.index + behind
  return edits.moveTo(nodes, key, place.parent?.key ?? null, from >= 0 && from < index ? index - 1 : index)
}

const ownSections = (node: Row['node'], dragged: Row) => node.sections.length - (node.key === dragged.node.key ? 1 : 0)
