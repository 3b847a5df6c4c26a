import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api, explain } from '../../../../api/client.ts'
import { Button } from '../../../../components/button.tsx'
import { SelectField, TextField } from '../../../../components/field.tsx'
import { toast } from '../../../../components/toast.tsx'
import type { Role } from '../../../book-rights.ts'
import { invitationsQuery } from './collaborators.tsx'

const allow: Record<Role, string> = {
  viewer: 'viewer: reads',
  reviewer: 'reviewer: comments, approves',
  editor: 'editor: writes',
  admin: 'admin: invites others',
  owner: 'owner: everything',
}

/** Invites an address to this one book, by mail. */
export function InviteForm({ bookId, grantable }: { bookId: string; grantable: readonly Role[] }) {
  const queryClient = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('reviewer')
  const invite = useMutation({
    mutationFn: () =>
      ask(api.v1.books[':id'].collaborators.invitations.$post({ param: { id: bookId }, json: { email, role } })),
    onSuccess: () => {
      toast(`An invitation is on its way to ${email}.`)
      setEmail('')
      return queryClient.invalidateQueries({ queryKey: invitationsQuery(bookId).queryKey })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate()
  }
  const problem = invite.error ? explain(invite.error) : undefined
  return (
    <form className="grid gap-2" onSubmit={submit} noValidate>
      <TextField
        type="email"
        label="Invite an address"
        help="By mail, to this book only; it holds for seven days."
        error={problem && (problem.fields.email ?? problem.detail)}
        value={email}
        onChange={event => setEmail(event.target.value)}
      />
      <SelectField
        label="Role"
        options={grantable.map(value => ({ value, label: allow[value] }))}
        value={role}
        onValue={setRole}
      />
      <Button
        type="submit"
        size="s"
        icon="people"
        className="justify-self-start"
        disabled={email.trim() === ''}
        busy={invite.isPending ? 'Inviting' : undefined}
      >
        Invite
      </Button>
    </form>
  )
}
