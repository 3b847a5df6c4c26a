import type { UseMutationResult } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { explain } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { TextArea } from '../../../../components/field.tsx'
import { isChord } from '../../../../components/keys.tsx'

/** Where something is said: mod+Enter sends it, Escape leaves it. */
export function CommentForm({
  label,
  act,
  text = '',
  mutation,
  onClose,
}: {
  label: string
  act: string
  /** What it says so far. */
  text?: string
  mutation: Pick<UseMutationResult<unknown, Error, string>, 'mutate' | 'isPending' | 'error'>
  onClose: () => void
}) {
  const [body, setBody] = useState(text)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = () => body.trim() && !mutation.isPending && mutation.mutate(body)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const keys = (event: KeyboardEvent) => {
    if (isChord(event, 'mod+Enter')) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    }
  }
  return (
    <form className="grid gap-2" onSubmit={submit}>
      <TextArea
        ref={field}
        label={label}
        rows={2}
        dir="auto"
        value={body}
        maxLength={10_000}
        error={mutation.error ? explain(mutation.error).detail : undefined}
        onChange={event => setBody(event.target.value)}
        onKeyDown={keys}
      />
      <div className="finding__a">
        <Button
          type="submit"
          size="s"
          look="primary"
          keys="mod+Enter"
          disabled={body.trim() === ''}
          busy={mutation.isPending ? 'Sending' : undefined}
        >
          {act}
        </Button>
        <Button size="s" look="quiet" onClick={onClose}>
          Leave it
        </Button>
      </div>
    </form>
  )
}
