import { useRef } from 'react'
import { Button } from '../../../components/button.tsx'
import { Confirm } from '../../../components/dialog.tsx'
import { Menu, MenuItem } from '../../../components/menu.tsx'
import { Empty } from '../../../components/states.tsx'
import { count } from '../../../components/words.ts'
import type { Book } from '../../book.ts'
import type { Job } from '../book-job.ts'
import { BookTitle } from '../brief/book-title.tsx'
import type { Brief } from '../brief/use-brief.ts'
import * as edits from './edits.ts'
import { OutlineTree, type OutlineView } from './outline-tree.tsx'
import { OpenJob } from './propose.tsx'
import { eachNode, type Row, rowsOf } from './tree.ts'
import type { OutlineEditing } from './use-outline.ts'

/** The middle of the plan: the title of the book and its outline. */
export function OutlinePane({
  book,
  brief,
  outline,
  view,
  onView,
  mayEdit,
  job,
  connected,
  material,
  proposing,
  onPropose,
}: {
  book: Book
  brief: Brief
  outline: OutlineEditing
  view: OutlineView
  onView: (view: Partial<OutlineView>) => void
  mayEdit: boolean
  job: Job | undefined
  connected: boolean
  /** "12 passages from 3 sources"; undefined without any. */
  material: string | undefined
  proposing: boolean
  onPropose: () => void
}) {
  const tools = useRef<HTMLDivElement>(null)
  const { nodes } = outline
  const all = [...eachNode(nodes)]
  const chapters = all.filter(node => node.kind === 'chapter').length
  const parts = all.filter(node => node.kind === 'part').length
  const row = (): Row | undefined => rowsOf(nodes, new Set()).find(one => one.key === view.chosen)
  const make = (edit: edits.Edit | edits.Refusal) => {
    if (outline.apply(edit)) onView({ chosen: edit.focus, naming: edit.naming ?? false })
  }
  const onRow = (act: (nodes: OutlineEditing['nodes'], row: Row) => edits.Edit | edits.Refusal) => () => {
    const chosen = row()
    if (chosen) make(act(nodes, chosen))
  }
  const busy = proposing || job?.kind === 'outline' ? 'Proposing' : undefined
  return (
    <section className="pane pane--sheet plan-middle" aria-label="Outline" tabIndex={-1}>
      <div className="pane__body">
        <BookTitle brief={brief} mayEdit={mayEdit} />
        <div className="plan-tools" ref={tools} role="toolbar" aria-label="Outline" tabIndex={-1}>
          <p>
            {count(chapters, 'chapter')}
            {parts > 0 && ` in ${count(parts, 'part')}`}
            {outline.saving ? ' · saving' : ''}
          </p>
          {mayEdit && (
            <>
              <Menu
                align="start"
                trigger={
                  <Button size="s" look="quiet" icon="plus">
                    Add
                  </Button>
                }
              >
                <MenuItem onSelect={() => make(edits.add(nodes, row(), 'chapter'))} keys="A">
                  Chapter
                </MenuItem>
                <MenuItem onSelect={() => make(edits.add(nodes, row(), 'section'))}>Section</MenuItem>
                <MenuItem onSelect={() => make(edits.add(nodes, row(), 'part'))}>Part</MenuItem>
              </Menu>
              <Button size="s" look="quiet" icon="cut" disabled={chapters === 0} onClick={onRow(edits.split)}>
                <span className="plan-tools__l">Split</span>
              </Button>
              <Button size="s" look="quiet" icon="merge" disabled={chapters === 0} onClick={onRow(edits.join)}>
                <span className="plan-tools__l">Join</span>
              </Button>
              <Button size="s" look="quiet" icon="undo" disabled={!outline.canUndo} onClick={outline.undo}>
                <span className="plan-tools__l">Undo</span>
              </Button>
              {chapters > 0 && (
                <Button size="s" look="quiet" busy={busy} disabled={job?.kind === 'write'} onClick={onPropose}>
                  Propose again
                </Button>
              )}
            </>
          )}
        </div>
        {job && <OpenJob bookId={book.id} job={job} connected={connected} material={material} />}
        {nodes.length > 0 ? (
          <div className="plan-outline">
            <div className="plan-head" aria-hidden="true">
              <span className="plan-col">Passages</span>
              <span className="plan-col plan-col--words">Words</span>
            </div>
            <OutlineTree
              outline={outline}
              book={book}
              view={view}
              onView={onView}
              mayEdit={mayEdit}
              onLeave={() => tools.current?.focus()}
            />
            {mayEdit && (
              <p className="plan-keys" id="outline-keys">
                ↑ ↓ move, ← → fold, Alt ↑ ↓ carry, Tab and Shift Tab nest, R rename, A add, S split, J join, Del delete,
                Esc leaves.
              </p>
            )}
          </div>
        ) : (
          !job && (
            <Empty
              title="No outline yet"
              actions={
                mayEdit && (
                  <>
                    <Button busy={busy} onClick={onPropose}>
                      Propose an outline
                    </Button>
                    <Button onClick={() => make(edits.add(nodes, undefined, 'chapter'))}>Add a chapter</Button>
                  </>
                )
              }
            >
              {mayEdit
                ? `It can be proposed from the brief${material ? ` and ${material}` : ''}, or made by hand. Either way it stays yours to change.`
                : 'Who may edit this book can propose one.'}
            </Empty>
          )
        )}
      </div>
      {outline.approval && (
        <Confirm
          title="Change what was approved?"
          description={`${outline.approval.items.join('. ')}. Nothing is changed unless you say so.`}
          act="Change it"
          keep="Leave it"
          onConfirm={outline.approval.allow}
          onClose={outline.approval.leave}
        />
      )}
    </section>
  )
}
