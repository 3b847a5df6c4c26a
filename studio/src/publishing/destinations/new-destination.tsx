import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Check, SelectField, TextField } from '../../components/field.tsx'
import { Banner } from '../../components/states.tsx'
import type { Book } from '../../library/book.ts'
import { ConnectForm } from './connect-form.tsx'
import { connectionsQuery, type Target, targets, useConnectionActs, usePublishingActs } from './destinations.ts'

const targetOptions = Object.entries(targets).map(([value, { name, what }]) => ({
  value: value as Target,
  label: `${name}: ${what}`,
}))

const locations: Partial<Record<Target, { label: string; help: string; placeholder: string }>> = {
  github: { label: 'Repository', help: 'As owner/name.', placeholder: 'ada/lighthouses' },
  git: {
    label: 'Path',
    help: 'The whole path of a bare repository, below what the operator allows.',
    placeholder: '/srv/git/book.git',
  },
  folder: {
    label: 'Path',
    help: 'The whole path of a folder, below what the operator allows.',
    placeholder: '/srv/www/book',
  },
  zip: { label: 'Path', help: 'The whole path of a file that ends in .zip.', placeholder: '/srv/www/book.zip' },
  webdav: {
    label: 'Folder',
    help: 'Below the address of the connection; empty for all of it.',
    placeholder: 'books/lighthouses',
  },
  s3: {
    label: 'Folder',
    help: 'What comes before every path in the bucket; may be empty.',
    placeholder: 'books/lighthouses',
  },
}

/** Chooses where a book goes; a connection that is missing is made on the way. */
export function NewDestination({ book, onClose }: { book: Book; onClose: () => void }) {
  const { add } = usePublishingActs(book.id)
  const { disconnect } = useConnectionActs(book.organizationId)
  const connections = useQuery(connectionsQuery(book.organizationId))
  const [target, setTarget] = useState<Target>('github')
  const [location, setLocation] = useState('')
  const [branch, setBranch] = useState('')
  const [connectionId, setConnectionId] = useState('')
  const [connecting, setConnecting] = useState(false)
  const [create, setCreate] = useState<'no' | 'private' | 'public'>('no')
  const [pages, setPages] = useState(false)
  const { connection: kind } = targets[target]
  const fitting =
    connections.data?.filter(one => one.kind === kind || (kind === 'github' && one.kind === 'github-app')) ?? []
  const chosen = fitting.find(({ id }) => id === connectionId) ?? fitting[0]
  const isConnecting = kind !== undefined && connections.data !== undefined && (connecting || fitting.length === 0)
  const place = locations[target]
  const problem = add.error ? explain(add.error) : undefined

  return (
    <Dialog
      wide
      title="Add a place"
      description="Nothing is published by adding it: what would change is shown first."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {!isConnecting && (
            <Button
              look="primary"
              busy={add.isPending ? 'Looking at it' : undefined}
              onClick={() =>
                add.mutate(
                  {
                    target,
                    location: location.trim(),
                    ...(branch && { branch }),
                    ...(kind && chosen && { connectionId: chosen.id }),
                    ...(target === 'github' && {
                      pages,
                      ...(create !== 'no' && { create: { private: create === 'private' } }),
                    }),
                  },
                  { onSuccess: onClose },
                )
              }
            >
              Add it
            </Button>
          )}
        </>
      }
    >
      <div className="newplace">
        <SelectField
          label="Kind of place"
          options={targetOptions}
          value={target}
          onValue={next => {
            setTarget(next)
            setConnecting(false)
            add.reset()
          }}
        />
        {kind && fitting.length > 0 && !isConnecting && (
          <div className="newplace__connection">
            <SelectField
              label="Connection"
              options={fitting.map(({ id, name, lastFour }) => ({
                value: id,
                label: lastFour ? `${name} …${lastFour}` : name,
              }))}
              value={chosen!.id}
              onValue={setConnectionId}
            />
            <Button look="quiet" onClick={() => setConnecting(true)}>
              Another
            </Button>
            <Button
              look="quiet"
              onClick={() => disconnect.mutate(chosen!.id)}
              aria-label={`Forget it: ${chosen!.name}`}
            >
              Forget it
            </Button>
          </div>
        )}
        {connections.error && <Banner look="warn">{explain(connections.error).detail}</Banner>}
        {isConnecting && (
          <ConnectForm
            key={kind}
            organizationId={book.organizationId}
            kind={kind}
            onDone={id => {
              setConnectionId(id)
              setConnecting(false)
            }}
            onCancel={fitting.length > 0 ? () => setConnecting(false) : undefined}
          />
        )}
        {!isConnecting && place && (
          <TextField
            label={place.label}
            help={place.help}
            placeholder={place.placeholder}
            error={problem?.fields.location}
            value={location}
            onChange={event => setLocation(event.target.value)}
          />
        )}
        {!isConnecting && (target === 'github' || target === 'git') && (
          <TextField
            label="Branch"
            fact="optional"
            help={
              target === 'git'
                ? 'main, unless you name another.'
                : 'The one of the repository, unless you name another.'
            }
            error={problem?.fields.branch}
            value={branch}
            onChange={event => setBranch(event.target.value)}
          />
        )}
        {!isConnecting && target === 'github' && (
          <>
            <SelectField
              label="If there is no such repository"
              options={[
                { value: 'no', label: 'Say so' },
                { value: 'private', label: 'Create it, private' },
                { value: 'public', label: 'Create it, public' },
              ]}
              value={create}
              onValue={setCreate}
            />
            <Check checked={pages} onChange={event => setPages(event.target.checked)}>
              Build a site on GitHub Pages
            </Check>
          </>
        )}
        {problem && Object.keys(problem.fields).length === 0 && (
          <Banner look="stop">
            {problem.title}. {problem.detail}
          </Banner>
        )}
      </div>
    </Dialog>
  )
}
