import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button, buttonClass } from '../components/button.tsx'
import { Chip } from '../components/progress.tsx'
import { Banner, ErrorState, Loading } from '../components/states.tsx'
import { count, number } from '../components/words.ts'
import type { ChapterRow } from './chapter-rows.ts'
import { type Job, textQuery, writtenQuery } from './job.ts'
import { withoutCommands } from './job-words.ts'
import { ManuscriptText, type Place } from './manuscript-text.tsx'

/** Whoever scrolls up by more than this reads, and is not carried along any more. Pixels. */
const nearEnd = 96

/** One chapter: its text as it comes, as it was saved, or what is planned. */
export function ChapterPane({
  bookId,
  job,
  row,
  onRedo,
}: {
  bookId: string
  job: Job
  row: ChapterRow
  /** Absent where one may not. */
  onRedo?: (() => void) | undefined
}) {
  const live = row.state === 'live' || row.state === 'waiting'
  const [follow, setFollow] = useState(true)
  const body = useRef<HTMLDivElement>(null)
  const { text, places, fresh, sections, pending, error, again } = useChapterText(job, row)

  // After every change of the text or the window: whoever follows stays at the end; for everybody else what is read does
  // not move.
  const leftAt = useRef(0)
  const isFollowed = live && follow && text !== undefined
  const goToEnd = useCallback(() => {
    const pane = body.current
    if (!isFollowed || !pane) return
    const end = pane.scrollHeight - pane.clientHeight
    if (pane.scrollTop < Math.min(leftAt.current, end) - nearEnd) {
      // Scrolled up so lately that nobody has been told yet.
      setFollow(false)
      return
    }
    pane.scrollTop = end
    leftAt.current = end
  }, [isFollowed])
  useLayoutEffect(goToEnd, [goToEnd, text])
  useEffect(() => {
    const resized = new ResizeObserver(goToEnd)
    resized.observe(body.current!)
    return () => resized.disconnect()
  }, [goToEnd])

  const chapterId = row.item.chapter?.id
  return (
    <article className="pane pane--sheet" aria-label={`Chapter ${row.number}`}>
      <div className="pane__head">
        <StateChip row={row} />
        <span className="small quiet num clip">
          {row.state === 'written'
            ? count(row.words, 'word')
            : `${row.state === 'todo' ? '' : `${number(row.words)} of `}about ${count(row.planned, 'word')}`}
          {live && row.item.sections.length > 1 && (
            <span className="max-narrow:hidden">
              , section {Math.min(sections, row.item.sections.length)} of {row.item.sections.length}
            </span>
          )}
        </span>
        <div className="pane__end">
          {live && (
            <Button
              look="quiet"
              size="s"
              icon={follow ? 'check' : 'down'}
              aria-pressed={follow}
              onClick={() => {
                leftAt.current = 0
                setFollow(!follow)
              }}
            >
              Follow
            </Button>
          )}
          {onRedo && row.part && !live && row.state !== 'todo' && (
            <Button look="quiet" size="s" onClick={onRedo}>
              Write again…
            </Button>
          )}
          {row.state === 'written' && chapterId && (
            <Link
              to="/books/$bookId/edit/$chapterId"
              params={{ bookId, chapterId }}
              className={buttonClass({ size: 's' })}
            >
              Edit
            </Link>
          )}
        </div>
      </div>
      <div
        className="pane__body"
        ref={body}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        tabIndex={0}
        role="region"
        aria-label={`Text of chapter ${row.number}`}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          if (live) setFollow(scrollHeight - scrollTop - clientHeight < nearEnd)
        }}
      >
        <div className="sheet">
          <header className="sheet__head">
            <span className="n">{row.number}</span>
            <h2 dir="auto">{row.item.title}</h2>
          </header>
          {row.part?.error && (
            <div className="sheet__note">
              <Banner look={row.state === 'failed' ? 'stop' : 'warn'}>
                {withoutCommands(row.part.error.message)}
                {row.words > 0 && ' The sections below are kept.'}
              </Banner>
            </div>
          )}
          {error ? (
            <ErrorState error={error} retry={again} />
          ) : text === undefined ? (
            pending ? (
              <Loading what="Reading the text" lines={6} />
            ) : (
              <Planned row={row} />
            )
          ) : (
            <ManuscriptText text={text} title={row.item.title} places={places} fresh={live ? fresh : undefined} />
          )}
        </div>
      </div>
    </article>
  )
}

function StateChip({ row }: { row: ChapterRow }): ReactNode {
  switch (row.state) {
    case 'written':
      return <Chip look="good">Written</Chip>
    case 'live':
      return <Chip look="live">Writing</Chip>
    case 'waiting':
      return (
        <Chip look="warn" icon="clock">
          Waiting
        </Chip>
      )
    case 'held':
      return (
        <Chip look="warn" icon="pause">
          Paused
        </Chip>
      )
    case 'failed':
      return <Chip look="stop">Failed</Chip>
    case 'todo':
      return <Chip>{row.part?.state === 'canceled' ? 'Not written' : 'To come'}</Chip>
  }
}

/** A chapter nobody has begun: what it is to be. */
function Planned({ row }: { row: ChapterRow }) {
  return (
    <>
      {row.item.synopsis && (
        <p className="sheet__p sheet__p--first quiet" dir="auto">
          {row.item.synopsis}
        </p>
      )}
      {row.item.sections.length > 0 && (
        <ol className="sheet__plan">
          {row.item.sections.map((section, index) => (
            <li key={index} dir="auto">
              {section.title}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}

/** Saved text of a written chapter, else what its job has of it so far. */
function useChapterText(job: Job, row: ChapterRow) {
  const chapterId = row.item.chapter?.id
  const isSaved = row.state === 'written' && chapterId !== undefined
  const isBegun = !isSaved && row.part !== undefined && row.part.state !== 'queued'
  const saved = useQuery({ ...writtenQuery(chapterId ?? ''), enabled: isSaved })
  const soFar = useQuery({ ...textQuery(job.id, row.part?.id ?? ''), enabled: isBegun })
  const text = isSaved ? saved : soFar
  const sections = isBegun ? (soFar.data?.sections ?? []) : []
  const isEmpty = !isSaved && row.state !== 'live' && row.state !== 'waiting' && sections.length === 0
  // Between the last word and the saved page the one stays until the other is there.
  const kept = soFar.data?.sections
  const shown = isSaved ? (saved.data?.content ?? (kept && joinSections(kept))) : joinSections(sections)
  const places = new Map<string, Place>(
    soFar.data?.evidence.map(({ mark, source, line }) => [mark, { source, where: `line ${line}` }]),
  )
  return {
    text: isEmpty || (!isSaved && !soFar.data) ? undefined : shown,
    places,
    fresh: soFar.data?.fresh ?? 0,
    sections: sections.length,
    pending: (isSaved || isBegun) && text.isPending,
    error: text.data ? null : text.error,
    again: () => void text.refetch(),
  }
}

function joinSections(sections: readonly { title: string; text: string }[]): string {
  return sections
    .filter(section => section.title || section.text)
    .map(({ title, text }) => (title ? `## ${title}\n\n${text}` : text))
    .join('\n\n')
}
