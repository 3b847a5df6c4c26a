import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { ErrorState, Loading } from '../../../components/states.tsx'
import { count, number } from '../../../components/words.ts'
import { passagesQuery, type Source } from './sources.ts'

/** A chapter or section passages can be put behind. */
export interface Chosen {
  title: string
  has: (passageId: string) => boolean
  put: (passageId: string) => void
}

/** How many passages are shown before somebody asks for more: a book of them would be slow to draw. */
const step = 200

/** The passages of a source, each at its place. */
export function SourceDialog({
  source,
  chosen,
  onClose,
}: {
  source: Source
  chosen: Chosen | undefined
  onClose: () => void
}) {
  const { data, error, refetch } = useQuery(passagesQuery(source.id))
  const [shown, setShown] = useState(step)
  const rest = (data?.length ?? 0) - shown
  return (
    <Dialog
      wide
      title={source.title}
      description={`${source.origin}: ${count(source.words, 'word')}, read as ${count(source.passages, 'passage')}.`}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        !data && <Loading what="Reading its passages" />
      )}
      {data && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
        <ul className="plan-read" tabIndex={0} aria-label="Passages">
          {data.slice(0, shown).map(passage => (
            <li key={passage.id} className="passage">
              <p className={passage.kind === 'code' ? 'passage__q plan-code' : 'passage__q'} dir="auto">
                {passage.text}
              </p>
              <p className="passage__f">
                <span>{passage.headings.join(' › ') || passage.kind}</span>
                <span>line {number(passage.start.line)}</span>
                {chosen &&
                  (chosen.has(passage.id) ? (
                    <span>behind {chosen.title}</span>
                  ) : (
                    <button type="button" className="link" onClick={() => chosen.put(passage.id)}>
                      Put behind {chosen.title}
                    </button>
                  ))}
              </p>
            </li>
          ))}
          {rest > 0 && (
            <li>
              <button type="button" className="link" onClick={() => setShown(shown + step)}>
                Show {number(Math.min(rest, step))} more of {number(rest)}
              </button>
            </li>
          )}
        </ul>
      )}
    </Dialog>
  )
}
