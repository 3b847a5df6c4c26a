import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Chip } from '../../components/progress.tsx'
import { Banner, ErrorState, Loading } from '../../components/states.tsx'
import { ago, count, list, number, size } from '../../components/words.ts'
import { installationQuery } from './operator.ts'

/** Whether the installation does its work, and what it is made of. */
export function Health() {
  const { data, error, isError, refetch } = useQuery(installationQuery)
  if (!data) {
    return isError ? (
      <ErrorState error={error} retry={() => void refetch()} />
    ) : (
      <Loading what="Asking how the installation is" lines={6} />
    )
  }
  const waiting = Object.entries(data.jobs).map(([state, n]) => `${number(n)} ${state}`)
  return (
    <div className="operator__stack">
      {isError ? (
        <Banner look="stop">
          The server does not answer. What stands below is from before; this page goes on by itself.
        </Banner>
      ) : data.reasons.length > 0 ? (
        <Banner look="warn">
          <b>Not ready.</b> {data.reasons.map(capital).join('. ')}.
        </Banner>
      ) : (
        <Banner icon="good">
          <b>Ready.</b> The database answers, its migrations are done, and a worker takes jobs.
        </Banner>
      )}
      <dl className="operator__facts">
        <Fact name="Version">
          {data.version}, running since {ago(data.startedAt)}
        </Fact>
        <Fact name="Address">{data.address}</Fact>
        <Fact name="Database">
          {data.database.kind === 'embedded' ? 'Embedded' : 'On a server'}, PostgreSQL {data.database.postgres},{' '}
          {size(data.database.bytes)}
        </Fact>
        <Fact name="Files">
          {count(data.storage.files, 'file')}, {size(data.storage.bytes)}, in{' '}
          {data.storage.kind === 'bucket' ? data.storage.place : 'a folder of this machine'}
        </Fact>
        <Fact name="Here are">
          {list([
            count(data.people, 'person', 'people'),
            count(data.organizations, 'organization'),
            count(data.books, 'book'),
          ])}
        </Fact>
        <Fact name="Jobs">{waiting.length > 0 ? list(waiting) : 'None is waiting or running'}</Fact>
      </dl>
      <section>
        <h2 className="h3">Workers</h2>
        {data.workers.length === 0 ? (
          <p className="operator__none">No worker has come: jobs wait. Start one with octavo worker.</p>
        ) : (
          <div className="operator__wide">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Machine</th>
                  <th scope="col">Process</th>
                  <th scope="col">State</th>
                  <th scope="col">Seen</th>
                  <th scope="col">Since</th>
                </tr>
              </thead>
              <tbody>
                {data.workers.map(worker => (
                  <tr key={worker.id}>
                    <td>{worker.host}</td>
                    <td>{worker.pid}</td>
                    <td>{worker.alive ? <Chip look="good">alive</Chip> : <Chip look="warn">silent</Chip>}</td>
                    <td>{ago(worker.seenAt)}</td>
                    <td>{ago(worker.startedAt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <section>
        <h2 className="h3">What the environment decides</h2>
        <p className="operator__lead">These are read when the server starts. Change them there and start it again.</p>
        <dl className="operator__facts">
          {data.settings.map(setting => (
            <Fact key={setting.variable + setting.name} name={setting.name}>
              {setting.value} <code className="mono quiet">{setting.variable}</code>
            </Fact>
          ))}
        </dl>
      </section>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
