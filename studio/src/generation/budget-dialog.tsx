import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { explain } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Check, TextField } from '../components/field.tsx'
import { Loading } from '../components/states.tsx'
import { money } from '../components/words.ts'
import { type Job, jobBudgetQuery } from './job.ts'
import type { JobActs } from './job-acts.ts'

/** Asks what a job may cost in all; one that paused goes on with it. */
export function BudgetDialog({ job, acts, onClose }: { job: Job; acts: JobActs; onClose: () => void }) {
  const { data: budget } = useQuery(jobBudgetQuery(job.id))
  const form = useId()
  const paused = job.state === 'paused'
  const { setBudget } = acts
  return (
    <Dialog
      title="What this job may cost"
      description={`${money(job.cost)} is spent so far${job.estimatedCost ? `, of about ${money(job.estimatedCost)} estimated` : ''}. Before a call that might cost more than is left it pauses.`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" form={form} busy={setBudget.isPending ? 'Setting' : undefined}>
            {paused ? 'Set and resume' : 'Set'}
          </Button>
        </>
      }
    >
      {budget ? (
        <BudgetForm
          id={form}
          amount={budget.amount}
          error={setBudget.error ? explain(setBudget.error).detail : undefined}
          onAmount={amount => setBudget.mutate({ amount, resume: paused }, { onSuccess: onClose })}
        />
      ) : (
        <Loading what="Reading the budget" lines={1} />
      )}
    </Dialog>
  )
}

function BudgetForm({
  id,
  amount,
  error,
  onAmount,
}: {
  id: string
  amount: number | null
  error: string | undefined
  onAmount: (amount: number | null) => void
}) {
  const [text, setText] = useState(amount === null ? '' : String(amount))
  const [unlimited, setUnlimited] = useState(amount === null)
  const [wrong, setWrong] = useState<string>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const dollars = Number(text.replace(/[$,\s]/g, ''))
    if (!unlimited && (text.trim() === '' || !(dollars >= 0 && dollars <= 1_000_000))) {
      setWrong('Give an amount in dollars, such as 2.50.')
      return
    }
    setWrong(undefined)
    onAmount(unlimited ? null : dollars)
  }
  return (
    <form id={id} className="grid gap-3" onSubmit={submit}>
      <TextField
        label="Budget"
        fact="US dollars, in all"
        inputMode="decimal"
        value={text}
        disabled={unlimited}
        error={wrong ?? error}
        onChange={event => setText(event.target.value)}
      />
      <Check checked={unlimited} onChange={event => setUnlimited(event.target.checked)}>
        No budget of its own; that of the month holds
      </Check>
    </form>
  )
}
