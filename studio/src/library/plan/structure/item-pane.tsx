import { Button } from '../../../components/button.tsx'
import { SelectField } from '../../../components/field.tsx'
import { count, number } from '../../../components/words.ts'
import { itemKinds, methods, type Operation, type StructureItem } from './structure.ts'

/** Why an item is one, where it begins, and what can be done with it. */
export function ItemPane({
  item,
  readOnly,
  onCorrect,
  onSplit,
  onName,
}: {
  item: StructureItem
  readOnly: boolean
  onCorrect: (...operations: Operation[]) => void
  onSplit: (item: StructureItem) => void
  onName: () => void
}) {
  const sure = Math.round(item.confidence * 100)
  return (
    <div className="structure-item">
      <h2 className="h4" dir="auto">
        {item.title || 'Without a title'}
      </h2>
      <p className="soft">
        Found {methods[item.method] ?? item.method}
        {item.method !== 'manual' && `, ${sure} % sure`}. {count(item.words, 'word')} in {number(item.end - item.start)}{' '}
        {item.end - item.start === 1 ? 'block' : 'blocks'}.
      </p>
      {item.reasons.length > 0 && (
        <>
          <h3>Why</h3>
          <ul className="structure-why">
            {item.reasons.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </>
      )}
      {item.begins && (
        <>
          <h3>Begins</h3>
          <p className="structure-begins" dir="auto">
            {item.begins}…
          </p>
        </>
      )}
      {!readOnly && (
        <>
          <SelectField
            label="It is"
            options={itemKinds}
            value={item.kind}
            onValue={kind => onCorrect({ do: 'set-kind', item: item.id, kind })}
          />
          <div className="structure-acts">
            <Button size="s" icon="pen" onClick={onName}>
              Rename
            </Button>
            <Button size="s" icon="cut" disabled={item.end - item.start < 2} onClick={() => onSplit(item)}>
              Split
            </Button>
            <Button size="s" icon="merge" onClick={() => onCorrect({ do: 'merge', item: item.id, with: 'previous' })}>
              Join with the one before
            </Button>
            <Button size="s" icon="merge" onClick={() => onCorrect({ do: 'merge', item: item.id, with: 'next' })}>
              Join with the next
            </Button>
            {item.kind === 'part' ? (
              <Button size="s" onClick={() => onCorrect({ do: 'remove-part', item: item.id })}>
                Dissolve the part
              </Button>
            ) : (
              <Button
                size="s"
                icon="plus"
                onClick={() => onCorrect({ do: 'add-part', title: 'New part', before: item.id })}
              >
                Part before it
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  )
}
