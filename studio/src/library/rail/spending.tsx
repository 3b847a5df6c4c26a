import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { usageQuery } from '../../billing/usage.ts'
import { money } from '../../components/words.ts'
import { useOrganization } from '../../identity/me.ts'

const monthName = new Intl.DateTimeFormat('en-GB', { month: 'long' })
const dayOfMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayMs = 86_400_000
/** Fewer days say nothing about a month. */
const fewestDays = 3

/** What was spent this month, of how much, and where that leads at this pace. */
export function Spending() {
  const { id: organizationId } = useOrganization()
  const { data } = useQuery(usageQuery(organizationId))
  if (!data) return null
  const { spent, amount, startedAt, resetsAt } = data.cost
  const start = Date.parse(startedAt)
  const end = Date.parse(resetsAt)
  const days = (Date.now() - start) / dayMs
  const pace = days >= fewestDays && spent > 0 ? (spent / days) * ((end - start) / dayMs) : undefined
  const lastDay = dayOfMonth.format(end - dayMs)
  return (
    <section>
      <h2>{monthName.format(start)}</h2>
      <p className="sum num">
        {money(spent)} <small>{amount === null ? 'spent' : `of ${money(amount)}`}</small>
      </p>
      <div className={amount !== null && spent >= amount ? 'meter meter--stop' : 'meter'}>
        {amount !== null && (
          <span className="meter__bar" aria-hidden="true">
            <i style={{ '--p': `${Math.min(100, (spent / Math.max(amount, 0.01)) * 100)}%` }} />
          </span>
        )}
        <span className="meter__note">
          {pace !== undefined && `About ${money(pace)} by ${lastDay} at this pace. `}
          {amount === null && 'No budget is set. '}
          <Link className="link" to="/usage">
            Usage
          </Link>
        </span>
      </div>
    </section>
  )
}
