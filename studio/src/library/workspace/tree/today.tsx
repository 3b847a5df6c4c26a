import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { TextField } from '../../../components/field.tsx'
import { Progress } from '../../../components/progress.tsx'
import { number } from '../../../components/words.ts'
import { useMe } from '../../../identity/me.ts'
import { chooseGoal } from '../editor/goal.ts'
import type { OpenChapter } from '../editor/open-chapter.ts'
import { useChapterState } from '../editor/use-open-chapter.ts'

/** Words added today, of those one wanted to write. */
export function Today({ open }: { open: OpenChapter }) {
  const me = useMe()
  const goal = useChapterState(open, state => state.goal)
  const [words, setWords] = useState<string>()
  const choose = () => {
    const wanted = Number(words)
    if (wanted >= 1) open.setGoal(chooseGoal(me.id, Math.round(wanted)))
    setWords(undefined)
  }
  return (
    <div className="goal">
      <Progress
        what="Today"
        value={
          <button type="button" className="goal__set" onClick={() => setWords(String(goal.words))}>
            {number(goal.written)} of {number(goal.words)} words<span className="vh">: change the goal</span>
          </button>
        }
        share={goal.written / goal.words}
        state={goal.written >= goal.words ? 'done' : 'live'}
      />
      {words !== undefined && (
        <Dialog
          title="Words a day"
          description="Counted are the words you add, in any chapter, on this machine."
          onClose={() => setWords(undefined)}
          actions={
            <>
              <Button onClick={() => setWords(undefined)}>Cancel</Button>
              <Button look="primary" onClick={choose}>
                Set the goal
              </Button>
            </>
          }
        >
          <TextField
            label="Goal"
            type="number"
            min={1}
            max={100_000}
            value={words}
            onChange={event => setWords(event.target.value)}
            onKeyDown={event => event.key === 'Enter' && choose()}
          />
        </Dialog>
      )}
    </div>
  )
}
