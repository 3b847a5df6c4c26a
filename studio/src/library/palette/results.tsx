import { useEffect } from 'react'
import { Icon } from '../../components/icon.tsx'
import { Keys } from '../../components/keys.tsx'
import type { Entry } from './entries.ts'
import { Marked } from './marked.tsx'

/** What was found, in groups; the focus stays in the field, which says which one is chosen. */
export function Results({
  groups,
  chosen,
  id,
  idOf,
  onChoose,
  onOpen,
}: {
  groups: readonly { name: string; entries: readonly Entry[] }[]
  chosen: Entry | undefined
  id: string
  idOf: (entry: Entry) => string
  onChoose: (key: string) => void
  onOpen: (act: Entry['act']) => void
}) {
  const chosenId = chosen && idOf(chosen)
  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' })
  }, [chosenId])
  return (
    <div className="palette__list" role="listbox" id={id} aria-label="What was found" tabIndex={-1}>
      {groups.map(({ name, entries }) => (
        <div key={name} role="group" aria-label={name}>
          <span className="palette__g" aria-hidden="true">
            {name}
          </span>
          {entries.map(entry => (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: its keys are those of the field.
            <div
              key={entry.key}
              id={idOf(entry)}
              role="option"
              aria-selected={entry === chosen}
              className={entry === chosen ? 'palette__i is-active' : 'palette__i'}
              onPointerMove={() => entry !== chosen && onChoose(entry.key)}
              onClick={() => onOpen(entry.act)}
            >
              <Icon name={entry.icon} />
              <span className={entry.own ? 'serif palette__t' : 'palette__t'} dir="auto">
                <Marked text={entry.text} marks={entry.marks} />
              </span>
              {entry.fact && (
                <span className="menu__fact" dir="auto">
                  {entry.fact}
                </span>
              )}
              {entry.keys && <Keys keys={entry.keys} />}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
