import { ask } from '@octavo/server/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/progress.tsx'
import { ErrorState, Loading } from '../../components/states.tsx'
import { toast, toastError } from '../../components/toast.tsx'
import { ago, count } from '../../components/words.ts'
import { signOut } from '../sign-out.ts'
import { deviceName } from './device-name.ts'
import { SettingsSection } from './settings-section.tsx'

/** Where one is signed in, and the end of it. */
export function SessionsSection() {
  const sessions = useQuery({ queryKey: ['me', 'sessions'], queryFn: () => ask(api.v1.me.sessions.$get()) })
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await ask(api.v1.me.sessions[':id'].$delete({ param: { id } }))
    },
    onSuccess: (_, ids) => toast(`${count(ids.length, 'session has', 'sessions have')} ended.`),
    onError: toastError,
    onSettled: () => client.invalidateQueries({ queryKey: ['me', 'sessions'] }),
  })
  const items = sessions.data?.items ?? []
  const others = items.filter(session => !session.current).map(session => session.id)
  return (
    <SettingsSection title="Sessions" lead="A session ends by itself after 30 days without use.">
      {sessions.error ? (
        <ErrorState error={sessions.error} retry={() => sessions.refetch()} />
      ) : sessions.isPending ? (
        <Loading what="Reading where you are signed in" />
      ) : (
        <ul className="rows">
          {items.map(({ id, device, address, createdAt, current }) => (
            <li key={id}>
              <span>
                <span title={device ?? undefined}>{deviceName(device)}</span>{' '}
                <span className="quiet">
                  since {ago(createdAt)}
                  {address && `, from ${address}`}
                </span>
              </span>
              <span className="rows__acts">
                {current ? (
                  <>
                    <Chip look="good">this one</Chip>
                    <Button size="s" onClick={signOut}>
                      Sign out
                    </Button>
                  </>
                ) : (
                  <Button size="s" onClick={() => end.mutate([id])}>
                    End<span className="vh"> the session of {deviceName(device)}</span>
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <div>
          <Button look="danger" busy={end.isPending ? 'Ending' : undefined} onClick={() => end.mutate(others)}>
            End all others
          </Button>
        </div>
      )}
    </SettingsSection>
  )
}
