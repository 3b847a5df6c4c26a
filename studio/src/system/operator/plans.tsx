import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Chip } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { money, number, size } from '../../components/words.ts'
import { EditDialog } from './edit-dialog.tsx'
import { type Plan, plansQuery } from './operator.ts'

const resourceName = (resource: string) => resource.replaceAll('_', ' ')
const shown = ({ resource, maximum }: Plan['limits'][number]) =>
  maximum === null ? 'no limit' : resource === 'storage' ? size(maximum) : number(maximum)
const price = (dollars: number | null) => (dollars === null ? 'not sold' : money(dollars))
const periods = { day: ' a day', month: ' a month', total: '' }

/** What organizations may use, and what it costs. */
export function Plans() {
  const { data, error, isError, refetch } = useQuery(plansQuery)
  const [editing, setEditing] = useState<Plan>()
  if (!data) {
    return isError ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading what="Reading the plans" />
  }
  return (
    <div className="operator__stack">
      {data.items.map(plan => (
        <section key={plan.id} className="operator__card" aria-label={`Plan ${plan.name}`}>
          <div className="operator__cardhead">
            <h2 className="h3">{plan.name}</h2>
            <Chip look={plan.status === 'active' ? 'good' : 'line'}>{plan.status}</Chip>
            <span className="quiet">
              {price(plan.priceMonthly)} a month, {price(plan.priceYearly)} a year
            </span>
            <Button
              size="s"
              icon="pen"
              look="quiet"
              aria-label={`Edit the plan ${plan.name}`}
              onClick={() => setEditing(plan)}
            >
              Edit
            </Button>
          </div>
          {plan.description && <p>{plan.description}</p>}
          <dl className="operator__facts operator__facts--many">
            {plan.limits.map(limit => (
              <div key={`${limit.resource} ${limit.period}`}>
                <dt>
                  {resourceName(limit.resource)}
                  {periods[limit.period]}
                </dt>
                <dd>{shown(limit)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {editing && <EditPlan plan={editing} onClose={() => setEditing(undefined)} />}
    </div>
  )
}

const states = [
  { value: 'active', label: 'On offer' },
  { value: 'inactive', label: 'Not on offer' },
  { value: 'deprecated', label: 'Kept by who has it' },
] as const

const asNumber = (text: string): number | null => (text.trim() === '' ? null : Number(text))
const asText = (value: number | null): string => (value === null ? '' : String(value))

function EditPlan({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const [monthly, setMonthly] = useState(asText(plan.priceMonthly))
  const [yearly, setYearly] = useState(asText(plan.priceYearly))
  const [status, setStatus] = useState(plan.status)
  const [limits, setLimits] = useState(plan.limits.map(limit => asText(limit.maximum)))
  const save = () =>
    ask(
      api.v1.operator.plans[':planId'].$patch(
        {
          param: { planId: plan.id },
          json: {
            priceMonthly: asNumber(monthly),
            priceYearly: asNumber(yearly),
            status,
            limits: plan.limits.map((limit, at) => ({ ...limit, maximum: asNumber(limits[at]!) })),
          },
        },
        { headers: { 'if-match': `"v${plan.version}"` } },
      ),
    )
  return (
    <EditDialog
      wide
      title={`Edit the plan ${plan.name}`}
      description="It holds at once, for every organization that has it. An empty field is no limit, or not sold."
      onClose={onClose}
      act="Save the plan"
      save={save}
      saved={`The plan ${plan.name} is changed. It holds at once.`}
      queryKey={plansQuery.queryKey}
      fields={['priceMonthly', 'priceYearly', ...plan.limits.map((_, at) => `limits.${at}.maximum`)]}
    >
      {mistakes => (
        <>
          <TextField
            label="Price a month"
            fact="US dollars"
            inputMode="decimal"
            value={monthly}
            error={mistakes.priceMonthly}
            onChange={event => setMonthly(event.target.value)}
          />
          <TextField
            label="Price a year"
            fact="US dollars"
            inputMode="decimal"
            value={yearly}
            error={mistakes.priceYearly}
            onChange={event => setYearly(event.target.value)}
          />
          <SelectField label="State" options={states} value={status} onValue={setStatus} />
          {plan.limits.map((limit, at) => (
            <TextField
              key={`${limit.resource} ${limit.period}`}
              label={`${resourceName(limit.resource)}${periods[limit.period]}`}
              fact={limit.resource === 'storage' ? 'bytes' : undefined}
              inputMode="numeric"
              value={limits[at]}
              error={mistakes[`limits.${at}.maximum`]}
              onChange={event => setLimits(limits.with(at, event.target.value))}
            />
          ))}
        </>
      )}
    </EditDialog>
  )
}
