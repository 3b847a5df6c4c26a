import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Switch, TextField } from '../../components/field.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { toastError } from '../../components/toast.tsx'
import { count } from '../../components/words.ts'
import { type Feature, featuresQuery } from './operator.ts'

/** What MyST can do, and which of it counts in this installation. */
export function Features() {
  const { data, error, isError, refetch } = useQuery(featuresQuery)
  const [q, setQ] = useState('')
  if (!data) {
    return isError ? <ErrorState error={error} retry={() => void refetch()} /> : <Loading what="Reading the features" />
  }
  const wanted = q.trim().toLowerCase()
  const found = data.items.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted))
  const off = data.items.filter(({ active }) => !active).length
  return (
    <div className="operator__stack">
      <p className="operator__lead">
        {count(data.items.length, 'feature')}, {off === 0 ? 'all on' : `${off} off`}. What is off is left out of audits
        and remediations; texts that use it are printed all the same.
      </p>
      <search className="operator__find">
        <TextField type="search" label="Find features" value={q} onChange={event => setQ(event.target.value)} />
      </search>
      {found.length === 0 && <p className="operator__none">No feature is called that.</p>}
      {[...Map.groupBy(found, ({ category }) => category)].map(([category, features]) => (
        <section key={category}>
          <h2 className="h4">{category.replaceAll('-', ' ')}</h2>
          <ul className="operator__switches">
            {features.map(feature => (
              <FeatureSwitch key={feature.id} feature={feature} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function FeatureSwitch({ feature }: { feature: Feature }) {
  const queries = useQueryClient()
  const { queryKey } = featuresQuery
  const change = useMutation({
    mutationFn: (active: boolean) =>
      ask(api.v1.operator.features[':id'].$patch({ param: { id: feature.id }, json: { active } })),
    onMutate: async active => {
      await queries.cancelQueries({ queryKey })
      queries.setQueryData(
        queryKey,
        before => before && { items: before.items.map(one => (one.id === feature.id ? { ...one, active } : one)) },
      )
    },
    onError: toastError,
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  return (
    <li>
      <Switch checked={feature.active} onChange={event => change.mutate(event.target.checked)}>
        {feature.name}
      </Switch>
      <span className="operator__second">{feature.explanation}</span>
    </li>
  )
}
