import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { ErrorState, Loading } from '../components/states.tsx'
import { Tabs } from '../components/tabs.tsx'
import { money, number } from '../components/words.ts'
import { breakdownQuery, type Share, type Span } from './usage.ts'
import { operationOf } from './usage-words.ts'

const groupings = [
  { value: 'model', label: 'Model', one: 'Model' },
  { value: 'book', label: 'Book', one: 'Book' },
  { value: 'user', label: 'Person', one: 'Person' },
  { value: 'operation', label: 'Work', one: 'Kind of work' },
] as const
type Grouping = (typeof groupings)[number]['value']

/** How many rows are shown before one asks for all. */
const few = 12

/** What was used within a span by model, book, person or kind of work. */
export function Divided({
  organizationId,
  span,
  mayOversee,
}: {
  organizationId: string
  span: Span
  mayOversee: boolean
}) {
  const [by, setBy] = useState<Grouping>('model')
  const offered = groupings.filter(one => one.value !== 'user' || mayOversee)
  return (
    <section className="blk" aria-labelledby="divided">
      <header>
        <h2 className="h4" id="divided">
          Spent on what
        </h2>
      </header>
      <Tabs label="Divide by" tabs={offered} value={by} onValue={setBy}>
        <Shares key={by} organizationId={organizationId} by={by} span={span} mayOversee={mayOversee} />
      </Tabs>
    </section>
  )
}

function Shares({
  organizationId,
  by,
  span,
  mayOversee,
}: {
  organizationId: string
  by: Grouping
  span: Span
  mayOversee: boolean
}) {
  const { data, error, refetch } = useQuery(breakdownQuery(organizationId, by, span))
  const [all, setAll] = useState(false)
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Loading what="Dividing it up" lines={4} />
  if (data.items.length === 0) return <p className="divided__none quiet">Nothing was used in this time.</p>
  const most = Math.max(...data.items.map(share => share.cost))
  const shown = all ? data.items : data.items.slice(0, few)
  return (
    <>
      <table className="table divided">
        <thead>
          <tr>
            <th scope="col">{groupings.find(one => one.value === by)!.one}</th>
            <th scope="col" className="b">
              <span className="vh">Share</span>
            </th>
            <th scope="col" className="r max-narrow:hidden">
              Tokens
            </th>
            <th scope="col" className="r">
              Words
            </th>
            <th scope="col" className="r">
              Spend
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(share => (
            <tr key={share.key}>
              <th scope="row" className={by === 'book' ? 'serif' : ''} dir="auto">
                <Name by={by} share={share} />
              </th>
              <td className="b">
                <span className="hb" aria-hidden="true">
                  <i style={{ '--p': `${most > 0 ? (share.cost / most) * 100 : 0}%` }} />
                </span>
              </td>
              <td className="r soft max-narrow:hidden">{number(share.inputTokens + share.outputTokens)}</td>
              <td className="r soft">{number(share.quantities.words ?? 0)}</td>
              <td className="r">{money(share.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.items.length > few && !all && (
        <button type="button" className="link divided__all" onClick={() => setAll(true)}>
          All {data.items.length}
        </button>
      )}
      {by === 'book' && !mayOversee && <p className="small quiet divided__all">Your own part of it.</p>}
    </>
  )
}

function Name({ by, share }: { by: Grouping; share: Share }): ReactNode {
  if (by === 'operation') return operationOf(share.key)
  if (by === 'model') return share.key
  if (by === 'user') return share.label ?? 'Somebody who left'
  if (share.label === null) return <span className="quiet">A book that is not yours to see, or erased</span>
  return (
    <Link to="/books/$bookId/write" params={{ bookId: share.key }}>
      {share.label}
    </Link>
  )
}
