import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Check, TextField } from '../../components/field.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { count } from '../../components/words.ts'
import { featuresQuery } from '../../quality/features.ts'

/** Chooses some of what MyST can do: those chosen first, the rest by searching. */
export function FeatureChooser({
  chosen,
  onChosen,
}: {
  chosen: readonly string[]
  onChosen: (chosen: string[]) => void
}) {
  const [wanted, setWanted] = useState('')
  const { data, error } = useQuery(featuresQuery)
  if (error) return <ErrorState error={error} />
  if (!data) return <Loading what="Reading what MyST can do" lines={2} />
  const query = wanted.trim().toLowerCase()
  const shown = data
    .filter(({ id, name }) => (query ? `${id} ${name}`.toLowerCase().includes(query) : chosen.includes(id)))
    .slice(0, 24)
  return (
    <>
      <TextField
        label="Find a feature"
        type="search"
        placeholder="note, figure, glossary"
        value={wanted}
        onChange={event => setWanted(event.target.value)}
        help={`${count(chosen.length, 'feature is', 'features are')} required, of ${data.length}.`}
      />
      {query && shown.length === 0 && <p className="quiet">Nothing in MyST is called that.</p>}
      {shown.length > 0 && (
        <ul className="features" aria-label={query ? 'Found' : 'Required'}>
          {shown.map(({ id, name }) => (
            <li key={id}>
              <Check
                checked={chosen.includes(id)}
                onChange={event => onChosen(event.target.checked ? [...chosen, id] : chosen.filter(one => one !== id))}
              >
                {name}
              </Check>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
