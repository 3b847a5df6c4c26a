import { redo, undo } from '@codemirror/commands'
import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '../../../components/button.tsx'
import { Face } from '../../../components/progress.tsx'
import { Banner } from '../../../components/states.tsx'
import { EditorMenu } from './editor-menu.tsx'
import { InsertMenu } from './insert-menu.tsx'
import type { OpenChapter } from './open-chapter.ts'
import { ConflictBanner } from './saving/conflict-banner.tsx'
import { useChapterState } from './use-open-chapter.ts'

/** The source of the open chapter under its head. `view` chooses between source and preview. */
export function EditorPane({
  open,
  bookId,
  view,
  onFocusMode,
}: {
  open: OpenChapter
  bookId: string
  view: ReactNode
  onFocusMode: () => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const others = useChapterState(open, state => state.others)
  useEffect(() => {
    // Put there twice, it would lose the focus.
    if (open.view.dom.parentElement !== place.current) place.current!.replaceChildren(open.view.dom)
    open.view.requestMeasure()
  }, [open])
  const act = (command: typeof undo) => () => {
    command(open.view)
    open.view.focus()
  }
  return (
    <>
      <div className="pane__head">
        {view}
        {open.mayEdit && <InsertMenu open={open} bookId={bookId} />}
        <div className="pane__end">
          <span className="faces">
            {others.map(({ userId, name }) => (
              <Face key={userId} name={name ?? 'Somebody'} here />
            ))}
          </span>
          {open.mayEdit && (
            <span className="srcpane__undo">
              <IconButton icon="undo" label="Undo" look="quiet" size="s" onClick={act(undo)} />
              <IconButton icon="undo" label="Redo" look="quiet" size="s" className="redo" onClick={act(redo)} />
            </span>
          )}
          <EditorMenu open={open} />
          <IconButton icon="focus" label="Focus on the text" look="quiet" size="s" onClick={onFocusMode} />
        </div>
      </div>
      {!open.mayEdit && (
        <Banner look="hint">You may read this book and comment on it. Only its editors change the text.</Banner>
      )}
      <ConflictBanner open={open} />
      <p className="vh" id="source-keys">
        Escape, then Tab, leaves the source.
      </p>
      <div className="source" ref={place} />
    </>
  )
}
