import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { api } from '../api/client.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Menu, MenuItem } from '../components/menu.tsx'
import { ErrorState, Loading } from '../components/states.tsx'
import { toast, toastError } from '../components/toast.tsx'
import { ago, count, list } from '../components/words.ts'
import type { Book } from '../library/book.ts'
import type { BookRights } from '../library/book-rights.ts'
import type { Chapter } from '../library/chapter.ts'
import type { EditorHandle } from '../library/workspace/editor-handle.ts'
import { auditQuery, type ChapterAudit } from './audit.ts'
import { FindingItem } from './finding-item.tsx'
import { Proposal } from './proposal.tsx'
import { RemediateDialog } from './remediate-dialog.tsx'
import type { Remediation } from './remediation.ts'
import { ReviewFixes } from './review-fixes.tsx'
import { severities, severityLooks } from './rule-names.ts'
import { SilenceDialog } from './silence-dialog.tsx'
import { Silenced } from './silenced.tsx'
import type { Findings, ListedFinding } from './use-findings.ts'

/** What is found in the chapter: what a model proposes, how the chapter scores, and each finding with what mends it. */
export function FindingsPanel({
  book,
  chapter,
  editor,
  rights,
  findings,
  proposals,
  onAsked,
  onDismiss,
}: {
  book: Book
  chapter: Chapter
  editor: EditorHandle
  rights: BookRights
  findings: Findings
  proposals: readonly Remediation[]
  onAsked: (remediationId: string) => void
  onDismiss: (remediationId: string) => void
}) {
  const [silencing, setSilencing] = useState<ListedFinding>()
  const [asking, setAsking] = useState(false)
  const [showSilenced, setShowSilenced] = useState(false)
  const links = useLinks(chapter)
  const { audit, items, fixes, reviewing, setReviewing } = findings
  const endReview = useCallback(() => setReviewing(false), [setReviewing])
  if (chapter.content.trim() === '' && !audit) {
    return <p className="insp__say">An audit reads what is written. This chapter has no text yet.</p>
  }
  if (findings.error) return <ErrorState error={findings.error} retry={findings.retry} />
  if (!audit) return <Loading what="Reading the chapter" lines={6} />
  const silenced = Object.values(audit.silenced).reduce((sum, one) => sum + one, 0)
  return (
    <>
      <div className="pane__body" tabIndex={-1}>
        {proposals.map(proposal => (
          <Proposal
            key={proposal.id}
            proposal={proposal}
            chapter={chapter}
            editor={editor}
            mayEdit={rights.edit}
            onDismiss={() => onDismiss(proposal.id)}
          />
        ))}
        {reviewing ? (
          <ReviewFixes fixes={fixes} chapter={chapter} editor={editor} onApply={findings.apply} onClose={endReview} />
        ) : (
          <>
            <Score audit={audit} />
            {severities.map(severity => (
              <Group
                key={severity}
                name={severityLooks[severity].group}
                items={items.filter(item => item.severity === severity)}
                findings={findings}
                chapter={chapter}
                mayEdit={rights.edit}
                onSilence={setSilencing}
              />
            ))}
            {showSilenced && <Silenced bookId={book.id} counts={audit.silenced} mayEdit={rights.edit} />}
          </>
        )}
      </div>
      <div className="insp__foot">
        <span className="small quiet" role="status">
          {links.isPending ? 'Asking the links, up to a minute' : checked(findings)}
          {silenced > 0 && `, ${silenced} silenced`}
        </span>
        <span className="insp__acts">
          {fixes.length > 0 && rights.edit && !reviewing && (
            <Button size="s" onClick={() => setReviewing(true)}>
              Review {count(fixes.length, 'fix', 'fixes')}
            </Button>
          )}
          <Menu trigger={<IconButton icon="more" label="More about findings" look="quiet" size="s" />}>
            <MenuItem icon="globe" onSelect={() => links.mutate()}>
              Try the links to the web
            </MenuItem>
            {rights.generate && (
              <MenuItem icon="pen" onSelect={() => setAsking(true)}>
                Have a model mend it…
              </MenuItem>
            )}
            <MenuItem icon={showSilenced ? 'x' : 'eye'} onSelect={() => setShowSilenced(!showSilenced)}>
              {showSilenced ? 'Hide what is silenced' : 'Show what is silenced'}
            </MenuItem>
          </Menu>
        </span>
      </div>
      {silencing && (
        <SilenceDialog finding={silencing} bookId={book.id} editor={editor} onClose={() => setSilencing(undefined)} />
      )}
      {asking && (
        <RemediateDialog
          chapter={chapter}
          editor={editor}
          findings={findings}
          onAsked={id => {
            setAsking(false)
            onAsked(id)
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function Group({
  name,
  items,
  findings,
  chapter,
  mayEdit,
  onSilence,
}: {
  name: string
  items: readonly ListedFinding[]
  findings: Findings
  chapter: Chapter
  mayEdit: boolean
  onSilence: (finding: ListedFinding) => void
}) {
  if (items.length === 0) return null
  return (
    <section aria-label={name}>
      <h3 className="insp__group">
        {name}, {items.length}
      </h3>
      <ul>
        {items.map(item => (
          <FindingItem
            key={item.key}
            finding={item}
            findings={findings}
            chapter={chapter}
            mayEdit={mayEdit}
            onSilence={() => onSilence(item)}
          />
        ))}
      </ul>
    </section>
  )
}

/** The score as a sentence, and what it is made of. */
function Score({ audit: { score, threshold, counts, features } }: { audit: ChapterAudit }) {
  const found = [
    counts.error > 0 && count(counts.error, 'error'),
    counts.warning > 0 && count(counts.warning, 'warning'),
    counts.info > 0 && count(counts.info, 'remark'),
    features.missing > 0 && `${count(features.missing, 'required feature')} missing`,
  ].filter(one => one !== false)
  const enough = score >= threshold
  return (
    <p className="insp__say insp__score">
      <Icon name={enough ? 'good' : 'warn'} className={enough ? 'text-good' : 'text-warn'} />
      <span>
        This chapter scores <b className="num">{score}</b> of 100; the book asks for {threshold}.{' '}
        {found.length > 0 ? `Found: ${list(found)}.` : 'Nothing is found.'}
      </span>
    </p>
  )
}

function checked({ stale, checking, audit }: Findings): string {
  if (checking) return 'Reading the chapter anew'
  if (stale) return 'The text has changed since; it is read anew once saved'
  const when = ago(audit!.auditedAt)
  return when === 'now' ? 'Checked now' : `Checked ${when}`
}

/** Asks the links to the web whether they lead somewhere; what they say stays with the audit. */
function useLinks(chapter: Chapter) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => ask(api.v1.chapters[':id'].audit.$post({ param: { id: chapter.id }, json: { links: true } })),
    onSuccess: audit => {
      queryClient.setQueryData(auditQuery(chapter.id, audit.version).queryKey, audit)
      const dead = audit.findings.filter(one => one.rule === 'dead-link').length
      toast(
        dead > 0
          ? `${count(dead, 'link')} ${dead === 1 ? 'does' : 'do'} not answer.`
          : 'Every link that was reached answers.',
      )
    },
    onError: toastError,
  })
}
