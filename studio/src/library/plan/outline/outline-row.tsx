import { type FocusEvent, type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { Icon } from '../../../components/icon.tsx'
import { number } from '../../../components/words.ts'
import type { Book } from '../../book.ts'
import { passagesOf, type Row } from './tree.ts'

interface Props {
  row: Row
  /** Whether it is the line the keys are about, and whether Tab comes to it. */
  chosen: boolean
  naming: boolean
  book: Pick<Book, 'targetWords' | 'targetWordsPerChapter'>
  chapters: number
  /** Of the line that stands on most. */
  mostPassages: number
  mayEdit: boolean
  dragged: boolean
  drop: 'before' | 'after' | 'into' | undefined
  grip: { onPointerDown: (event: PointerEvent<HTMLElement>) => void; style: { touchAction: 'none' } }
  onChoose: () => void
  onFold: () => void
  onName: () => void
  onNamed: (title: string | undefined) => void
}

/** One line of the outline: grip, number, title, and what it stands on. */
export function OutlineRow({ row, chosen, naming, mayEdit, dragged, drop, grip, ...rest }: Props) {
  const { node, section, level, open } = row
  const title = section === undefined ? node.title : node.sections[section]!.title
  const part = section === undefined && node.kind === 'part'
  const look = part ? 'trow--part' : section === undefined ? '' : 'trow--section'
  const passages = section === undefined ? passagesOf(node) : node.sections[section]!.passages.length
  const words = section === undefined && !part ? wordsOf(rest, row) : undefined
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of its lines
    <div
      role="treeitem"
      data-key={row.key}
      className={`trow ${look} ${dragged ? 'is-lifted' : ''} ${drop ? `is-drop-${drop}` : ''}`}
      style={{ '--in': level - 1 }}
      tabIndex={chosen ? 0 : -1}
      aria-selected={chosen}
      aria-level={level}
      aria-expanded={open}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      onClick={rest.onChoose}
      onDoubleClick={mayEdit ? rest.onName : undefined}
      onFocus={(event: FocusEvent) => event.target === event.currentTarget && !chosen && rest.onChoose()}
    >
      {mayEdit && (
        <span className="trow__grip" aria-hidden="true" {...grip}>
          <Icon name="grip" />
        </span>
      )}
      <Fold open={open} onFold={rest.onFold} />
      {section === undefined && !part && <span className="trow__n">{row.number}</span>}
      {naming ? <Naming title={title} onNamed={rest.onNamed} /> : <Title title={title} />}
      {!part && (
        <span className="trow__f">
          <span className="plan-col">
            <span className="plan-bar" aria-hidden="true">
              <i style={{ '--p': `${rest.mostPassages ? (passages / rest.mostPassages) * 100 : 0}%` }} />
            </span>
            {number(passages)}
            <span className="vh">{passages === 1 ? 'passage' : 'passages'}</span>
          </span>
          <span className="plan-col plan-col--words">{words}</span>
        </span>
      )}
    </div>
  )
}

function Title({ title }: { title: string }) {
  return (
    <span className="trow__t" dir="auto">
      {title}
    </span>
  )
}

function Fold({ open, onFold }: { open: boolean | undefined; onFold: () => void }) {
  if (open === undefined) return <span className="plan-fold" />
  return (
    // By keys the row folds with ← and →.
    <span
      className="plan-fold"
      aria-hidden="true"
      onClick={event => {
        event.stopPropagation()
        onFold()
      }}
    >
      <Icon name={open ? 'down' : 'right'} className={open ? '' : 'plan-fold__shut'} />
    </span>
  )
}

function Naming({ title, onNamed }: { title: string; onNamed: (title: string | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const ended = useRef(false)
  useEffect(() => input.current?.select(), [])
  const end = (named: string | undefined) => {
    if (ended.current) return
    ended.current = true
    onNamed(named?.trim() && named.trim() !== title ? named.trim() : undefined)
  }
  return (
    <input
      ref={input}
      className="trow__edit"
      aria-label="Title"
      dir="auto"
      maxLength={300}
      defaultValue={title}
      onClick={event => event.stopPropagation()}
      onBlur={event => end(event.currentTarget.value)}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        event.stopPropagation()
        if (event.key === 'Enter') {
          event.preventDefault()
          end(event.currentTarget.value)
        }
        if (event.key === 'Escape') {
          event.preventDefault()
          end(undefined)
        }
      }}
    />
  )
}

/** The words an item has, or is to have: its own target, else an even share of the book's. */
function wordsOf({ book, chapters }: Pick<Props, 'book' | 'chapters'>, { node }: Row) {
  if (node.chapter && node.chapter.words > 0) {
    return (
      <>
        {number(node.chapter.words)}
        <span className="vh">words written</span>
        <Icon name="check" />
      </>
    )
  }
  const share = book.targetWords && chapters > 0 ? Math.round(book.targetWords / chapters) : undefined
  const wanted = node.targetWords ?? book.targetWordsPerChapter ?? share
  if (!wanted || node.kind !== 'chapter') return <span className="vh">as many words as it needs</span>
  return (
    <>
      {number(wanted)}
      <span className="vh">words</span>
    </>
  )
}
