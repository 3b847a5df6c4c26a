import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Switch } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { count } from '../../components/words.ts'
import { outlineQuery } from '../../library/book.ts'
import { asSentence, writtenChapters } from '../exports/log-places.ts'
import { gateQuery, type Obstacle, settingsQuery, useChangeSettings } from './gate.ts'

/** Obstacles shown before "Show all". */
const few = 4

/** Whether the book may be published, in a sentence; then what is in the way, each with the way to its place. */
export function GatePane({ bookId, editable }: { bookId: string; editable: boolean }) {
  const gate = useQuery(gateQuery(bookId))
  return (
    <section aria-labelledby="gate">
      <div className="pane__head">
        <h2 className="h4" id="gate">
          {gate.data ? headline(gate.data) : 'Before it goes out'}
        </h2>
        {gate.data && gate.data.blockers.length + gate.data.warnings.length > 0 && (
          <span className="small quiet pane__end">
            {gate.data.blockers.length + gate.data.warnings.length} to look at
          </span>
        )}
      </div>
      {gate.isPending && <Loading what="Reading the book for what would stop it" lines={2} />}
      {gate.error && <ErrorState error={gate.error} retry={() => gate.refetch()} />}
      {gate.data && (
        <>
          <Obstacles bookId={bookId} look="stop" obstacles={gate.data.blockers} />
          <Obstacles bookId={bookId} look="warn" obstacles={gate.data.warnings} />
          {gate.data.blockers.length + gate.data.warnings.length === 0 && (
            <div className="finding finding--good">
              <Icon name="good" />
              <span className="finding__t">Nothing stops it</span>
              <span className="finding__p">Links, images, references and the audit are in order.</span>
            </div>
          )}
          {gate.data.blockers.length > 0 && (
            <p className="small quiet gate__note">
              Exports are made all the same; publishing waits, or asks for a reason.
            </p>
          )}
        </>
      )}
      <Settings bookId={bookId} editable={editable} />
    </section>
  )
}

const headline = ({ open, blockers }: { open: boolean; blockers: readonly Obstacle[] }) =>
  open ? 'The book may go out' : `${count(blockers.length, 'thing')} ${blockers.length === 1 ? 'stops' : 'stop'} it`

function Obstacles({
  bookId,
  obstacles,
  look,
}: {
  bookId: string
  obstacles: readonly Obstacle[]
  look: 'stop' | 'warn'
}) {
  const [all, setAll] = useState(false)
  const { data } = useQuery(outlineQuery(bookId))
  const titles = new Map((data ? writtenChapters(data) : []).map(({ id, title }) => [id, title]))
  const shown = all ? obstacles : obstacles.slice(0, few)
  return (
    <>
      {shown.map(({ message, chapterId, line }, index) => (
        <div key={index} className={`finding finding--${look}`}>
          <Icon name={look} />
          <span className="finding__t">{asSentence(message)}</span>
          {chapterId && (
            <Link
              className="link"
              to="/books/$bookId/edit/$chapterId"
              params={{ bookId, chapterId }}
              search={line ? { line } : {}}
              aria-label={`Open: ${message}`}
            >
              Open
            </Link>
          )}
          <span className="finding__p">
            {look === 'stop' ? 'Stops publishing' : 'Worth a look'}
            {chapterId && titles.has(chapterId) && (
              <>
                . <span dir="auto">{titles.get(chapterId)}</span>
                {line && `, line ${line}`}
              </>
            )}
          </span>
        </div>
      ))}
      {obstacles.length > few && (
        <p className="gate__note">
          <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${obstacles.length}`}
          </button>
        </p>
      )}
    </>
  )
}

function Settings({ bookId, editable }: { bookId: string; editable: boolean }) {
  const { data } = useQuery(settingsQuery(bookId))
  const change = useChangeSettings(bookId)
  if (!data) return null
  return (
    <div className="gate__settings">
      <Switch
        checked={data.requiresApproval}
        disabled={!editable}
        onChange={event => change.mutate({ requiresApproval: event.target.checked })}
      >
        Publish approved chapters only
      </Switch>
      <Switch
        checked={data.hidesSolutions}
        disabled={!editable}
        onChange={event => change.mutate({ hidesSolutions: event.target.checked })}
      >
        Keep solutions of exercises back
      </Switch>
    </div>
  )
}
