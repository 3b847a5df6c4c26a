import { ask } from '@octavo/server/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Chip } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { money, number } from '../../components/words.ts'
import { EditDialog } from './edit-dialog.tsx'
import { type Model, modelsQuery } from './operator.ts'
import { Providers } from './providers.tsx'

/** Providers, and the models behind them with their prices. */
export function ModelsAndProviders() {
  const { data, error, isError, refetch } = useQuery(modelsQuery)
  const [editing, setEditing] = useState<Model>()
  return (
    <div className="operator__stack">
      <Providers />
      <section>
        <h2 className="h3">Models and prices</h2>
        <p className="operator__lead">
          US dollars for a million tokens. What you change here stays when Octavo brings a newer list.
        </p>
        {!data ? (
          isError ? (
            <ErrorState error={error} retry={() => void refetch()} />
          ) : (
            <Loading what="Reading the models" />
          )
        ) : (
          <div className="operator__wide">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Model</th>
                  <th scope="col" className="r">
                    In
                  </th>
                  <th scope="col" className="r">
                    Out
                  </th>
                  <th scope="col" className="r">
                    Context
                  </th>
                  <th scope="col">State</th>
                  <th scope="col">
                    <span className="vh">Acts</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.items.map(model => (
                  <tr key={model.id}>
                    <td>
                      <b>{model.name}</b>
                      <span className="operator__second mono">{model.id}</span>
                    </td>
                    <td className="r">{money(model.inputPrice)}</td>
                    <td className="r">{money(model.outputPrice)}</td>
                    <td className="r">{number(model.contextWindow)}</td>
                    <td>
                      <Chip look={model.status === 'active' ? 'good' : 'line'}>{model.status}</Chip>
                      {model.customized && <span className="operator__second">changed here</span>}
                    </td>
                    <td className="r">
                      <Button
                        size="s"
                        look="quiet"
                        icon="pen"
                        aria-label={`Edit ${model.name}`}
                        onClick={() => setEditing(model)}
                      >
                        Edit
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      {editing && <EditModel model={editing} onClose={() => setEditing(undefined)} />}
    </div>
  )
}

const states = [
  { value: 'active', label: 'Active' },
  { value: 'retired', label: 'Retired' },
] as const

function EditModel({ model, onClose }: { model: Model; onClose: () => void }) {
  const [input, setInput] = useState(String(model.inputPrice))
  const [output, setOutput] = useState(String(model.outputPrice))
  const [cached, setCached] = useState(model.cachedInputPrice === null ? '' : String(model.cachedInputPrice))
  const [status, setStatus] = useState<'active' | 'retired'>(model.status === 'retired' ? 'retired' : 'active')
  const save = () =>
    ask(
      api.v1.operator.models.$patch({
        query: { id: model.id },
        json: {
          inputPrice: Number(input),
          outputPrice: Number(output),
          cachedInputPrice: cached.trim() === '' ? null : Number(cached),
          status,
        },
      }),
    )
  return (
    <EditDialog
      title={`Edit ${model.name}`}
      description="US dollars for a million tokens. What was spent already stays as it is."
      onClose={onClose}
      act="Save the model"
      save={save}
      saved={`${model.name} is changed. Calls from now on cost that.`}
      queryKey={modelsQuery.queryKey}
      fields={['inputPrice', 'outputPrice', 'cachedInputPrice']}
    >
      {mistakes => (
        <>
          <TextField
            label="In"
            inputMode="decimal"
            value={input}
            error={mistakes.inputPrice}
            onChange={event => setInput(event.target.value)}
          />
          <TextField
            label="Out"
            inputMode="decimal"
            value={output}
            error={mistakes.outputPrice}
            onChange={event => setOutput(event.target.value)}
          />
          <TextField
            label="In, from the cache"
            fact="empty: as in"
            inputMode="decimal"
            value={cached}
            error={mistakes.cachedInputPrice}
            onChange={event => setCached(event.target.value)}
          />
          <SelectField label="State" options={states} value={status} onValue={setStatus} />
        </>
      )}
    </EditDialog>
  )
}
