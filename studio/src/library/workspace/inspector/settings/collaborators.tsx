import type { Answer } from '@octavo/server/client'
import { ask } from '@octavo/server/client'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../../api/client.ts'
import { IconButton } from '../../../../components/button.tsx'
import { Confirm } from '../../../../components/dialog.tsx'
import { Face } from '../../../../components/progress.tsx'
import { ErrorState, Loading } from '../../../../components/states.tsx'
import { toast, toastError } from '../../../../components/toast.tsx'
import { ago } from '../../../../components/words.ts'
import { useMe } from '../../../../identity/me.ts'
import type { Book } from '../../../book.ts'
import { type BookRights, collaboratorsQuery, type Role, roles } from '../../../book-rights.ts'
import { InviteForm } from './invite-form.tsx'

const ofBook = api.v1.books[':id'].collaborators
type Collaborator = Answer<Awaited<ReturnType<typeof ofBook.$get>>>['items'][number]

/** Invitations to a book, newest first. */
export const invitationsQuery = (bookId: string) =>
  queryOptions({
    queryKey: ['book', bookId, 'invitations'],
    queryFn: async () => (await ask(ofBook.invitations.$get({ param: { id: bookId } }))).items,
  })

/** Outsiders who work on this one book: who they are, what they may do, who is invited. */
export function Collaborators({ book, rights }: { book: Book; rights: BookRights }) {
  const me = useMe()
  const queryClient = useQueryClient()
  const people = useQuery(collaboratorsQuery(book.id))
  const invitations = useQuery({ ...invitationsQuery(book.id), enabled: rights.manage })
  const [removing, setRemoving] = useState<Collaborator>()
  const again = () => queryClient.invalidateQueries({ queryKey: collaboratorsQuery(book.id).queryKey })
  const change = useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: Role }) =>
      ask(ofBook[':userId'].$patch({ param: { id: book.id, userId }, json: { role } })),
    onError: toastError,
    onSettled: again,
  })
  const remove = useMutation({
    mutationFn: ({ userId }: Collaborator) => ask(ofBook[':userId'].$delete({ param: { id: book.id, userId } })),
    onSuccess: async (_, { name }) => {
      setRemoving(undefined)
      toast(`${name ?? 'Somebody'} no longer works on this book.`)
      await again()
    },
    onError: toastError,
  })
  const revoke = useMutation({
    mutationFn: (invitationId: string) =>
      ask(ofBook.invitations[':invitationId'].$delete({ param: { id: book.id, invitationId } })),
    onError: toastError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: invitationsQuery(book.id).queryKey }),
  })
  if (people.isPending) return <Loading what="Reading who works here" />
  if (people.isError) return <ErrorState error={people.error} retry={people.refetch} />
  const pending = invitations.data?.filter(one => one.state === 'pending') ?? []
  const grantable = roles.slice(0, roles.indexOf(rights.role) + 1)
  return (
    <div className="grid gap-3">
      <div className="field">
        <span className="field__label">Guests on this book</span>
        {people.data.length === 0 && <p className="field__help">Nobody besides the organization works on it.</p>}
      </div>
      {people.data.length > 0 && (
        <ul className="grid gap-2" aria-label="Guests on this book">
          {people.data.map(one => {
            const name = one.name ?? 'Somebody'
            const mayChange = rights.manage && one.userId !== me.id && grantable.includes(one.role)
            return (
              <li key={one.userId} className="insp__person">
                <Face name={name} />
                <span className="wrap-anywhere" dir="auto">
                  {name}
                </span>
                {mayChange ? (
                  <select
                    className="input"
                    aria-label={`Role of ${name}`}
                    value={
                      change.isPending && change.variables.userId === one.userId ? change.variables.role : one.role
                    }
                    onChange={event => change.mutate({ userId: one.userId, role: event.target.value as Role })}
                  >
                    {grantable.map(role => (
                      <option key={role} value={role}>
                        {role}
                      </option>
                    ))}
                  </select>
                ) : (
                  <span className="small quiet">{one.role}</span>
                )}
                {(mayChange || one.userId === me.id) && (
                  <IconButton
                    icon="x"
                    size="s"
                    look="quiet"
                    label={one.userId === me.id ? 'Leave this book' : `Remove ${name}`}
                    onClick={() => setRemoving(one)}
                  />
                )}
              </li>
            )
          })}
        </ul>
      )}
      {pending.length > 0 && (
        <ul className="grid gap-2" aria-label="Invited">
          {pending.map(one => (
            <li key={one.id} className="insp__person">
              <Face name={one.email} />
              <span className="wrap-anywhere">
                {one.email}
                <span className="small quiet block">invited {ago(one.createdAt)}</span>
              </span>
              <span className="small quiet">{one.role}</span>
              <IconButton
                icon="x"
                size="s"
                look="quiet"
                label={`Revoke the invitation of ${one.email}`}
                onClick={() => revoke.mutate(one.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {rights.manage && <InviteForm bookId={book.id} grantable={grantable} />}
      {removing && (
        <Confirm
          title={removing.userId === me.id ? 'Leave this book?' : `Remove ${removing.name ?? 'this guest'}?`}
          description="The book can no longer be seen then. Comments and versions stay, under the same name."
          act={removing.userId === me.id ? 'Leave' : 'Remove'}
          busy={remove.isPending ? 'Removing' : undefined}
          keep="Not now"
          onConfirm={() => remove.mutate(removing)}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </div>
  )
}
