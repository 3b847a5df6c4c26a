import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { IconButton } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { Face } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { ago, count } from '../../components/words.ts'
import { useMe } from '../me.ts'
import { isAtLeast, type Member, membersQuery, type Organization, type Role, roles, roleWords } from './team.ts'

/** Who works in an organization; admins change roles up to their own, and remove. */
export function Members({ organization }: { organization: Organization }) {
  const { id, role } = organization
  const members = useQuery(membersQuery(id))
  const client = useQueryClient()
  const [removing, setRemoving] = useState<Member>()
  const byMember = api.v1.organizations[':id'].members[':userId']
  const refresh = () => client.invalidateQueries({ queryKey: ['organization', id] })
  const change = useMutation({
    mutationFn: (input: { userId: string; role: Role }) =>
      ask(byMember.$patch({ param: { id, userId: input.userId }, json: { role: input.role } })),
    onSuccess: member => toast(`${member.name} is ${member.role} now.`),
    onError: toastError,
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: ({ userId }: Member) => ask(byMember.$delete({ param: { id, userId } })),
    onSuccess: (_, member) => toast(`${member.name} does not work here any more.`),
    onError: toastError,
    onSettled: () => {
      setRemoving(undefined)
      return refresh()
    },
  })
  return (
    <section className="part" aria-labelledby="members">
      <div className="part__head">
        <h2 className="h4" id="members">
          Members
        </h2>
        {members.data && <span className="quiet">{count(members.data.length, 'person', 'people')}</span>}
      </div>
      {members.error ? (
        <ErrorState error={members.error} retry={() => members.refetch()} />
      ) : members.data ? (
        <table className="table team__table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col" className="max-narrow:hidden">
                Since
              </th>
              <th scope="col">
                <span className="vh">Acts</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.data.map(member => (
              <MemberRow
                key={member.userId}
                member={member}
                own={role}
                onRole={role => change.mutate({ userId: member.userId, role })}
                onRemove={() => setRemoving(member)}
              />
            ))}
          </tbody>
        </table>
      ) : (
        <Loading what="Reading who works here" />
      )}
      {removing && (
        <Confirm
          title={`Remove ${removing.name}?`}
          description="They can no longer open the books of this organization. What they wrote stays."
          act="Remove"
          keep="Keep them"
          busy={remove.isPending ? 'Removing' : undefined}
          onConfirm={() => remove.mutate(removing)}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </section>
  )
}

function MemberRow({
  member,
  own,
  onRole,
  onRemove,
}: {
  member: Member
  own: Role
  onRole: (role: Role) => void
  onRemove: () => void
}) {
  const me = useMe()
  const oneself = member.userId === me.id
  const may = isAtLeast(own, 'admin') && isAtLeast(own, member.role) && !oneself
  return (
    <tr>
      <th scope="row">
        <span className="team__who">
          <Face name={member.name} />
          <span>
            <bdi>{member.name}</bdi>
            {oneself && <span className="quiet"> (you)</span>}
          </span>
        </span>
      </th>
      <td>
        {may ? (
          <select
            className="input input--select team__role"
            aria-label={`Role of ${member.name}`}
            value={member.role}
            onChange={event => onRole(event.target.value as Role)}
          >
            {roles
              .filter(role => isAtLeast(own, role))
              .map(role => (
                <option key={role} value={role}>
                  {role}
                </option>
              ))}
          </select>
        ) : (
          <span title={roleWords[member.role]}>{member.role}</span>
        )}
      </td>
      <td className="max-narrow:hidden quiet">{ago(member.joinedAt)}</td>
      <td className="r">
        {may && <IconButton icon="x" look="quiet" size="s" label={`Remove ${member.name}`} onClick={onRemove} />}
      </td>
    </tr>
  )
}
