import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.ts'
import { Empty, ErrorState, Loading } from '../../../components/states.tsx'
import { count, list, number } from '../../../components/words.ts'
import type { Row } from '../outline/tree.ts'
import { PlanFields } from './plan-fields.tsx'
import { SearchedPassages } from './searched-passages.tsx'

type Evidence = Answer<Awaited<ReturnType<(typeof api)['v1']['outline-items'][':id']['passages']['$get']>>>
type Passage = Evidence['sections'][number]['passages'][number]

/** Passages that are shown before somebody asks for more. */
const first = 12

/** What stands behind the chosen line of the outline: its plan, its passages, and what no source answers. */
export function EvidencePane({
  bookId,
  row,
  itemId,
  hasSources,
  mayEdit,
  onWrite,
  onLeaveOut,
  onRemoveSection,
  onAddSource,
}: {
  bookId: string
  row: Row | undefined
  /** Undefined while the item is not saved yet. */
  itemId: string | undefined
  hasSources: boolean
  mayEdit: boolean
  onWrite: (words: { synopsis?: string; targetWords?: number | null }) => void
  onLeaveOut: (section: number, passageId: string) => void
  onRemoveSection: (section: number) => void
  onAddSource: () => void
}) {
  const { node, section } = row ?? {}
  const stands = node?.sections.map(one => one.passages) ?? []
  const { data, error, refetch } = useQuery({
    queryKey: ['book', bookId, 'evidence', itemId, stands],
    queryFn: () => ask(api.v1['outline-items'][':id'].passages.$get({ param: { id: itemId! } })),
    enabled: itemId !== undefined && stands.some(ids => ids.length > 0),
    placeholderData: keepPreviousData,
  })
  if (!row || !node) {
    return (
      <aside className="pane plan-behind" aria-label="Passages behind the chapter">
        <Empty title="Behind each chapter">The passages a chapter stands on are shown here, once there is one.</Empty>
      </aside>
    )
  }
  const title = section === undefined ? node.title : node.sections[section]!.title
  const sections = node.sections.map((one, index) => ({
    title: one.title,
    index,
    wanted: one.passages.length,
    passages:
      itemId && one.passages.length > 0
        ? (data?.sections[index]?.passages ?? []).filter(({ id }) => one.passages.includes(id))
        : [],
    gone: data?.sections[index]?.gone ?? 0,
  }))
  const shown = sections.filter(one => section === undefined || one.index === section)
  const passages = shown.flatMap(one => one.passages.map(passage => ({ section: one.index, passage })))
  const gone = shown.reduce((sum, one) => sum + (one.wanted > 0 ? one.gone : 0), 0)
  const unanswered = hasSources ? shown.filter(one => one.wanted === 0) : []
  const from = [...new Set(passages.map(({ passage }) => passage.sourceTitle))]
  const waits = stands.some(ids => ids.length > 0) && !data && !error
  return (
    <aside className="pane plan-behind" aria-label="Passages behind the chapter">
      <div className="pane__body">
        <div className="plan-behind__head">
          <h2 className="h4">
            Behind <em dir="auto">{title}</em>
          </h2>
          <p>
            {passages.length > 0
              ? `${count(passages.length, 'passage')} from ${from.length > 2 ? count(from.length, 'source') : list(from)}.`
              : node.kind === 'part'
                ? 'A part holds chapters; the passages are behind those.'
                : waits
                  ? ''
                  : 'No passage is behind it yet.'}
            {gone > 0 &&
              ` ${count(gone, 'passage')} more ${gone === 1 ? 'is' : 'are'} gone with ${gone === 1 ? 'its' : 'their'} source.`}
          </p>
        </div>
        <PlanFields key={row.key} row={row} mayEdit={mayEdit} onWrite={onWrite} />
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {waits && <Loading what="Reading the passages" />}
        <PassageList key={`${row.key}-passages`} passages={passages} mayEdit={mayEdit} onLeaveOut={onLeaveOut} />
        {unanswered.length > 0 && node.kind !== 'part' && (
          <div className="plan-gaps">
            <h3>Asked by the outline, answered by no source</h3>
            <ul>
              {unanswered.map(one => (
                <li key={one.index}>
                  <span dir="auto">{one.title}</span>
                  {mayEdit && (
                    <button
                      type="button"
                      className="link"
                      aria-label={`Leave out ${one.title}`}
                      onClick={() => onRemoveSection(one.index)}
                    >
                      Leave it out
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {mayEdit && (
              <p>
                <button type="button" className="link" onClick={onAddSource}>
                  Add a source
                </button>{' '}
                that tells of it, or put passages behind it from the sources.
              </p>
            )}
          </div>
        )}
        {hasSources && node.kind !== 'part' && (
          <SearchedPassages
            bookId={bookId}
            title={title}
            synopsis={section === undefined ? node.synopsis : node.sections[section]!.synopsis}
            atOnce={passages.length === 0 && !waits}
          />
        )}
      </div>
    </aside>
  )
}

function PassageList({
  passages,
  mayEdit,
  onLeaveOut,
}: {
  passages: readonly { section: number; passage: Passage }[]
  mayEdit: boolean
  onLeaveOut: (section: number, passageId: string) => void
}) {
  const [all, setAll] = useState(false)
  const rest = passages.length - first
  return (
    <>
      <ul className="plan-passages" aria-label="Passages">
        {(all ? passages : passages.slice(0, first)).map(({ section, passage }) => (
          <li key={`${section}-${passage.id}`} className="passage">
            <p className={passage.kind === 'code' ? 'passage__q plan-code' : 'passage__q'} dir="auto">
              {passage.text}
            </p>
            <p className="passage__f">
              <span dir="auto">{passage.sourceTitle}</span>
              <span>{placeOf(passage)}</span>
              {mayEdit && (
                <button type="button" className="link" onClick={() => onLeaveOut(section, passage.id)}>
                  Leave out
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {!all && rest > 0 && (
        <p className="plan-more">
          <button type="button" className="link" onClick={() => setAll(true)}>
            Show the other {number(rest)}
          </button>
        </p>
      )}
    </>
  )
}

/** "line 4", "lines 4–9" */
function placeOf({ start, end }: Passage): string {
  return start.line === end.line ? `line ${number(start.line)}` : `lines ${number(start.line)}–${number(end.line)}`
}
