import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTitle } from '../../app/page.tsx'
import { Button, buttonClass } from '../../components/button.tsx'
import { Empty } from '../../components/states.tsx'
import type { Outline } from '../book.ts'
import { AddChapter } from './tree/add-chapter.tsx'

/** A book nothing is written in: plan it, let it be written, or begin by hand. */
export function NoChapters({ bookId, outline, mayWrite }: { bookId: string; outline: Outline; mayWrite: boolean }) {
  useTitle('Edit')
  const [adding, setAdding] = useState(false)
  return (
    <main id="main" tabIndex={-1}>
      <Empty
        title="No chapter has text yet"
        actions={
          mayWrite && (
            <>
              <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
                Add a chapter
              </Button>
              <Link className={buttonClass()} to="/books/$bookId/plan" params={{ bookId }}>
                Go to the plan
              </Link>
            </>
          )
        }
      >
        {mayWrite
          ? 'Write the first one by hand, or plan the book and have it written from your sources.'
          : 'Come back when its editors have written something.'}
      </Empty>
      {adding && (
        <AddChapter bookId={bookId} outline={outline} chapterId={undefined} onClose={() => setAdding(false)} />
      )}
    </main>
  )
}
