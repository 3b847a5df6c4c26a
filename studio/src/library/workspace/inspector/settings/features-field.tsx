import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { Check, TextField } from '../../../../components/field.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { count, list } from '../../../../components/words.ts'
import { type Feature, featuresQuery } from '../../../../quality/features.ts'
import type { Book } from '../../../book.ts'
import { settingError, useBookChange } from './book-change.ts'

/** What every chapter must use, such as a warning or an exercise. */
export function FeaturesField({ book, readOnly }: { book: Book; readOnly: boolean }) {
  const [choosing, setChoosing] = useState(false)
  const required = book.requiredFeatures
  return (
    <div className="field">
      <span className="field__label">Features every chapter must have</span>
      <p className="soft">{required.length > 0 ? `${list(required)}.` : 'None is required.'}</p>
      {!readOnly && (
        <Button size="s" className="justify-self-start" onClick={() => setChoosing(true)}>
          Choose features…
        </Button>
      )}
      {choosing && <FeaturesDialog book={book} onClose={() => setChoosing(false)} />}
    </div>
  )
}

function FeaturesDialog({ book, onClose }: { book: Book; onClose: () => void }) {
  const features = useQuery(featuresQuery)
  const change = useBookChange(book, 'requiredFeatures')
  const [chosen, setChosen] = useState<readonly string[]>(book.requiredFeatures)
  const [wanted, setWanted] = useState('')
  const words = useDeferredValue(wanted).trim().toLowerCase()
  const found =
    features.data?.filter(one => `${one.name} ${one.id} ${one.explanation}`.toLowerCase().includes(words)) ?? []
  const byCategory = Map.groupBy(found, one => one.category)
  return (
    <Dialog
      wide
      title="Features every chapter must have"
      description="Models are asked for them, and an audit says where one is missing."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            look="primary"
            busy={change.isPending ? 'Saving' : undefined}
            onClick={() => change.mutate([...chosen], { onSuccess: onClose })}
          >
            {chosen.length > 0 ? `Require ${count(chosen.length, 'feature')}` : 'Require none'}
          </Button>
        </>
      }
    >
      <TextField
        type="search"
        label="Find"
        value={wanted}
        error={settingError(change.error, 'requiredFeatures')}
        onChange={event => setWanted(event.target.value)}
      />
      {features.isPending && <Loading what="Reading the catalogue" lines={6} />}
      {features.isError && <ErrorState error={features.error} retry={features.refetch} />}
      {features.data && (
        <div className="insp__catalogue" tabIndex={-1}>
          {[...byCategory].map(([category, all]) => (
            <fieldset key={category} className="insp__choices insp__choices--all">
              <legend>{category.replaceAll(/[-_]/g, ' ')}</legend>
              {all.map(feature => (
                <FeatureCheck
                  key={feature.id}
                  feature={feature}
                  checked={chosen.includes(feature.id)}
                  onChange={on => setChosen(on ? [...chosen, feature.id] : chosen.filter(one => one !== feature.id))}
                />
              ))}
            </fieldset>
          ))}
          {found.length === 0 && <p>No feature has such a name.</p>}
        </div>
      )}
    </Dialog>
  )
}

function FeatureCheck({
  feature,
  checked,
  onChange,
}: {
  feature: Feature
  checked: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <Check checked={checked} onChange={event => onChange(event.target.checked)}>
      {feature.name} <span className="small quiet">{feature.explanation}</span>
    </Check>
  )
}
