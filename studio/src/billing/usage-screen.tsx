import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useCommands } from '../app/commands.tsx'
import { ReadingPage } from '../app/page.tsx'
import { Button, buttonClass } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Menu, MenuChoice } from '../components/menu.tsx'
import { Banner, ErrorState, Loading } from '../components/states.tsx'
import { money } from '../components/words.ts'
import { useMe, useOrganization } from '../identity/me.ts'
import { BudgetDialog } from './budget-dialog.tsx'
import { Divided } from './divided.tsx'
import { Estimates } from './estimates.tsx'
import { Limits } from './limits.tsx'
import { Months } from './months.tsx'
import { PlanDialog } from './plan-dialog.tsx'
import { csvAddress, type Span, spanOfMonth, summariesQuery, type Usage, usageQuery } from './usage.ts'
import { dayOf, monthOf, near, sayUsage } from './usage-words.ts'
import './usage.css'

const SpendByDay = lazy(() => import('./spend-by-day.tsx'))

/** What was spent on what, what is left, and what may be changed about it. */
export function UsageScreen() {
  const organization = useOrganization()
  const usage = useQuery(usageQuery(organization.id))
  if (usage.data) return <UsageOf usage={usage.data} />
  return (
    <ReadingPage title="Usage">
      {usage.error ? (
        <ErrorState error={usage.error} retry={() => void usage.refetch()} />
      ) : (
        <Loading what="Adding up" lines={6} />
      )}
    </ReadingPage>
  )
}

const present = 'present'

function UsageOf({ usage }: { usage: Usage }) {
  const organization = useOrganization()
  const me = useMe()
  const isAdmin = ['admin', 'owner'].includes(organization.role)
  const isOperator = me.roles.includes('superadmin')
  const { data: months = [] } = useQuery(summariesQuery(organization.id))
  const [month, setMonth] = useState(present)
  const [asked, setAsked] = useState<'budget' | 'plan'>()
  const span: Span = month === present ? { from: usage.startedAt, to: usage.resetsAt } : spanOfMonth(month)
  const summary = months.find(one => one.month === month)
  const csv = csvAddress(organization.id, span)

  useCommands(
    useMemo(
      () => [
        ...(isAdmin
          ? [{ name: 'Set the budget…', icon: 'gauge' as const, group: 'Usage', run: () => setAsked('budget') }]
          : []),
        { name: 'Compare the plans…', icon: 'list' as const, group: 'Usage', run: () => setAsked('plan') },
        { name: 'Download as CSV', icon: 'down-to' as const, group: 'Usage', run: () => location.assign(csv) },
      ],
      [isAdmin, csv],
    ),
  )

  return (
    <ReadingPage
      title="Usage"
      actions={
        <>
          <Menu
            trigger={
              <Button>
                {month === present ? 'This month' : monthOf(month)}
                <Icon name="down" />
              </Button>
            }
          >
            <MenuChoice
              label="Month"
              value={month}
              onValue={setMonth}
              options={[
                { value: present, label: 'This month' },
                ...months
                  .toReversed()
                  .map(one => ({ value: one.month, label: monthOf(one.month), fact: money(one.cost) })),
              ]}
            />
          </Menu>
          <a className={buttonClass()} href={csv} download="usage.csv">
            <Icon name="down-to" />
            CSV
          </a>
        </>
      }
    >
      <p className="lede num">
        {month === present ? (
          <Lede usage={usage} who={organization.personal ? 'You have' : `${organization.name} has`} />
        ) : (
          <>
            <b>{money(summary?.cost ?? 0)}</b> was spent in {monthOf(month)}.
          </>
        )}
      </p>
      <LimitBanner usage={usage} mayRaise={isAdmin} onRaise={() => setAsked('budget')} />
      <div className="cols">
        <div className="cols__main">
          <section className="blk blk--first" aria-labelledby="by-day">
            <Suspense fallback={<Loading what="Drawing the days" lines={4} />}>
              <SpendByDay organizationId={organization.id} span={span} />
            </Suspense>
          </section>
          <Divided organizationId={organization.id} span={span} mayOversee={isAdmin || isOperator} />
          <Estimates organizationId={organization.id} />
        </div>
        <div className="cols__rail">
          <Limits
            usage={usage}
            mayRaise={isAdmin}
            onBudget={() => setAsked('budget')}
            onPlan={() => setAsked('plan')}
          />
          <Months months={months} />
        </div>
      </div>
      {asked === 'budget' && (
        <BudgetDialog organizationId={organization.id} budget={usage.cost} onClose={() => setAsked(undefined)} />
      )}
      {asked === 'plan' && (
        <PlanDialog
          organizationId={organization.id}
          current={usage.plan}
          mayChange={isOperator}
          onClose={() => setAsked(undefined)}
        />
      )}
    </ReadingPage>
  )
}

/** The sentence, its amounts in a stronger face. */
function Lede({ usage, who }: { usage: Usage; who: string }) {
  const { text, emphasis } = sayUsage(usage, who, Date.now())
  if (emphasis.length === 0) return text
  const parts = text.split(new RegExp(`(${emphasis.map(one => one.replace(/[$.]/g, '\\$&')).join('|')})`))
  return parts.map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part))
}

/** Said before and when work stops: of the budget always, of the plan where its limits bind. */
function LimitBanner({ usage, mayRaise, onRaise }: { usage: Usage; mayRaise: boolean; onRaise: () => void }) {
  const { amount, spent, resetsAt } = usage.cost
  const raise = mayRaise ? (
    <button type="button" className="link" onClick={onRaise}>
      Change the budget…
    </button>
  ) : undefined
  if (amount !== null && spent >= amount * near) {
    const gone = amount - spent < 0.005
    return (
      <div className="limit">
        <Banner look={gone ? 'stop' : 'warn'} action={raise}>
          {gone
            ? `The budget of ${money(amount)} is used up. Work that costs waits until ${dayOf(resetsAt)}, or until the budget is raised.`
            : `${money(amount - spent)} of the budget is left until ${dayOf(resetsAt)}. Work pauses before it would go beyond.`}
        </Banner>
      </div>
    )
  }
  const reached = usage.binding
    ? usage.resources.find(
        one => one.limit !== null && one.limit > 0 && one.used >= one.limit && one.period !== 'total',
      )
    : undefined
  if (!reached) return null
  return (
    <div className="limit">
      <Banner look="stop">
        The plan includes no more {reached.resource} {reached.period === 'day' ? 'today' : 'this month'}. Work that
        needs them waits{reached.resetsAt ? ` until ${dayOf(reached.resetsAt)}` : ''}; the compositor goes on.
      </Banner>
    </div>
  )
}
