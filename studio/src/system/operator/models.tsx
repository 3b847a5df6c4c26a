import { ask } from '@octavo/server/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Chip } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { toast } from '../../components/toast.tsx'
import { money, number } from '../../components/words.ts'
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
  const queries = useQueryClient()
  const [input, setInput] = useState(String(model.inputPrice))
  const [output, setOutput] = useState(String(model.outputPrice))
  const [cached, setCached] = useState(model.cachedInputPrice === null ? '' : String(model.cachedInputPrice))
  const [status, setStatus] = useState<'active' | 'retired'>(model.status === 'retired' ? 'retired' : 'active')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ReturnType<typeof explain>>()
  const save = async () => {
    setBusy(true)
    try {
      await ask(
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
      toast(`${model.name} is changed. Calls from now on cost that.`)
      onClose()
    } catch (error) {
      setFailure(explain(error))
    } finally {
      setBusy(false)
      void queries.invalidateQueries({ queryKey: modelsQuery.queryKey })
    }
  }
  return (
    <Dialog
      title={`Edit ${model.name}`}
      description="US dollars for a million tokens. What was spent already stays as it is."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" busy={busy ? 'Saving' : undefined} onClick={() => void save()}>
            Save the model
          </Button>
        </>
      }
    >
      <div className="operator__form">
        <TextField
          label="In"
          inputMode="decimal"
          value={input}
          error={failure?.fields.inputPrice}
          onChange={event => setInput(event.target.value)}
        />
        <TextField
          label="Out"
          inputMode="decimal"
          value={output}
          error={failure?.fields.outputPrice}
          onChange={event => setOutput(event.target.value)}
        />
        <TextField
          label="In, from the cache"
          fact="empty: as in"
          inputMode="decimal"
          value={cached}
          error={failure?.fields.cachedInputPrice}
          onChange={event => setCached(event.target.value)}
        />
        <SelectField label="State" options={states} value={status} onValue={setStatus} />
      </div>
      {failure && (
        <p className="field__error" role="alert">
          {failure.title}. {failure.detail}
        </p>
      )}
    </Dialog>
  )
}
