import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, explain } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Check, TextField } from '../components/field.tsx'
import { toast } from '../components/toast.tsx'
import { money } from '../components/words.ts'
import { type Usage, usageQuery } from './usage.ts'
import { dayOf } from './usage-words.ts'

/** Asks what models may cost an organization a month. */
export function BudgetDialog({
  organizationId,
  budget,
  onClose,
}: {
  organizationId: string
  budget: Usage['cost']
  onClose: () => void
}) {
  const client = useQueryClient()
  const [text, setText] = useState(budget.amount === null ? '' : String(budget.amount))
  const [unlimited, setUnlimited] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const set = useMutation({
    mutationFn: (amount: number | null) =>
      ask(api.v1.organizations[':organizationId'].budget.$put({ param: { organizationId }, json: { amount } })),
    onSuccess: async ({ amount }) => {
      await client.invalidateQueries({ queryKey: usageQuery(organizationId).queryKey })
      toast(amount === null ? 'There is no budget any more.' : `The budget is ${money(amount)} a month.`)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const amount = Number(text.replace(/[$,\s]/g, ''))
    if (!unlimited && (text.trim() === '' || !(amount >= 0 && amount <= 1_000_000_000))) {
      setWrong('Give an amount in dollars, such as 60.')
      return
    }
    setWrong(undefined)
    set.mutate(unlimited ? null : amount)
  }
  return (
    <Dialog
      title="What models may cost a month"
      description={`${money(budget.spent)} is spent since ${dayOf(budget.startedAt)}. Jobs pause before a call that might go beyond the budget, and lose nothing; it begins anew on ${dayOf(budget.resetsAt)}.`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" form="monthly-budget" busy={set.isPending ? 'Setting' : undefined}>
            Set the budget
          </Button>
        </>
      }
    >
      <form id="monthly-budget" className="grid gap-3" onSubmit={submit}>
        <TextField
          label="Budget"
          fact="US dollars a month"
          inputMode="decimal"
          value={text}
          disabled={unlimited}
          error={wrong ?? (set.error ? explain(set.error).detail : undefined)}
          onChange={event => setText(event.target.value)}
        />
        {budget.amount !== null && (
          <Check checked={unlimited} onChange={event => setUnlimited(event.target.checked)}>
            No budget
          </Check>
        )}
      </form>
    </Dialog>
  )
}
