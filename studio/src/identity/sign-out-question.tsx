import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { count } from '../components/words.ts'
import { leave, onWaiting, type Waiting } from './sign-out.ts'

/** Asks whoever signs out what becomes of edits that have not reached the server. */
export function SignOutQuestion() {
  const [waiting, setWaiting] = useState<Waiting>()
  useEffect(() => onWaiting(setWaiting), [])
  if (!waiting) return null
  const close = () => setWaiting(undefined)
  const { userId, chapters } = waiting
  const one = chapters === 1
  return (
    <Dialog
      title="Not everything is saved"
      description={
        <>
          Your edits in {count(chapters, 'chapter')} have not reached the server. Kept in this browser,{' '}
          {one ? 'they are' : 'all of them are'} sent when you sign in here again and open {one ? 'it' : 'the chapters'}
          . On a machine that others use, delete them.
        </>
      }
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Stay</Button>
          <Button look="stop" onClick={() => void leave(userId)}>
            Delete them and sign out
          </Button>
          <Button look="primary" onClick={() => void leave()}>
            Keep them and sign out
          </Button>
        </>
      }
    />
  )
}
