import { type ReactNode, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { TextField } from '../components/field.tsx'

/** Asks before something is lost for good: the act waits until its word is typed. */
export function TypedConfirm({
  title,
  description,
  word,
  act,
  busy,
  onConfirm,
  onClose,
}: {
  title: string
  description: ReactNode
  /** What must be typed, letter by letter. */
  word: string
  act: string
  busy?: string | undefined
  onConfirm: () => void
  onClose: () => void
}) {
  const [typed, setTyped] = useState('')
  const same = typed.trim() === word.trim()
  return (
    <Dialog
      title={title}
      description={description}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="stop" disabled={!same} busy={busy} onClick={onConfirm}>
            {act}
          </Button>
        </>
      }
    >
      <TextField
        label={
          <span>
            To go on, type <b dir="auto">{word}</b>
          </span>
        }
        value={typed}
        onChange={event => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        autoFocus
      />
    </Dialog>
  )
}
