import { Meter } from '../components/progress.tsx'
import { money } from '../components/words.ts'
import type { ResourceUse, Usage } from './usage.ts'
import { dayOf, nameOf, near, quantityOf, reachedOn } from './usage-words.ts'

/** Shown before there is any use as well; the others once something of them was used. */
const core = new Set(['generations', 'tokens', 'words', 'exports', 'books', 'members', 'storage'])

/** The plan, its limits as meters, and the budget. */
export function Limits({
  usage,
  mayRaise,
  onBudget,
  onPlan,
}: {
  usage: Usage
  mayRaise: boolean
  onBudget: () => void
  onPlan: () => void
}) {
  const { amount, spent, resetsAt } = usage.cost
  const shown = usage.resources.filter(one => one.period !== 'day' && (one.used > 0 || core.has(one.resource)))
  return (
    <section className="blk blk--first" aria-labelledby="plan">
      <header>
        <h2 className="h4" id="plan">
          Plan: <span className="capital">{usage.plan}</span>
        </h2>
        <button type="button" className="link" onClick={onPlan}>
          Compare…
        </button>
      </header>
      <ul className="limits">
        <li>
          <Meter
            label="Spend"
            value={amount === null ? `${money(spent)}, no budget` : `${money(spent)} of ${money(amount)}`}
            share={amount ? spent / amount : 0}
            look={amount === null || spent < amount * near ? 'plain' : spent >= amount ? 'stop' : 'warn'}
            note={amount === null ? undefined : `Begins anew on ${dayOf(resetsAt)}`}
          />
          {mayRaise && (
            <button type="button" className="link small" onClick={onBudget}>
              {amount === null ? 'Set a budget…' : 'Change the budget…'}
            </button>
          )}
        </li>
        {shown.map(one => (
          <li key={`${one.resource} ${one.period}`}>
            <LimitMeter
              use={one}
              binding={usage.binding}
              today={usage.resources.find(two => two.resource === one.resource && two.period === 'day')}
            />
          </li>
        ))}
      </ul>
      {!usage.binding && (
        <p className="small quiet limits__note">
          The limits of plans are shown and not enforced on this installation. The budget always is.
        </p>
      )}
    </section>
  )
}

function LimitMeter({ use, binding, today }: { use: ResourceUse; binding: boolean; today: ResourceUse | undefined }) {
  const { resource, used, limit, resetsAt } = use
  const quantity = (value: number) => quantityOf(resource, value)
  if (limit === null) return <Meter label={nameOf(resource)} value={`${quantity(used)}, no limit`} share={0} />
  const share = limit === 0 ? (used > 0 ? 1 : 0) : used / limit
  const soon = binding ? reachedOn(use, Date.now()) : undefined
  const look = !binding || share < near ? 'plain' : share >= 1 ? 'stop' : 'warn'
  const isToday = today && today.limit !== null && today.used >= today.limit * near
  const note = [
    binding && share >= 1 && limit > 0 && 'Reached.',
    soon && `Reached on ${soon} at this pace.`,
    binding && isToday && `${quantity(today.used)} of ${quantity(today.limit!)} today.`,
    resetsAt && (share >= near || soon) && `Begins anew on ${dayOf(resetsAt)}.`,
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <Meter
      label={nameOf(resource)}
      value={`${quantity(used)} of ${quantity(limit)}`}
      share={share}
      look={look === 'plain' && soon ? 'warn' : look}
      note={note || undefined}
    />
  )
}
