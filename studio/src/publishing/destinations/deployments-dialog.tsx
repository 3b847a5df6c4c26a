import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ago, list } from '../../components/words.ts'
import { type Deployment, isGoing } from './destinations.ts'

/** Every time a book was published to a place, each with its log. */
export function DeploymentsDialog({
  name,
  deployments,
  onClose,
}: {
  name: string
  deployments: readonly Deployment[]
  onClose: () => void
}) {
  return (
    <Dialog
      wide
      title={`${name}: history`}
      description={deployments.length === 0 ? 'Nothing was published there yet.' : undefined}
      actions={<Button onClick={onClose}>Close</Button>}
      onClose={onClose}
    >
      <div className="history">
        {deployments.map((one, index) => (
          <details key={one.id} open={index === 0}>
            <summary>
              <b>{outcome(one)}</b> <span className="quiet">{ago(one.createdAt)}</span>{' '}
              {one.commit && <span className="mono quiet">{one.commit.slice(0, 7)}</span>}
            </summary>
            {one.despite.length > 0 && (
              <p className="small">
                Despite {list(one.despite)}: {one.reason}
              </p>
            )}
            {one.error && <p className="place__error">{one.error.message}</p>}
            <ol className="log" aria-label="Log">
              {one.log.map(({ at, line }, number) => (
                <li key={number}>
                  <time dateTime={at}>{new Date(at).toLocaleTimeString('en-GB')}</time>
                  <span>{line}</span>
                </li>
              ))}
            </ol>
          </details>
        ))}
      </div>
    </Dialog>
  )
}

function outcome(one: Deployment): string {
  if (isGoing(one)) return 'On its way'
  if (one.state === 'error') return 'Failed'
  if (one.pullRequest) return 'Pull request opened'
  return one.added + one.modified + one.deleted === 0
    ? 'Nothing to change'
    : `${one.added} added, ${one.modified} changed, ${one.deleted} deleted`
}
