import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../api/client.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Check, TextField } from '../components/field.tsx'
import { toast } from '../components/toast.tsx'
import type { EditorHandle } from '../library/workspace/editor-handle.ts'
import { isAudit } from './audit.ts'
import { ruleName } from './rule-names.ts'
import { silenceLine } from './silence-line.ts'
import type { ListedFinding } from './use-findings.ts'

/** Silences a finding where it is, by a comment in the text, or its rule in the whole book. */
export function SilenceDialog({
  finding,
  bookId,
  editor,
  onClose,
}: {
  finding: ListedFinding
  bookId: string
  editor: EditorHandle
  onClose: () => void
}) {
  const queryClient = useQueryClient()
  const [where, setWhere] = useState<'here' | 'book'>('here')
  const [reason, setReason] = useState('')
  const silence = useMutation({
    mutationFn: async () => {
      if (where === 'here') {
        editor.replace([silenceLine(editor.text(), finding.line, finding.rule, reason)])
        await editor.saved()
        return
      }
      await ask(api.v1.books[':id'].silences.$post({ param: { id: bookId }, json: { rule: finding.rule, reason } }))
    },
    onSuccess: async () => {
      onClose()
      toast(`${ruleName(finding.rule)}: silenced ${where === 'here' ? `at line ${finding.line}` : 'in this book'}.`)
      await queryClient.invalidateQueries({ queryKey: ['book', bookId, 'silences'] })
      await queryClient.invalidateQueries({ predicate: isAudit })
    },
  })
  const missing = where === 'book' && reason.trim() === ''
  const problem = silence.error ? explain(silence.error) : undefined
  return (
    <Dialog
      title={`Silence “${ruleName(finding.rule)}”`}
      description="It is counted as silenced, and no longer listed or scored."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep hearing it</Button>
          <Button
            look="primary"
            disabled={missing}
            busy={silence.isPending ? 'Silencing' : undefined}
            onClick={() => silence.mutate()}
          >
            Silence
          </Button>
        </>
      }
    >
      <div className="grid gap-2" role="radiogroup" aria-label="Where">
        <Check type="radio" name="where" checked={where === 'here'} onChange={() => setWhere('here')}>
          Only here: a comment above line {finding.line}
        </Check>
        <Check type="radio" name="where" checked={where === 'book'} onChange={() => setWhere('book')}>
          In the whole book
        </Check>
      </div>
      <TextField
        label="Why"
        fact={where === 'here' ? 'optional' : undefined}
        help="For whoever wonders later."
        error={problem && (problem.fields.reason ?? problem.detail)}
        value={reason}
        maxLength={2000}
        onChange={event => setReason(event.target.value)}
      />
    </Dialog>
  )
}
