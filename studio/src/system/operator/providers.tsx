import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Chip } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { count } from '../../components/words.ts'
import { EditDialog } from './edit-dialog.tsx'
import { type Provider, providersQuery } from './operator.ts'

/** Where models are called: on or off, at which address, how often. */
export function Providers() {
  const { data, error, isError, refetch } = useQuery(providersQuery)
  const [editing, setEditing] = useState<Provider>()
  if (!data) {
    return isError ? (
      <ErrorState error={error} retry={() => void refetch()} />
    ) : (
      <Loading what="Reading the providers" />
    )
  }
  return (
    <section>
      <h2 className="h3">Providers</h2>
      <div className="operator__wide">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Provider</th>
              <th scope="col">Address</th>
              <th scope="col">Rate</th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="vh">Acts</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.items.map(provider => (
              <tr key={provider.id}>
                <td>
                  <b>{provider.name}</b>
                </td>
                <td className="mono">{provider.baseUrl ?? 'its own'}</td>
                <td>
                  {provider.requestsPerMinute === null
                    ? 'no limit'
                    : `${count(provider.requestsPerMinute, 'call')} a minute`}
                </td>
                <td>
                  <Chip
                    look={provider.status === 'active' ? 'good' : provider.status === 'maintenance' ? 'warn' : 'line'}
                  >
                    {provider.status === 'inactive' ? 'off' : provider.status === 'active' ? 'on' : 'maintenance'}
                  </Chip>
                </td>
                <td className="r">
                  <Button
                    size="s"
                    look="quiet"
                    icon="pen"
                    aria-label={`Edit ${provider.name}`}
                    onClick={() => setEditing(provider)}
                  >
                    Edit
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {editing && <EditProvider provider={editing} onClose={() => setEditing(undefined)} />}
    </section>
  )
}

const states = [
  { value: 'active', label: 'On' },
  { value: 'inactive', label: 'Off' },
  { value: 'maintenance', label: 'Under maintenance' },
] as const

function EditProvider({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const [address, setAddress] = useState(provider.baseUrl ?? '')
  const [rate, setRate] = useState(provider.requestsPerMinute === null ? '' : String(provider.requestsPerMinute))
  const [status, setStatus] = useState(provider.status)
  const save = () =>
    ask(
      api.v1.operator.providers[':providerId'].$patch({
        param: { providerId: provider.id },
        json: {
          baseUrl: address.trim() === '' ? null : address.trim(),
          requestsPerMinute: rate.trim() === '' ? null : Number(rate),
          status,
        },
      }),
    )
  return (
    <EditDialog
      title={`Edit ${provider.name}`}
      description="Off: nobody can call its models. A job that needs one says so and waits."
      onClose={onClose}
      act="Save the provider"
      save={save}
      saved={`${provider.name} is changed.`}
      queryKey={providersQuery.queryKey}
      fields={['baseUrl', 'requestsPerMinute']}
    >
      {mistakes => (
        <>
          <SelectField label="State" options={states} value={status} onValue={setStatus} />
          <TextField
            label="Address"
            fact="empty: its own"
            type="url"
            value={address}
            error={mistakes.baseUrl}
            onChange={event => setAddress(event.target.value)}
          />
          <TextField
            label="Calls a minute"
            fact="empty: no limit"
            inputMode="numeric"
            value={rate}
            error={mistakes.requestsPerMinute}
            onChange={event => setRate(event.target.value)}
          />
        </>
      )}
    </EditDialog>
  )
}
