import { ask } from '@octavo/server/client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { api } from '../../api/client.ts'
import { IconButton } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Menu, MenuItem, MenuLine } from '../../components/menu.tsx'
import { Chip } from '../../components/progress.tsx'
import { ago } from '../../components/words.ts'
import { useMe } from '../../identity/me.ts'
import { type User, usersQuery } from './operator.ts'
import { Pages } from './pages.tsx'
import { useAct } from './use-act.ts'

const users = api.v1.operator.users[':id']
const changes = ['operator', 'users']
const grantable = ['creator', 'author', 'superadmin'] as const

const states = [
  { value: 'any', label: 'Everybody' },
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'deleted', label: 'Deleted' },
] as const

/** Everybody who has an account here. */
export function Users() {
  const [q, setQ] = useState('')
  const [status, setStatus] = useState<User['status'] | 'any'>('any')
  const [suspending, setSuspending] = useState<User>()
  const query = useInfiniteQuery(usersQuery(useDeferredValue(q.trim()), status))
  const suspend = useAct({
    act: (user: User) => ask(users.suspend.$post({ param: { id: user.id } })),
    changes,
    done: user => `${user.name} is suspended: every session and token of theirs has ended.`,
  })
  return (
    <div className="operator__stack">
      <search className="operator__find">
        <TextField
          type="search"
          label="Find people"
          placeholder="Name, user name or address"
          value={q}
          onChange={event => setQ(event.target.value)}
        />
        <SelectField label="State" options={states} value={status} onValue={setStatus} />
      </search>
      <Pages
        query={query}
        what="People"
        empty="Nobody is found by this."
        columns={[
          {
            name: 'Person',
            width: 'minmax(12rem, 2fr)',
            cell: user => (
              <>
                <b dir="auto">{user.name}</b>
                <span className="operator__second">
                  {user.email}
                  {!user.emailVerified && ', not confirmed'}
                </span>
              </>
            ),
          },
          {
            name: 'State',
            width: '7rem',
            cell: user => (
              <Chip look={user.status === 'active' ? 'good' : user.status === 'suspended' ? 'warn' : 'line'}>
                {user.status}
              </Chip>
            ),
          },
          {
            name: 'Roles',
            width: 'minmax(7rem, 1fr)',
            cell: user => user.roles.map(({ role }) => role).join(', '),
          },
          {
            name: 'Signed in',
            width: '7rem',
            end: true,
            cell: user => (user.lastSignInAt ? ago(user.lastSignInAt) : 'never'),
          },
          { name: 'Since', width: '7rem', end: true, cell: user => ago(user.createdAt) },
          {
            name: 'Acts',
            width: '3rem',
            end: true,
            stays: true,
            cell: user => <UserActs user={user} onSuspend={() => setSuspending(user)} />,
          },
        ]}
      />
      {suspending && (
        <Confirm
          title={`Suspend ${suspending.name}?`}
          description="Every session and token ends at once. Books and texts stay, and you can let them in again."
          act="Suspend"
          keep="Leave as it is"
          busy={suspend.isPending ? 'Suspending' : undefined}
          onClose={() => setSuspending(undefined)}
          onConfirm={() => suspend.mutate(suspending, { onSettled: () => setSuspending(undefined) })}
        />
      )}
    </div>
  )
}

function UserActs({ user, onSuspend }: { user: User; onSuspend: () => void }) {
  const me = useMe()
  const reactivate = useAct({
    act: () => ask(users.reactivate.$post({ param: { id: user.id } })),
    changes,
    done: () => `${user.name} can sign in again.`,
  })
  const grant = useAct({
    act: (role: (typeof grantable)[number]) => ask(users.roles.$post({ param: { id: user.id }, json: { role } })),
    changes,
    done: role => `${user.name} is ${role} now.`,
  })
  const revoke = useAct({
    act: (role: (typeof grantable)[number]) => ask(users.roles[':role'].$delete({ param: { id: user.id, role } })),
    changes,
    done: role => `${user.name} is no longer ${role}.`,
  })
  // Nobody locks himself out or raises himself; another operator can.
  const own = user.id === me.id
  const roles = new Set<string>(user.roles.map(({ role }) => role))
  return (
    <Menu
      trigger={
        <IconButton
          icon="more"
          look="quiet"
          size="s"
          disabled={own}
          label={`Acts for ${user.name}${own ? ': that is you' : ''}`}
        />
      }
    >
      {grantable.map(role =>
        roles.has(role) ? (
          <MenuItem key={role} icon="check" onSelect={() => revoke.mutate(role)}>
            Take back {role}
          </MenuItem>
        ) : (
          <MenuItem key={role} icon="plus" onSelect={() => grant.mutate(role)}>
            Make {role}
          </MenuItem>
        ),
      )}
      <MenuLine />
      {user.status === 'active' ? (
        <MenuItem icon="stop" danger onSelect={onSuspend}>
          Suspend
        </MenuItem>
      ) : (
        <MenuItem icon="undo" onSelect={() => reactivate.mutate(undefined)}>
          Let in again
        </MenuItem>
      )}
    </Menu>
  )
}
