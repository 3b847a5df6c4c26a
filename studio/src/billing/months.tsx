import { money, number } from '../components/words.ts'
import type { MonthSummary } from './usage.ts'
import { monthOf } from './usage-words.ts'

/** The months there was any use in, newest first. */
export function Months({ months }: { months: readonly MonthSummary[] }) {
  return (
    <section className="blk" aria-labelledby="months">
      <header>
        <h2 className="h4" id="months">
          By month
        </h2>
      </header>
      {months.length === 0 ? (
        <p className="quiet divided__none">No month has any use yet.</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col" className="r">
                Words
              </th>
              <th scope="col" className="r">
                Spend
              </th>
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map(one => (
              <tr key={one.month}>
                <td>
                  {monthOf(one.month)}
                  {!one.closed && <span className="quiet"> so far</span>}
                </td>
                <td className="r soft">{number(one.quantities.words ?? 0)}</td>
                <td className="r">{money(one.cost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
