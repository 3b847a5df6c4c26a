import { wordDiff } from '@octavo/manuscript/word-diff'
import { type ReactNode, useMemo } from 'react'
import { OneSide, WordChanges } from './word-changes.tsx'

/** One change of a text, as it is and as it would be. */
export interface ShownHunk {
  before: string
  after: string
  line: number
}

/**
 * A change, line by line as in a diff; with `prose`, as one text in the face of the book. `context` is the text it is a
 * change of, and where: what stands beside it on its lines is then shown as well.
 */
export function Hunk({
  hunk,
  title,
  prose = false,
  context,
  children,
}: {
  hunk: ShownHunk
  /** At the head, beside the line; the name of the file, or who suggests it. */
  title: ReactNode
  prose?: boolean
  context?: { text: string; start: number; end: number } | undefined
  children?: ReactNode
}) {
  const { before, after } = useMemo(() => (context ? wholeLines(hunk, context) : hunk), [hunk, context])
  return (
    <div className={prose ? 'hunk hunk--prose' : 'hunk'}>
      <div className="hunk__head">
        <span dir="auto">{title}</span>
        <span>line {hunk.line}</span>
      </div>
      {prose ? (
        <div className="hunk__l">
          <span>{hunk.line}</span>
          <span />
          <span dir="auto">
            <WordChanges before={before} after={after} />
          </span>
        </div>
      ) : (
        <Lines before={before} after={after} line={hunk.line} />
      )}
      {children}
    </div>
  )
}

function Lines({ before, after, line }: { before: string; after: string; line: number }) {
  const segments = useMemo(() => wordDiff(before, after), [before, after])
  return (
    <>
      {before !== '' && (
        <div className="hunk__l hunk__l--old">
          <span>{line}</span>
          <span>
            <span aria-hidden="true">−</span>
            <span className="vh">before: </span>
          </span>
          <span dir="auto">
            <OneSide segments={segments} side="removed" />
          </span>
        </div>
      )}
      {after !== '' && (
        <div className="hunk__l hunk__l--new">
          <span>{line}</span>
          <span>
            <span aria-hidden="true">+</span>
            <span className="vh">after: </span>
          </span>
          <span dir="auto">
            <OneSide segments={segments} side="added" />
          </span>
        </div>
      )}
    </>
  )
}

/** The change with the rest of the lines it begins and ends on, without a line break at the end. */
function wholeLines(hunk: ShownHunk, { text, start, end }: { text: string; start: number; end: number }) {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const behind = text.indexOf('\n', end)
  const head = text.slice(from, start)
  const tail = hunk.before.endsWith('\n') ? '' : text.slice(end, behind < 0 ? text.length : behind)
  const trim = (side: string) => side.replace(/\n+$/, '')
  return { before: trim(head + hunk.before + tail), after: trim(head + hunk.after + tail) }
}
