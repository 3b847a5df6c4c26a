import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Check, TextField } from '../../../components/field.tsx'
import { ErrorState, Loading } from '../../../components/states.tsx'
import { count } from '../../../components/words.ts'
import { featuresQuery } from '../../../quality/features.ts'

/** What a book must have: features of MyST, found by name and by what they are for. */
export function FeaturesDialog({
  chosen,
  onChoose,
  onClose,
}: {
  chosen: readonly string[]
  onChoose: (features: string[]) => void
  onClose: () => void
}) {
  const { data, error, refetch } = useQuery(featuresQuery)
  const [sought, setSought] = useState('')
  const words = useDeferredValue(sought).toLowerCase().split(/\s+/).filter(Boolean)
  const found = data?.filter(({ id, name, explanation, category }) => {
    const said = `${id} ${name} ${explanation} ${category}`.toLowerCase()
    return words.every(word => said.includes(word))
  })
  // A brief may name features the catalogue has under another name, or not at all: they stay until taken out.
  const strange = chosen.filter(id => data && !data.some(one => one.id === id))
  const flip = (id: string) => onChoose(chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id])
  return (
    <Dialog
      wide
      title="What the book must have"
      description="Each chosen feature is asked for in every chapter it fits, and missed by the audit where it is not used."
      onClose={onClose}
      actions={
        <>
          <span className="plan-dialog-fact">{count(chosen.length, 'feature')} chosen</span>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <TextField
        label="Find a feature"
        type="search"
        value={sought}
        onChange={event => setSought(event.currentTarget.value)}
      />
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : (
        !found && <Loading what="Reading the features" />
      )}
      <ul className="plan-features" aria-label="Features">
        {strange.map(id => (
          <li key={id}>
            <Check checked onChange={() => flip(id)}>
              <b>{id}</b>
              <span>Named by the brief; not in the catalogue under this name.</span>
            </Check>
          </li>
        ))}
        {found?.map(({ id, name, category, explanation }) => (
          <li key={id}>
            <Check checked={chosen.includes(id)} onChange={() => flip(id)}>
              <b>{name}</b> <span className="quiet">{category}</span>
              <span>{explanation}</span>
            </Check>
          </li>
        ))}
        {found?.length === 0 && <li className="quiet">No feature has these words. Try fewer.</li>}
      </ul>
    </Dialog>
  )
}
