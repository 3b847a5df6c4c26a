import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ErrorState, Loading } from '../../components/states.tsx'
import { ago, duration, money, number } from '../../components/words.ts'
import { allJobsQuery, failedCallsQuery, metricsQuery } from './operator.ts'
import { Pages } from './pages.tsx'

const latency = (milliseconds: number) => (milliseconds < 1000 ? `${milliseconds} ms` : duration(milliseconds / 1000))

/** What went wrong lately: jobs, calls to models, and how each model does. */
export function Failures() {
  const jobs = useInfiniteQuery(allJobsQuery('failed'))
  const calls = useInfiniteQuery(failedCallsQuery)
  return (
    <div className="operator__stack">
      <section>
        <h2 className="h3">Jobs that failed</h2>
        <Pages
          query={jobs}
          what="Jobs that failed"
          empty="No job has failed."
          columns={[
            { name: 'When', width: '7rem', cell: job => ago(job.completedAt ?? job.createdAt) },
            { name: 'Job', width: '7rem', cell: job => job.kind },
            { name: 'Of', width: 'minmax(8rem, 1fr)', cell: job => <span dir="auto">{job.organization.name}</span> },
            { name: 'Why', width: 'minmax(14rem, 3fr)', cell: job => job.error?.message ?? 'It did not say why.' },
          ]}
        />
      </section>
      <section>
        <h2 className="h3">Calls that failed</h2>
        <Pages
          query={calls}
          what="Calls that failed"
          empty="No call to a model has failed."
          columns={[
            { name: 'When', width: '7rem', cell: call => ago(call.startedAt) },
            {
              name: 'Model',
              width: 'minmax(10rem, 1.2fr)',
              cell: call => (
                <>
                  <span className="mono">{call.model}</span>
                  <span className="operator__second">
                    {call.purpose}, try {call.attempt}
                  </span>
                </>
              ),
            },
            { name: 'Of', width: 'minmax(8rem, 1fr)', cell: call => <span dir="auto">{call.organization.name}</span> },
            { name: 'What it said', width: 'minmax(14rem, 3fr)', cell: call => call.error?.message ?? 'Nothing.' },
            { name: 'After', width: '5rem', end: true, cell: call => latency(call.latency) },
          ]}
        />
      </section>
      <Metrics />
    </div>
  )
}

function Metrics() {
  const { data, error, isError, refetch } = useQuery(metricsQuery)
  return (
    <section>
      <h2 className="h3">How models do</h2>
      <p className="operator__lead">The last 30 days, as far as you may see them.</p>
      {!data ? (
        isError ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <Loading what="Reading the measurements" />
        )
      ) : data.items.length === 0 ? (
        <p className="operator__none">No model has been called in this time.</p>
      ) : (
        <div className="operator__wide">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Model</th>
                <th scope="col" className="r">
                  Calls
                </th>
                <th scope="col" className="r">
                  Failed
                </th>
                <th scope="col" className="r">
                  Latency
                </th>
                <th scope="col" className="r">
                  Cost
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map(one => (
                <tr key={`${one.day} ${one.model}`}>
                  <td>{one.day}</td>
                  <td className="mono">{one.model}</td>
                  <td className="r">{number(one.requests)}</td>
                  <td className="r">{number(one.failures)}</td>
                  <td className="r">{one.meanLatency === null ? 'none' : latency(Math.round(one.meanLatency))}</td>
                  <td className="r">{money(one.cost)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
