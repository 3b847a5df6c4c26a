import { useState } from 'react'
import { IconButton } from '../../../components/button.tsx'
import type { Outline } from '../../book.ts'
import type { OpenChapter } from '../editor/open-chapter.ts'
import { AddChapter } from './add-chapter.tsx'
import { ChapterTree } from './chapter-tree.tsx'
import { Today } from './today.tsx'

/** The chapters at the side, and what was written today. */
export function TreePane({
  bookId,
  outline,
  chapterId,
  open,
  mayWrite,
}: {
  bookId: string
  outline: Outline
  chapterId: string | undefined
  open: OpenChapter | undefined
  mayWrite: boolean
}) {
  const [adding, setAdding] = useState(false)
  return (
    <>
      <div className="pane__head">
        <h2 className="h4">Chapters</h2>
        {mayWrite && (
          <div className="pane__end">
            <IconButton icon="plus" label="Add a chapter" look="quiet" size="s" onClick={() => setAdding(true)} />
          </div>
        )}
      </div>
      <div className="pane__body">
        <ChapterTree bookId={bookId} outline={outline} chapterId={chapterId} open={open} mayWrite={mayWrite} />
      </div>
      {open?.mayEdit && <Today open={open} />}
      {adding && (
        <AddChapter bookId={bookId} outline={outline} chapterId={chapterId} onClose={() => setAdding(false)} />
      )}
    </>
  )
}
