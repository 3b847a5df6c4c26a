import { Fragment, type KeyboardEvent, useRef } from 'react'
import { Icon } from '../components/icon.tsx'
import { duration, number } from '../components/words.ts'
import type { ChapterRow } from './chapter-rows.ts'

/** The chapters of a book with how far each is. ↑↓ go through them, and what is chosen is shown. */
export function ChapterList({
  rows,
  chosen,
  onChoose,
  now,
}: {
  rows: readonly ChapterRow[]
  chosen: string | undefined
  onChoose: (itemId: string) => void
  now: number
}) {
  const list = useRef<HTMLDivElement>(null)
  const at = rows.findIndex(row => row.item.id === chosen)
  const move = (event: KeyboardEvent) => {
    const item = (event.target as HTMLElement).dataset.item
    const from = rows.findIndex(row => row.item.id === item)
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: rows.length - 1 }[event.key]
    const row = to === undefined ? undefined : rows[to]
    if (!row) return
    event.preventDefault()
    onChoose(row.item.id)
    list.current?.querySelector<HTMLElement>(`[data-item="${row.item.id}"]`)?.focus()
  }
  const groups = Map.groupBy(rows, row => row.group)
  return (
    <div ref={list} className="tree tree--s" role="listbox" aria-label="Chapters" tabIndex={-1} onKeyDown={move}>
      {[...groups].map(([group, below]) => {
        const options = below.map(row => (
          <ChapterOption
            key={row.item.id}
            row={row}
            chosen={row.item.id === chosen}
            first={at < 0 && row === rows[0]}
            onChoose={onChoose}
            now={now}
          />
        ))
        if (group === undefined) return <Fragment key="">{options}</Fragment>
        return (
          <div key={group} role="group" aria-label={group}>
            <div className="trow trow--part" role="presentation">
              <span className="trow__t" dir="auto">
                {group}
              </span>
            </div>
            {options}
          </div>
        )
      })}
    </div>
  )
}

function ChapterOption({
  row,
  chosen,
  first,
  onChoose,
  now,
}: {
  row: ChapterRow
  chosen: boolean
  first: boolean
  onChoose: (itemId: string) => void
  now: number
}) {
  return (
    <div
      className={row.state === 'todo' ? 'trow is-later' : 'trow'}
      role="option"
      aria-selected={chosen}
      tabIndex={chosen || first ? 0 : -1}
      data-item={row.item.id}
      onClick={() => onChoose(row.item.id)}
      onKeyDown={event => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onChoose(row.item.id)
      }}
    >
      <span className="trow__n">{row.number}</span>
      <span className="trow__t" dir="auto">
        {row.item.title}
      </span>
      <Fact row={row} now={now} />
    </div>
  )
}

function Fact({ row, now }: { row: ChapterRow; now: number }) {
  switch (row.state) {
    case 'written':
      return (
        <span className="trow__f">
          <b>{number(row.words)}</b>
          <span className="vh"> words, written</span>
        </span>
      )
    case 'live':
      return <span className="trow__f live">{Math.round(row.share * 100)} %</span>
    case 'waiting': {
      const left = (Date.parse(row.standing!.waiting!.until) - now) / 1000
      return (
        <span className="trow__f wait">
          <Icon name="clock" />
          {left > 0 ? `in ${duration(left)}` : 'again now'}
        </span>
      )
    }
    case 'held':
      return (
        <span className="trow__f wait">
          <Icon name="pause" />
          {Math.round(row.share * 100)} %
        </span>
      )
    case 'failed':
      return (
        <span className="trow__f fail">
          <Icon name="stop" />
          failed
        </span>
      )
    case 'todo':
      return (
        <span className="trow__f">
          <span className="vh">planned: about </span>
          {number(row.planned)}
        </span>
      )
  }
}
