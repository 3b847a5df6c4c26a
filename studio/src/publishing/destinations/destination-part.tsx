import { useState } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Switch } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Menu, MenuItem } from '../../components/menu.tsx'
import { Chip } from '../../components/progress.tsx'
import { ago, count } from '../../components/words.ts'
import type { Book } from '../../library/book.ts'
import { DeploymentsDialog } from './deployments-dialog.tsx'
import {
  type Deployment,
  type Destination,
  isGoing,
  isSyncing,
  type Sync,
  targets,
  usePublishingActs,
} from './destinations.ts'
import { PublishDialog } from './publish-dialog.tsx'
import { SyncPart } from './sync-part.tsx'

/** One place a book goes to. */
export function DestinationPart({
  book,
  destination,
  deployments,
  syncs,
  editable,
}: {
  book: Book
  destination: Destination
  deployments: readonly Deployment[]
  syncs: readonly Sync[]
  editable: boolean
}) {
  const { change, remove, sync } = usePublishingActs(book.id)
  const [open, setOpen] = useState<'publish' | 'history' | 'remove'>()
  const { target, location, branch, pages, autoSync, id: destinationId } = destination
  const { name, icon } = targets[target]
  const last = deployments[0]
  const pull = syncs.find(one => one.direction === 'pull')
  const live = deployments.find(one => one.liveUrl)?.liveUrl
  return (
    <article className="place" aria-label={`${name} ${location}`}>
      <header>
        <Icon name={icon} />
        <h3>{name}</h3>
        <State of={last} />
        {editable && (
          <Menu trigger={<IconButton icon="more" look="quiet" size="s" label={`More for ${name} ${location}`} />}>
            <MenuItem icon="history" onSelect={() => setOpen('history')}>
              History
            </MenuItem>
            {branch && (
              <MenuItem icon="undo" onSelect={() => sync.mutate({ destinationId })}>
                Bring back edits
              </MenuItem>
            )}
            <MenuItem icon="trash" danger onSelect={() => setOpen('remove')}>
              Publish there no more
            </MenuItem>
          </Menu>
        )}
      </header>
      {(location || branch) && (
        <p className="mono soft">
          {location} {branch && <span className="quiet">{branch}</span>}
        </p>
      )}
      {live && (
        <p>
          <a className="link" href={live} target="_blank" rel="noreferrer">
            See the site
          </a>
        </p>
      )}
      {last && isGoing(last) && <p className="small quiet">{last.log.at(-1)?.line ?? 'Waiting for a worker'}</p>}
      {last?.state === 'error' && (
        <p className="place__error">
          {last.error?.message ?? 'It could not be published.'}{' '}
          <button type="button" className="link" onClick={() => setOpen('history')}>
            See its log
          </button>
        </p>
      )}
      {last?.pullRequest && (
        <p>
          <a className="link" href={last.pullRequest} target="_blank" rel="noreferrer">
            See the pull request
          </a>
        </p>
      )}
      {pull && <SyncPart bookId={book.id} sync={pull} editable={editable} />}
      {editable && target === 'github' && (
        <div className="place__switches">
          <Switch checked={pages} onChange={event => change.mutate({ destinationId, pages: event.target.checked })}>
            A site on GitHub Pages
          </Switch>
          <Switch
            checked={autoSync}
            onChange={event => change.mutate({ destinationId, autoSync: event.target.checked })}
          >
            Edits come back by themselves
          </Switch>
        </div>
      )}
      {editable && (
        <div className="act">
          <Button onClick={() => setOpen('publish')} disabled={book.chapters === 0 || (last && isGoing(last))}>
            {target === 'hook' ? 'Tell it to build' : 'See what would change'}
          </Button>
          {branch && (
            <Button
              look="quiet"
              busy={syncs.some(one => one.direction === 'pull' && isSyncing(one)) ? 'Bringing back' : undefined}
              onClick={() => sync.mutate({ destinationId })}
            >
              Bring back edits
            </Button>
          )}
        </div>
      )}
      {open === 'publish' && (
        <PublishDialog bookId={book.id} destination={destination} onClose={() => setOpen(undefined)} />
      )}
      {open === 'history' && (
        <DeploymentsDialog name={name} deployments={deployments} onClose={() => setOpen(undefined)} />
      )}
      {open === 'remove' && (
        <Confirm
          title={`Publish to ${name} no more?`}
          description={`What is at ${location || 'that place'} stays there, and so does the history. The book stays here.`}
          act="Publish there no more"
          onConfirm={() => {
            remove.mutate(destinationId)
            setOpen(undefined)
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </article>
  )
}

function State({ of }: { of: Deployment | undefined }) {
  if (!of) return <span className="small quiet place__state">not published yet</span>
  if (isGoing(of)) return <Chip look="live">{of.state === 'pending' ? 'Waiting' : 'Publishing'}</Chip>
  if (of.state === 'error') return <Chip look="stop">Failed</Chip>
  const changed = of.added + of.modified + of.deleted
  return (
    <Chip look="good">{`${changed === 0 ? 'As it is there' : count(changed, 'file')}, ${ago(of.completedAt ?? of.createdAt)}`}</Chip>
  )
}
