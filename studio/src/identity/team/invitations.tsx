import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, explain } from '../../api/client.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Chip } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { ago } from '../../components/words.ts'
import { FormProblem } from '../form-problem.tsx'
import { type Invitation, invitationsQuery, type Organization, type Role, rolesUpTo } from './team.ts'

const until = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** Inviting by mail, and what became of it. For admins. */
export function Invitations({ organization }: { organization: Organization }) {
  const { id, role: own } = organization
  const client = useQueryClient()
  const invitations = useQuery(invitationsQuery(id))
  const [role, setRole] = useState<Role>('editor')
  const [email, setEmail] = useState('')
  const place = api.v1.organizations[':id'].invitations
  const refresh = () => client.invalidateQueries({ queryKey: ['organization', id] })
  const invite = useMutation({
    mutationFn: (json: { email: string; role: Role }) => ask(place.$post({ param: { id }, json })),
    onSuccess: invitation => {
      setEmail('')
      toast(`A mail is on its way to ${invitation.email}.`)
    },
    onSettled: refresh,
  })
  const revoke = useMutation({
    mutationFn: (invitation: Invitation) =>
      ask(place[':invitationId'].$delete({ param: { id, invitationId: invitation.id } })),
    onSuccess: (_, { email }) => toast(`The link sent to ${email} works no more.`),
    onError: toastError,
    onSettled: refresh,
  })
  return (
    <section className="part" aria-labelledby="invitations">
      <h2 className="h4" id="invitations">
        Invitations
      </h2>
      <form
        className="team__invite"
        onSubmit={event => {
          event.preventDefault()
          invite.mutate({ email: email.trim(), role })
        }}
      >
        <TextField
          label="E-mail address"
          value={email}
          onChange={event => setEmail(event.target.value)}
          type="email"
          dir="ltr"
          required
          maxLength={320}
          autoComplete="off"
          error={invite.error ? explain(invite.error).fields.email : undefined}
        />
        <SelectField label="Role" options={rolesUpTo(own)} value={role} onValue={setRole} />
        <Button type="submit" busy={invite.isPending ? 'Inviting' : undefined}>
          Invite
        </Button>
      </form>
      <FormProblem error={invite.error} fields={['email']} />
      {invitations.error ? (
        <ErrorState error={invitations.error} retry={() => invitations.refetch()} />
      ) : !invitations.data ? (
        <Loading what="Reading who was invited" lines={2} />
      ) : invitations.data.length === 0 ? (
        <p className="quiet">Nobody is invited. A mail leads whom you invite here, once, within seven days.</p>
      ) : (
        <table className="table team__table">
          <thead>
            <tr>
              <th scope="col">Address</th>
              <th scope="col">Role</th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="vh">Acts</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invitations.data.map(invitation => (
              <tr key={invitation.id}>
                <th scope="row">
                  <bdi>{invitation.email}</bdi>
                </th>
                <td>{invitation.role}</td>
                <td>
                  <State invitation={invitation} />
                </td>
                <td className="r">
                  {invitation.state === 'pending' && (
                    <IconButton
                      icon="x"
                      look="quiet"
                      size="s"
                      label={`Revoke the invitation of ${invitation.email}`}
                      onClick={() => revoke.mutate(invitation)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function State({ invitation: { state, expiresAt, createdAt } }: { invitation: Invitation }) {
  if (state === 'pending') return <Chip look="hint">waits until {until.format(new Date(expiresAt))}</Chip>
  if (state === 'accepted') return <Chip look="good">accepted</Chip>
  return (
    <Chip>
      {state}, sent {ago(createdAt)}
    </Chip>
  )
}
