import { Icon } from '../../../components/icon.tsx'
import { Chip } from '../../../components/progress.tsx'
import { count, number } from '../../../components/words.ts'
import type { useDrag } from '../outline/use-drag.ts'
import { doubtful, methods, type StructureRow } from './structure.ts'

/** One line of a structure: what it is, and whether it should be looked at. */
export function StructureLine({
  row: { item, level, open, index, siblings },
  chosen,
  naming,
  look,
  grip,
  onChoose,
  onFold,
  onNamed,
}: {
  row: StructureRow
  chosen: boolean
  naming: boolean
  look: string
  grip: ReturnType<ReturnType<typeof useDrag>['grip']> | undefined
  onChoose: () => void
  onFold: () => void
  onNamed: (title: string | undefined) => void
}) {
  const part = item.kind === 'part'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of its lines
    <div
      role="treeitem"
      data-key={item.id}
      className={`trow ${part ? 'trow--part' : ''} ${item.kind === 'excluded' ? 'is-excluded' : ''} ${look}`}
      style={{ '--in': level - 1 }}
      tabIndex={chosen ? 0 : -1}
      aria-selected={chosen}
      aria-level={level}
      aria-expanded={open}
      aria-posinset={index + 1}
      aria-setsize={siblings.length}
      onClick={onChoose}
      onFocus={event => event.target === event.currentTarget && !chosen && onChoose()}
    >
      {grip && (
        <span className="trow__grip" aria-hidden="true" {...grip}>
          <Icon name="grip" />
        </span>
      )}
      {open === undefined ? (
        <span className="plan-fold" />
      ) : (
        <span className="plan-fold" aria-hidden="true" onClick={onFold}>
          <Icon name={open ? 'down' : 'right'} className={open ? '' : 'plan-fold__shut'} />
        </span>
      )}
      {naming ? (
        <input
          className="trow__edit"
          aria-label="Title"
          dir="auto"
          maxLength={300}
          defaultValue={item.title}
          ref={input => input?.select()}
          onBlur={event => onNamed(changed(event.currentTarget.value, item.title))}
          onKeyDown={event => {
            event.stopPropagation()
            if (event.key === 'Enter') event.currentTarget.blur()
            if (event.key === 'Escape') {
              event.currentTarget.value = item.title
              event.currentTarget.blur()
            }
          }}
        />
      ) : (
        <span className="trow__t" dir="auto">
          {item.number && <span className="quiet">{item.number} </span>}
          {item.title || item.begins || 'Without a title'}
        </span>
      )}
      <span className="trow__f">
        {item.kind !== 'chapter' && !part && <Chip>{kindName[item.kind]}</Chip>}
        {item.method !== 'manual' && item.kind === 'chapter' && item.confidence < doubtful && (
          <Chip look="warn">look at it</Chip>
        )}
        {!(part && item.words === 0) && <span title={methods[item.method]}>{count(item.words, 'word')}</span>}
        {part && <span>{number(item.children.length)} inside</span>}
      </span>
    </div>
  )
}

const kindName: Record<string, string> = { front: 'front matter', back: 'back matter', excluded: 'left out' }
const changed = (title: string, before: string) => (title.trim() && title.trim() !== before ? title.trim() : undefined)
