import { useQuery } from '@tanstack/react-query'
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { Empty, ErrorState, Loading } from '../components/states.tsx'
import { money } from '../components/words.ts'
import { breakdownQuery, type Share, type Span } from './usage.ts'
import { dayOf, modelName } from './usage-words.ts'

/** Colours tell so many models apart; the others are drawn as one. */
const mostSeries = 3
const dayMs = 86_400_000

interface Series {
  name: string
  label: string
  color: string
}

interface Day {
  day: string
  total: number
  [series: string]: number | string
}

/** What was spent day by day, by model: a chart, and the same as a table. */
export default function SpendByDay({ organizationId, span }: { organizationId: string; span: Span }) {
  const { data, error, refetch } = useQuery(breakdownQuery(organizationId, 'day-model', span))
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Loading what="Adding up the days" lines={4} />
  const series = seriesOf(data.items)
  const days = daysOf(data.items, series, span)
  const spent = days.filter(day => day.total > 0)
  const gone = days.filter(day => Date.parse(day.day) <= Date.now()).length
  const average = days.reduce((sum, day) => sum + day.total, 0) / Math.max(1, gone)
  return (
    <>
      <header>
        <h2 className="h4" id="by-day">
          Spend by day
        </h2>
        {spent.length > 0 && (
          <p className="key">
            {series.map(({ name, label, color }) => (
              <span key={name}>
                <i style={{ background: color }} />
                {label}
              </span>
            ))}
          </p>
        )}
      </header>
      {spent.length === 0 ? (
        <Empty title="No day cost anything">
          What the compositor does is on record and free. Models of providers cost what they list; each job says so
          before it begins.
        </Empty>
      ) : (
        <>
          <div
            className="chart"
            role="img"
            aria-label={`Spend by day: ${spent.length} days with spend, on average ${money(average)} a day. The table below has each.`}
          >
            <ResponsiveContainer width="100%" height={260}>
              <BarChart data={days} margin={{ top: 16, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
                <CartesianGrid vertical={false} stroke="var(--line)" />
                <XAxis
                  dataKey="day"
                  tickLine={false}
                  axisLine={{ stroke: 'var(--ink-3)' }}
                  tick={{ fill: 'var(--ink-3)', fontSize: 12 }}
                  tickFormatter={(day: string) => dayOf(`${day}T00:00:00Z`)}
                  minTickGap={24}
                />
                <YAxis
                  width={52}
                  tickLine={false}
                  axisLine={false}
                  tick={{ fill: 'var(--ink-3)', fontSize: 12 }}
                  tickFormatter={money}
                />
                <Tooltip
                  cursor={{ fill: 'var(--well)' }}
                  content={<DayTip series={series} />}
                  isAnimationActive={false}
                />
                <ReferenceLine y={average} stroke="var(--ink-3)" strokeDasharray="3 4" />
                {series.map(({ name, color }) => (
                  <Bar key={name} dataKey={name} stackId="day" fill={color} maxBarSize={28} isAnimationActive={false} />
                ))}
              </BarChart>
            </ResponsiveContainer>
          </div>
          <p className="small quiet num">The dotted line is the average, {money(average)} a day.</p>
          <DaysTable days={spent} series={series} />
        </>
      )}
    </>
  )
}

/** The dearest models under their names, the rest as one. */
function seriesOf(items: readonly Share[]): Series[] {
  const costs = new Map<string, number>()
  for (const { key, cost } of items) {
    const model = key.slice(11)
    costs.set(model, (costs.get(model) ?? 0) + cost)
  }
  const dear = [...costs].filter(([, cost]) => cost > 0).sort((a, b) => b[1] - a[1])
  const named = dear.slice(0, mostSeries).map(([name], index) => ({
    name,
    label: modelName(name),
    color: `var(--series-${index + 1})`,
  }))
  return dear.length > mostSeries ? [...named, { name: 'others', label: 'others', color: 'var(--series-4)' }] : named
}

function daysOf(items: readonly Share[], series: readonly Series[], { from, to }: Span): Day[] {
  const days = new Map<string, Day>()
  for (let at = Date.parse(from); at < Date.parse(to); at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10)
    days.set(day, { day, total: 0, ...Object.fromEntries(series.map(one => [one.name, 0])) })
  }
  for (const { key, cost } of items) {
    const [name, model] = [key.slice(0, 10), key.slice(11)]
    const day = days.get(name) ?? { day: name, total: 0 }
    const at = series.some(one => one.name === model) ? model : 'others'
    days.set(name, { ...day, total: day.total + cost, [at]: Number(day[at] ?? 0) + cost })
  }
  return [...days.values()].sort((a, b) => a.day.localeCompare(b.day))
}

function DayTip({
  series,
  active,
  payload,
}: {
  series: readonly Series[]
  active?: boolean
  payload?: readonly { payload: Day }[]
}) {
  const day = payload?.[0]?.payload
  if (!active || !day) return null
  return (
    <div className="daytip num">
      <b>
        {dayOf(`${day.day}T00:00:00Z`)}, {money(day.total)}
      </b>
      {series
        .filter(one => Number(day[one.name]) > 0)
        .map(one => (
          <span key={one.name}>
            {one.label} {money(Number(day[one.name]))}
          </span>
        ))}
    </div>
  )
}

function DaysTable({ days, series }: { days: readonly Day[]; series: readonly Series[] }) {
  return (
    <details className="days">
      <summary className="link">As a table</summary>
      <div className="days__t">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Day</th>
              {series.map(one => (
                <th key={one.name} scope="col" className="r">
                  {one.label}
                </th>
              ))}
              <th scope="col" className="r">
                Spend
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map(day => (
              <tr key={day.day}>
                <td>{dayOf(`${day.day}T00:00:00Z`)}</td>
                {series.map(one => (
                  <td key={one.name} className="r soft">
                    {money(Number(day[one.name] ?? 0))}
                  </td>
                ))}
                <td className="r">{money(day.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
