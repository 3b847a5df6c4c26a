import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explain, hasCode } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Check, TextArea, TextField } from '../../components/field.tsx'
import { Banner, ErrorState, Loading } from '../../components/states.tsx'
import { count, list } from '../../components/words.ts'
import { gateQuery } from '../gate/gate.ts'
import { type Destination, previewQuery, targets, usePublishingActs } from './destinations.ts'
import { PreviewChanges } from './preview-changes.tsx'

/** What publishing would change at a place, then the act: to the branch, or as a pull request. */
export function PublishDialog({
  bookId,
  destination,
  onClose,
}: {
  bookId: string
  destination: Destination
  onClose: () => void
}) {
  const preview = useQuery(previewQuery(bookId, destination.id))
  const { data: gate } = useQuery(gateQuery(bookId))
  const { publish } = usePublishingActs(bookId)
  const [message, setMessage] = useState('')
  const [reason, setReason] = useState('')
  const [pullRequest, setPullRequest] = useState(false)
  const rules = [...new Set(gate?.blockers.map(({ rule }) => rule))]
  const blocked = rules.length > 0
  const { name } = targets[destination.target]
  const nothing = preview.data?.changes.length === 0 && destination.target !== 'hook'
  const act = pullRequest
    ? 'Open a pull request'
    : destination.branch
      ? `Commit to ${destination.branch}`
      : `Publish to ${name}`
  const go = () =>
    publish.mutate(
      {
        destinationId: destination.id,
        message,
        pullRequest,
        ...(destination.branch && preview.data && { base: preview.data.base }),
        ...(blocked && { despite: rules, reason }),
      },
      { onSuccess: onClose },
    )
  return (
    <Dialog
      wide
      title={nothing ? `${name} has all of it` : `What would change at ${name}`}
      description={destination.location || undefined}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            look="primary"
            disabled={!preview.data || !gate || nothing || (blocked && reason.trim() === '')}
            busy={publish.isPending ? 'Asking for it' : undefined}
            onClick={go}
          >
            {act}
          </Button>
        </>
      }
    >
      {preview.isPending && <Loading what={`Comparing the book with ${name}`} />}
      {preview.error && <ErrorState error={preview.error} retry={() => preview.refetch()} />}
      {preview.data && (
        <>
          {destination.target !== 'hook' && <PreviewChanges preview={preview.data} />}
          {blocked && (
            <Banner look="stop">
              {count(gate!.blockers.length, 'thing')} {gate!.blockers.length === 1 ? 'stops' : 'stop'} it:{' '}
              {list(rules.map(rule => rule.replaceAll('-', ' ')))}. Mend them, or say why it goes out all the same.
            </Banner>
          )}
          {blocked && !nothing && (
            <TextField
              label="Reason"
              help="Kept in the history and in the log of the organization."
              value={reason}
              onChange={event => setReason(event.target.value)}
            />
          )}
          {destination.branch && !nothing && (
            <TextArea
              label="Message of the commit"
              fact="optional"
              rows={2}
              value={message}
              onChange={event => setMessage(event.target.value)}
            />
          )}
          {destination.target === 'github' && !nothing && (
            <Check checked={pullRequest} onChange={event => setPullRequest(event.target.checked)}>
              As a pull request: the branch stays until somebody merges it
            </Check>
          )}
        </>
      )}
      {publish.error && (
        <Banner
          look="stop"
          action={
            hasCode(publish.error, 'remote_moved') && (
              <Button
                size="s"
                onClick={() => {
                  publish.reset()
                  void preview.refetch()
                }}
              >
                Look again
              </Button>
            )
          }
        >
          {explain(publish.error).title}. {explain(publish.error).detail}
        </Banner>
      )}
    </Dialog>
  )
}
