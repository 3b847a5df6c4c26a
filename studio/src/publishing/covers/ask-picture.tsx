import { useState } from 'react'
import { explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { SelectField, TextArea } from '../../components/field.tsx'
import { Progress } from '../../components/progress.tsx'
import { Banner } from '../../components/states.tsx'
import { money } from '../../components/words.ts'
import { isOpen, type Job } from '../../generation/job.ts'
import { useJobActs } from '../../generation/job-acts.ts'
import type { CoverChoices } from './covers.ts'
import type { AskedFor, PictureOffer } from './picture.ts'

/** Asks an image model for the picture of a cover: whom, for what, at what cost; then how far it is. */
export function AskPicture({
  offer,
  picture: { asking, job, running },
  design,
  onClose,
}: {
  offer: PictureOffer
  picture: AskedFor
  /** Its cloth is taken. */
  design: CoverChoices
  onClose: () => void
}) {
  const [model, setModel] = useState(offer.models[0]!.id)
  const [prompt, setPrompt] = useState(offer.prompt)
  const cost = offer.models.find(one => one.id === model)!.cost
  return (
    <Dialog
      title="Ask a model for a picture"
      actions={
        <>
          <Button onClick={onClose}>{running ? 'Close; it goes on' : 'Close'}</Button>
          {!running && (
            <Button
              look="primary"
              disabled={prompt.trim() === ''}
              busy={asking.isPending ? 'Asking' : undefined}
              onClick={() => asking.mutate({ model, prompt, palette: design.palette, choose: true })}
            >
              {job ? 'Ask again' : 'Ask for it'}
            </Button>
          )}
        </>
      }
      onClose={onClose}
    >
      <div className="covers__own">
        <SelectField
          label="Model"
          disabled={running}
          options={offer.models.map(({ id, name }) => ({ value: id, label: name }))}
          value={model}
          onValue={setModel}
        />
        <TextArea
          label="What it should show"
          rows={6}
          maxLength={4_000}
          dir="auto"
          disabled={running}
          value={prompt}
          help="Without lettering: title and names are set on it here."
          onChange={event => setPrompt(event.target.value)}
        />
        <p className="small quiet">
          {cost > 0 ? `A picture costs at most ${money(cost)}.` : 'This model has no price.'} It becomes the cover of
          the book; the others are kept.
        </p>
        {job && <Standing job={job} />}
        {asking.error && (
          <Banner look="stop">
            {explain(asking.error).title}. {explain(asking.error).detail}
          </Banner>
        )}
      </div>
    </Dialog>
  )
}

const stages: Record<string, string> = { drawing: 'The model draws', setting: 'The title is set on it' }

function Standing({ job }: { job: Job }) {
  const { cancel } = useJobActs(job)
  if (job.state === 'completed') return <p className="small quiet">It is the cover of the book now.</p>
  if (isOpen(job)) {
    return (
      <>
        <Progress
          what={job.requested ? 'Stopping' : (stages[job.stage] ?? 'Waiting for its turn')}
          value=""
          share={job.progress / 100}
          facts={['Models draw for half a minute to three minutes and do not say how far they are']}
        />
        <Button
          size="s"
          look="quiet"
          className="justify-self-start"
          disabled={job.requested !== null}
          onClick={() => cancel.mutate()}
        >
          Cancel
        </Button>
      </>
    )
  }
  if (job.state === 'canceled') return <Banner look="warn">Canceled. No picture was kept.</Banner>
  return <Banner look="stop">{job.error?.message ?? 'No picture came.'}</Banner>
}
