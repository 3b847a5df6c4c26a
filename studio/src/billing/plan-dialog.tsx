import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Check } from '../components/field.tsx'
import { Banner, ErrorState, Loading } from '../components/states.tsx'
import { toast } from '../components/toast.tsx'
import { money } from '../components/words.ts'
import { type Plan, plansQuery, usageQuery } from './usage.ts'
import { nameOf, quantityOf } from './usage-words.ts'

/** The plans beside one another; who runs the installation changes the organization's. */
export function PlanDialog({
  organizationId,
  current,
  mayChange,
  onClose,
}: {
  organizationId: string
  current: string
  mayChange: boolean
  onClose: () => void
}) {
  const client = useQueryClient()
  const plans = useQuery(plansQuery)
  const [chosen, setChosen] = useState(current)
  const change = useMutation({
    mutationFn: () =>
      ask(
        api.v1.organizations[':organizationId'].subscription.$put({
          param: { organizationId },
          json: { plan: chosen },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: usageQuery(organizationId).queryKey })
      toast('The plan is changed. Its limits hold at once.')
      onClose()
    },
  })
  return (
    <Dialog
      wide
      title="Plans"
      description={
        mayChange
          ? 'A change holds at once; what was used this month stays used.'
          : 'Plans are changed by whoever runs this installation: ask them, and it holds at once.'
      }
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {mayChange && (
            <Button
              look="primary"
              disabled={chosen === current}
              busy={change.isPending ? 'Changing' : undefined}
              onClick={() => change.mutate()}
            >
              Change the plan
            </Button>
          )}
        </>
      }
    >
      {change.error && <Banner look="stop">{explain(change.error).detail}</Banner>}
      {plans.data ? (
        <ul className="plans">
          {plans.data.map(plan => (
            <li key={plan.id}>
              {mayChange ? (
                <Check type="radio" name="plan" checked={chosen === plan.id} onChange={() => setChosen(plan.id)}>
                  <PlanLine plan={plan} current={plan.id === current} />
                </Check>
              ) : (
                <PlanLine plan={plan} current={plan.id === current} />
              )}
            </li>
          ))}
        </ul>
      ) : plans.error ? (
        <ErrorState error={plans.error} retry={() => void plans.refetch()} />
      ) : (
        <Loading what="Reading the plans" />
      )}
    </Dialog>
  )
}

const telling = ['words', 'tokens', 'exports', 'books', 'members', 'storage']

function PlanLine({ plan, current }: { plan: Plan; current: boolean }) {
  const limits = telling.flatMap(resource => {
    const limit = plan.limits.find(one => one.resource === resource && one.period !== 'day')
    if (!limit) return []
    const name = nameOf(resource).toLowerCase()
    return limit.maximum === null ? `${name} without limit` : `${quantityOf(resource, limit.maximum)} ${name}`
  })
  return (
    <>
      <b>{plan.name}</b>
      <span className="num">
        {plan.priceMonthly === null
          ? 'by agreement'
          : plan.priceMonthly === 0
            ? 'free'
            : `${money(plan.priceMonthly)} a month`}
        {current && ', yours now'}
      </span>
      <span className="small quiet">{limits.join(', ')}</span>
    </>
  )
}
