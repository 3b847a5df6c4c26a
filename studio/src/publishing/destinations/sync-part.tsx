import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { ago, count } from '../../components/words.ts'
import { isSyncing, type Sync, usePublishingActs } from './destinations.ts'

/** What came back from a repository last, with the places that wait for a choice and the pages nobody has yet. */
export function SyncPart({ bookId, sync, editable }: { bookId: string; sync: Sync; editable: boolean }) {
  const { sync: start } = usePublishingActs(bookId)
  const [choosing, setChoosing] = useState(false)
  const fresh = sync.files.filter(({ change }) => change === 'new').length
  if (isSyncing(sync)) return <p className="small quiet">Bringing back what was edited there.</p>
  if (sync.state === 'failed')
    return <p className="place__error">{sync.error?.message ?? 'Nothing was brought back.'}</p>
  if (sync.state === 'conflicted') {
    return (
      <p className="place__error">
        {count(sync.conflicts.length, 'file')} changed both here and there, {ago(sync.createdAt)}. Nothing is saved
        until you choose.{' '}
        {editable && (
          <button type="button" className="link" onClick={() => setChoosing(true)}>
            Choose
          </button>
        )}
        {choosing && <Choices bookId={bookId} sync={sync} onClose={() => setChoosing(false)} />}
      </p>
    )
  }
  const changed = sync.files.filter(({ change }) => change !== 'new' && change !== 'kept').length
  return (
    <p className="small quiet">
      {changed === 0 ? 'Nothing new came back' : `${count(changed, 'file')} came back`},{' '}
      {ago(sync.completedAt ?? sync.createdAt)}.{' '}
      {fresh > 0 && editable && sync.destinationId && (
        <button
          type="button"
          className="link"
          onClick={() => start.mutate({ destinationId: sync.destinationId!, adopt: true })}
        >
          Make chapters of {count(fresh, 'new page')}
        </button>
      )}
    </p>
  )
}

type Side = 'book' | 'repository'

function Choices({ bookId, sync, onClose }: { bookId: string; sync: Sync; onClose: () => void }) {
  const { sync: start } = usePublishingActs(bookId)
  const [chosen, setChosen] = useState<Record<string, Side>>({})
  const missing = sync.conflicts.filter(({ path }) => !chosen[path]).length
  return (
    <Dialog
      wide
      title="Whose words stay"
      description="Where only one side changed, both are kept already. Here both changed the same place."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Decide later</Button>
          <Button
            look="primary"
            disabled={missing > 0 || !sync.destinationId}
            busy={start.isPending ? 'Asking for it' : undefined}
            onClick={() =>
              start.mutate(
                {
                  destinationId: sync.destinationId!,
                  choices: chosen,
                  ...(sync.commit && { commit: sync.commit }),
                },
                { onSuccess: onClose },
              )
            }
          >
            {missing > 0 ? `Choose for ${count(missing, 'file')} more` : 'Save what I chose'}
          </Button>
        </>
      }
    >
      <ul className="conflicts">
        {sync.conflicts.map(({ path, reason, places }) => (
          <li key={path}>
            <header>
              <span className="mono" dir="ltr">
                {path}
              </span>
              <Segmented<Side | ''>
                label={`Whose words stay in ${path}`}
                options={[
                  { value: 'book', label: 'The book’s' },
                  { value: 'repository', label: 'The repository’s' },
                ]}
                value={chosen[path] ?? ''}
                onValue={side => side && setChosen({ ...chosen, [path]: side })}
              />
            </header>
            {reason === 'deleted' && <p className="small">It was deleted there, and changed here.</p>}
            {reason === 'file' && <p className="small">It is no chapter, and was edited there.</p>}
            {places.map(({ line, book, repository }) => (
              <div key={line} className="sides">
                <div>
                  <small className="quiet">The book, line {line}</small>
                  <blockquote dir="auto">{book || 'nothing'}</blockquote>
                </div>
                <div>
                  <small className="quiet">The repository</small>
                  <blockquote dir="auto">{repository || 'nothing'}</blockquote>
                </div>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
