import { ask } from '@octavo/server/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Progress } from '../components/progress.tsx'
import { toastError } from '../components/toast.tsx'
import { count, money } from '../components/words.ts'
import { jobQuery } from '../generation/job.ts'
import type { Chapter } from '../library/chapter.ts'
import type { EditorHandle } from '../library/workspace/editor-handle.ts'
import { Hunk } from './hunk.tsx'
import { isOpen, type ProposedHunk, type Remediation, useDecide, useFollowed } from './remediation.ts'
import { ruleName } from './rule-names.ts'

/** What a model was asked to do with the chapter: how far it is, then its changes to accept or reject one by one. */
export function Proposal({
  proposal,
  chapter,
  editor,
  mayEdit,
  onDismiss,
}: {
  proposal: Remediation
  chapter: Chapter
  editor: EditorHandle
  mayEdit: boolean
  onDismiss: () => void
}) {
  useFollowed(proposal)
  const decide = useDecide(chapter, editor)
  const undecided = proposal.hunks.filter(hunk => hunk.decision === null)
  const groups = [...Map.groupBy(proposal.hunks, hunk => hunk.group).values()]
  const left = proposal.outcomes.filter(one => one.outcome !== 'made')
  const answer = (kind: 'accept' | 'reject', numbers: number[] | 'all') =>
    decide.mutate({ id: proposal.id, [kind]: numbers })
  if (isOpen(proposal)) return <Running proposal={proposal} />
  return (
    <section className="proposal" aria-label={nameOf(proposal)}>
      <header className="proposal__head">
        <h3>{nameOf(proposal)}</h3>
        <span className="num small quiet">{proposal.cost > 0 ? money(proposal.cost) : 'free of charge'}</span>
      </header>
      {proposal.state === 'failed' && (
        <p className="proposal__say" role="alert">
          <Icon name="stop" className="text-stop" /> {proposal.error?.message ?? 'It ended without an answer.'} Your
          text is untouched.
        </p>
      )}
      {proposal.state === 'completed' && groups.length === 0 && (
        <p className="proposal__say">There is nothing to change.</p>
      )}
      {groups.map(hunks => (
        <Change
          key={hunks[0]!.number}
          hunks={hunks}
          original={chapter.version === proposal.baseVersion ? chapter.content : undefined}
          title={proposal.kind === 'revise' ? nameOf(proposal) : ruleName(hunks[0]!.reason)}
          prose={proposal.kind === 'revise'}
          busy={decide.isPending}
          mayEdit={mayEdit}
          onAnswer={answer}
          onShow={() => editor.goTo({ line: hunks[0]!.line })}
        />
      ))}
      {left.map(one => (
        <p key={`${one.kind} ${one.name}`} className="proposal__say">
          <Icon name="hint" className="text-hint" /> {one.kind === 'revision' ? '' : `${ruleName(one.name)}: `}
          {one.reason ?? 'nothing to do'}
        </p>
      ))}
      <footer className="finding__a">
        {undecided.length > 1 && mayEdit && (
          <>
            <Button size="s" busy={decide.isPending ? 'Deciding' : undefined} onClick={() => answer('accept', 'all')}>
              Accept all {undecided.length}
            </Button>
            <Button size="s" look="quiet" onClick={() => answer('reject', 'all')}>
              Reject all
            </Button>
          </>
        )}
        {undecided.length === 0 && (
          <Button size="s" onClick={onDismiss}>
            Put away
          </Button>
        )}
      </footer>
    </section>
  )
}

function Change({
  hunks,
  original,
  title,
  prose,
  busy,
  mayEdit,
  onAnswer,
  onShow,
}: {
  hunks: readonly ProposedHunk[]
  original: string | undefined
  title: string
  prose: boolean
  busy: boolean
  mayEdit: boolean
  onAnswer: (kind: 'accept' | 'reject', numbers: number[]) => void
  onShow: () => void
}) {
  const numbers = hunks.map(hunk => hunk.number)
  const decision = hunks[0]!.decision
  return (
    <div className="proposal__change">
      {hunks.map(hunk => (
        <Hunk
          key={hunk.number}
          hunk={hunk}
          title={title}
          prose={prose}
          context={original === undefined ? undefined : { text: original, start: hunk.start, end: hunk.end }}
        />
      ))}
      {decision ? (
        <p className="small quiet">{decided[decision]}</p>
      ) : (
        <div className="finding__a">
          {mayEdit && (
            <>
              <Button size="s" look="primary" disabled={busy} onClick={() => onAnswer('accept', numbers)}>
                Accept
              </Button>
              <Button size="s" disabled={busy} onClick={() => onAnswer('reject', numbers)}>
                Reject
              </Button>
            </>
          )}
          <Button size="s" look="quiet" onClick={onShow}>
            Show
          </Button>
        </div>
      )}
    </div>
  )
}

const decided = {
  accepted: 'Accepted.',
  rejected: 'Rejected; the text stays.',
  unfit: 'The text has changed here, so this changed nothing.',
}

function Running({ proposal }: { proposal: Remediation }) {
  const { data: job } = useQuery({ ...jobQuery(proposal.jobId ?? ''), enabled: proposal.jobId !== null })
  const stop = useMutation({
    mutationFn: (jobId: string) => ask(api.v1.jobs[':jobId'].cancel.$post({ param: { jobId } })),
    onError: toastError,
  })
  const waiting = proposal.state === 'pending'
  return (
    <section className="proposal" aria-label={nameOf(proposal)} aria-busy="true">
      <Progress
        what={nameOf(proposal)}
        value={waiting ? 'waiting for a worker' : undefined}
        share={(job?.progress ?? 0) / 100}
        facts={[
          job?.model ?? 'Choosing a model',
          `${money(job?.cost ?? 0)} so far${job?.estimatedCost ? ` of about ${money(job.estimatedCost)}` : ''}`,
          'Nothing changes before you decide',
        ]}
      />
      <div className="finding__a">
        <Button
          size="s"
          busy={stop.isPending ? 'Cancelling' : undefined}
          disabled={!proposal.jobId}
          onClick={() => proposal.jobId && stop.mutate(proposal.jobId)}
        >
          Cancel
        </Button>
      </div>
    </section>
  )
}

const revisionNames = {
  improve: 'Improve the selection',
  shorten: 'Shorten the selection',
  expand: 'Expand the selection',
  continue: 'Continue after the selection',
  rephrase: 'Rephrase the selection',
}

function nameOf({ kind, action, features, findings }: Remediation): string {
  if (action) return revisionNames[action]
  if (kind === 'fix') return 'Fixes without a model'
  const asked = features.length + findings.length
  return asked > 0 ? `Mend ${count(asked, 'thing')}` : 'Mend the chapter'
}
