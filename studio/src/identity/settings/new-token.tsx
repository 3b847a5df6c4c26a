import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { toastError } from '../../components/toast.tsx'

/** A new token, this once, to be copied. */
export function NewToken({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(token).then(
      () => setCopied(true),
      () => toastError(new Error('The browser did not let it be copied: select it and copy it yourself.')),
    )
  return (
    <Dialog
      title={`The token “${name}”`}
      description="Copy it now: it is shown this once, and kept nowhere in the clear."
      onClose={onClose}
      wide
      actions={
        <>
          <Button look="primary" icon={copied ? 'check' : 'file'} autoFocus onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
          <Button onClick={onClose}>Done</Button>
        </>
      }
    >
      <TextField
        label="Token"
        className="mono"
        dir="ltr"
        readOnly
        value={token}
        onFocus={event => event.target.select()}
      />
    </Dialog>
  )
}
