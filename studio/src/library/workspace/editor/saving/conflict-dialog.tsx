import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { Check } from '../../../../components/field.tsx'
import { count } from '../../../../components/words.ts'
import type { Choice, Conflict } from './conflict.ts'
import { wordDifference } from './word-difference.ts'

/** Both texts side by side, place by place; each is chosen by itself. */
export function ConflictDialog({
  conflict,
  onChosen,
  onClose,
}: {
  conflict: Conflict
  onChosen: (choices: Choice[]) => void
  onClose: () => void
}) {
  const { places, text, theirs } = conflict
  const [choices, setChoices] = useState<Choice[]>(() => places.map(() => 'mine'))
  const name = theirs.by ?? 'The other one'
  return (
    <Dialog
      wide
      title="Both of you changed the same place"
      description={`Yours was begun before version ${theirs.version} was saved. Choose for each place; the rest is merged already.`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Decide later</Button>
          <Button look="primary" onClick={() => onChosen(choices)}>
            Save what I chose
          </Button>
        </>
      }
    >
      <p className="small quiet">{count(places.length, 'place')}</p>
      <ol className="conflict">
        {places.map((place, index) => {
          const line = text.slice(0, place.from).split('\n').length
          const choose = (choice: Choice) => setChoices(choices.with(index, choice))
          const [mine, other] = wordDifference(place.mine, place.theirs)
          const option = (choice: Choice, label: string) => (
            <Check
              type="radio"
              name={`place-${index}`}
              checked={choices[index] === choice}
              onChange={() => choose(choice)}
            >
              {label}
            </Check>
          )
          return (
            <li key={place.from} className="conflict__place">
              <fieldset>
                <legend className="small quiet">Line {line}</legend>
                <div className="conflict__side">
                  {option('mine', 'Yours')}
                  <Words parts={mine} empty="You took this away." />
                </div>
                <div className="conflict__side">
                  {option('theirs', name)}
                  <Words parts={other} empty="Taken away." />
                </div>
                {place.mine !== '' && place.theirs !== '' && option('both', 'Both, yours first')}
              </fieldset>
            </li>
          )
        })}
      </ol>
    </Dialog>
  )
}

function Words({ parts, empty }: { parts: readonly { text: string; differs: boolean }[]; empty: string }) {
  if (parts.length === 0) return <p className="conflict__text quiet">{empty}</p>
  return (
    <p className="conflict__text" dir="auto">
      {parts.map(({ text, differs }, index) => (differs ? <mark key={index}>{text}</mark> : text))}
    </p>
  )
}
