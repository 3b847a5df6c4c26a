import { useEffect, useMemo, useRef, useState } from 'react'
import { useCommands } from '../app/commands.tsx'
import { Button } from '../components/button.tsx'
import { count } from '../components/words.ts'
import type { Chapter } from '../library/chapter.ts'
import type { EditorHandle } from '../library/workspace/editor-handle.ts'
import { isBeside } from './beside.ts'
import { Hunk } from './hunk.tsx'
import type { Fix } from './match-fixes.ts'
import { ruleName } from './rule-names.ts'

/** Goes through fixes one after the other; those that are accepted are made together, as one act that Undo takes back. */
export function ReviewFixes({
  fixes: given,
  chapter,
  editor,
  onApply,
  onClose,
}: {
  fixes: readonly Fix[]
  chapter: Chapter
  editor: EditorHandle
  onApply: (fixes: readonly Fix[]) => Promise<void>
  onClose: () => void
}) {
  // The list stays as it was when the review began, and so do the offsets it is about.
  const [fixes] = useState(given)
  const [text] = useState(chapter.content)
  const [at, setAt] = useState(0)
  const [accepted, setAccepted] = useState<readonly Fix[]>([])
  const accept = useRef<HTMLButtonElement>(null)
  const fix = fixes[at]!

  useEffect(() => {
    if (isBeside()) editor.goTo({ line: fix.hunks[0]!.line })
    accept.current?.focus()
  }, [editor, fix])

  const commands = useMemo(() => {
    const decide = async (chosen: readonly Fix[]) => {
      if (at + 1 < fixes.length) {
        setAccepted(chosen)
        setAt(at + 1)
        return
      }
      if (chosen.length > 0) await onApply(chosen)
      onClose()
    }
    return [
      { name: 'Accept this fix', keys: 'mod+.', group: 'This chapter', run: () => void decide([...accepted, fix]) },
      { name: 'Leave this fix', group: 'This chapter', run: () => void decide(accepted) },
    ] as const
  }, [at, fix, fixes, accepted, onApply, onClose])
  useCommands(commands)

  const rest = fixes.slice(at)
  return (
    <section className="proposal" aria-label="Review of fixes">
      <header className="proposal__head">
        <h3>
          Fix {at + 1} of {fixes.length}: {ruleName(fix.rule)}
        </h3>
        <span className="small quiet">{accepted.length} accepted</span>
      </header>
      {fix.hunks.map(hunk => (
        <Hunk
          key={hunk.number}
          hunk={hunk}
          title={chapter.title}
          context={{ text, start: hunk.start, end: hunk.end }}
        />
      ))}
      <div className="finding__a">
        <button
          ref={accept}
          type="button"
          className="btn btn--primary btn--s"
          aria-keyshortcuts="Meta+."
          onClick={commands[0].run}
        >
          Accept
        </button>
        <Button size="s" onClick={commands[1].run}>
          Leave it
        </Button>
        {rest.length > 1 && (
          <Button
            size="s"
            look="quiet"
            onClick={async () => {
              await onApply([...accepted, ...rest])
              onClose()
            }}
          >
            Accept all {rest.length}
          </Button>
        )}
      </div>
      <p className="small quiet">
        {accepted.length > 0
          ? `${count(accepted.length, 'fix', 'fixes')} will be made when you are through.`
          : 'What you accept is made when you are through, as one change.'}{' '}
        <button type="button" className="link" onClick={onClose}>
          Stop the review
        </button>
      </p>
    </section>
  )
}
