import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { SelectField } from '../components/field.tsx'
import { Loading } from '../components/states.tsx'
import { money } from '../components/words.ts'
import { isOpen, type Job } from './job.ts'
import type { JobActs } from './job-acts.ts'
import { modelsQuery } from './models.ts'

/** Lets another model write what is left of a job. */
export function ModelDialog({
  organizationId,
  job,
  acts,
  onClose,
}: {
  organizationId: string
  job: Job
  acts: JobActs
  onClose: () => void
}) {
  const { data: models } = useQuery(modelsQuery(organizationId))
  const [chosen, setChosen] = useState<string>()
  const others = (models ?? []).filter(
    model => model.capabilities.includes('text') && model.status === 'active' && model.id !== job.model,
  )
  const value = chosen ?? others.find(model => model.available)?.id
  const { changeModel } = acts
  return (
    <Dialog
      title="Let another model go on"
      description={`What ${job.model ?? 'the model'} has written stays. ${isOpen(job) ? 'The job pauses for a moment, and the sections being written are begun again.' : 'The job then goes on.'}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep this one</Button>
          <Button
            look="primary"
            disabled={value === undefined}
            busy={changeModel.isPending ? 'Changing' : undefined}
            onClick={() => value && changeModel.mutate(value, { onSuccess: onClose })}
          >
            Go on with it
          </Button>
        </>
      }
    >
      {!models ? (
        <Loading what="Reading the models" lines={1} />
      ) : value === undefined ? (
        <p>No other model can be called. Store a key for a provider in Settings, then come back.</p>
      ) : (
        <SelectField
          label="Model"
          value={value}
          onValue={setChosen}
          error={changeModel.error ? explain(changeModel.error).detail : undefined}
          options={others.map(({ id, available, inputPrice, outputPrice }) => ({
            value: id,
            label: `${id}, ${available ? priceOf(inputPrice, outputPrice) : 'no key yet'}`,
            disabled: !available,
          }))}
        />
      )}
    </Dialog>
  )
}

function priceOf(input: number, output: number): string {
  return input === 0 && output === 0
    ? 'costs nothing'
    : `${money(input)} in and ${money(output)} out for a million tokens`
}
