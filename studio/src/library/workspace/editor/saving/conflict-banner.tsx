import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { Banner } from '../../../../components/states.tsx'
import { count } from '../../../../components/words.ts'
import type { OpenChapter } from '../open-chapter.ts'
import { useChapterState } from '../use-open-chapter.ts'
import { ConflictDialog } from './conflict-dialog.tsx'

/** Says that two people changed the same place, and leads to the choice. */
export function ConflictBanner({ open }: { open: OpenChapter }) {
  const save = useChapterState(open, state => state.save)
  const [choosing, setChoosing] = useState(false)
  if (save.kind !== 'conflict') return null
  const { places, theirs } = save.conflict
  return (
    <>
      <Banner
        look="stop"
        action={
          <Button size="s" onClick={() => setChoosing(true)}>
            Choose
          </Button>
        }
      >
        {theirs.by ?? 'Somebody'} changed {count(places.length, 'place')} you have changed as well. Nothing is lost:
        your text stays here until you have chosen.
      </Banner>
      {choosing && (
        <ConflictDialog
          conflict={save.conflict}
          onClose={() => setChoosing(false)}
          onChosen={choices => {
            setChoosing(false)
            void open.settle(choices)
            open.view.focus()
          }}
        />
      )}
    </>
  )
}
