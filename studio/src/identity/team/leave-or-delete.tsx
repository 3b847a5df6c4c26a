import { ask } from '@octavo/server/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/dialog.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { chooseOrganization, meQuery, useMe } from '../me.ts'
import { TypedConfirm } from '../typed-confirm.tsx'
import type { Organization } from './team.ts'

/** The ways out of an organization: leaving it, and for owners deleting it. A personal one stays as long as its person. */
export function LeaveOrDelete({ organization }: { organization: Organization }) {
  const { id, name, role, personal } = organization
  const me = useMe()
  const client = useQueryClient()
  const [asked, setAsked] = useState<'leave' | 'delete'>()
  const goHome = async () => {
    const home = me.organizations.find(one => one.personal)
    if (home) chooseOrganization(home.id)
    await client.invalidateQueries({ queryKey: meQuery.queryKey })
  }
  const leave = useMutation({
    mutationFn: () => ask(api.v1.organizations[':id'].members[':userId'].$delete({ param: { id, userId: me.id } })),
    onSuccess: async () => {
      await goHome()
      toast(`You have left ${name}.`)
    },
    onError: error => {
      setAsked(undefined)
      toastError(error)
    },
  })
  const remove = useMutation({
    mutationFn: () => ask(api.v1.organizations[':id'].$delete({ param: { id } })),
    onSuccess: async () => {
      await goHome()
      toast(`${name} is deleted.`)
    },
    onError: error => {
      setAsked(undefined)
      toastError(error)
    },
  })
  if (personal) return null
  return (
    <section className="part" aria-labelledby="ways-out">
      <h2 className="h4" id="ways-out">
        {role === 'owner' ? 'Leave or delete' : 'Leave'}
      </h2>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsked('leave')}>Leave</Button>
        {role === 'owner' && (
          <Button look="danger" onClick={() => setAsked('delete')}>
            Delete the organization
          </Button>
        )}
      </div>
      {asked === 'leave' && (
        <Confirm
          title={`Leave ${name}?`}
          description="You can no longer open its books. What you wrote stays there. Only a new invitation brings you back."
          act="Leave"
          keep="Stay"
          busy={leave.isPending ? 'Leaving' : undefined}
          onConfirm={() => leave.mutate()}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === 'delete' && (
        <TypedConfirm
          title={`Delete ${name}?`}
          description="All its books, with their sources, versions and exports, its keys and invitations are gone for everybody. This cannot be undone."
          word={name}
          act="Delete"
          busy={remove.isPending ? 'Deleting' : undefined}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  )
}
