import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { connection, onConnection } from '../api/connection.ts'
import { Icon } from '../components/icon.tsx'
import { count } from '../components/words.ts'
import { meQuery } from '../identity/me.ts'
import { useUnsentCount } from './unsent.ts'

/** Over every screen while no answer comes: what is so, what works, what waits. Everything is asked again afterwards. */
export function ConnectionBanner() {
  const state = useSyncExternalStore(onConnection, connection)
  const client = useQueryClient()
  const before = useRef(state)
  useEffect(() => {
    if (state === 'online' && before.current !== 'online') void client.invalidateQueries()
    before.current = state
  }, [state, client])
  if (state === 'online') return <div role="status" />
  return (
    <div role="status">
      <Offline said={state === 'offline' ? 'You are offline.' : 'The server does not answer.'} />
    </div>
  )
}

function Offline({ said }: { said: string }) {
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  const unsent = useUnsentCount(me?.id)
  return (
    <p className="notice">
      <Icon name="link" />
      <span>
        {said} Reading works{unsent > 0 ? `; ${count(unsent, 'edit')} ${unsent === 1 ? 'waits' : 'wait'} here.` : '.'}
      </span>
    </p>
  )
}
