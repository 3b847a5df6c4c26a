import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { explain } from '../../../api/client.ts'
import { addSource, type Given, nameOf, sourcesQuery } from './sources.ts'

/** Something on its way to be a source. */
export interface Adding {
  id: number
  name: string
  given: Given
  /** 0 to 1 of its bytes; undefined while it is read. */
  sent?: number | undefined
  /** Why it was refused, in the words of the server. */
  error?: string | undefined
}

/** Sources on their way, one after the other as they were given; what is refused stays with its reason. */
export function useAdding(bookId: string) {
  const queryClient = useQueryClient()
  const [adding, setAdding] = useState<readonly Adding[]>([])
  const next = useRef(1)
  const queue = useRef<Promise<void>>(Promise.resolve())
  const stops = useRef(new Map<number, AbortController>())
  useEffect(() => {
    const running = stops.current
    return () => {
      for (const stop of running.values()) stop.abort()
    }
  }, [])

  const mend = useCallback((id: number, change: Partial<Adding>) => {
    setAdding(all => all.map(one => (one.id === id ? { ...one, ...change } : one)))
  }, [])
  const forget = useCallback((id: number) => {
    stops.current.get(id)?.abort()
    stops.current.delete(id)
    setAdding(all => all.filter(one => one.id !== id))
  }, [])

  const read = useCallback(
    (id: number, given: Given) => {
      const stop = new AbortController()
      stops.current.set(id, stop)
      queue.current = queue.current.then(async () => {
        if (stop.signal.aborted) return
        try {
          await addSource(bookId, given, {
            signal: stop.signal,
            onSent: ({ done, total }) => mend(id, { sent: done < total ? done / total : undefined }),
          })
          await queryClient.invalidateQueries({ queryKey: sourcesQuery(bookId).queryKey })
          forget(id)
        } catch (error) {
          if (!stop.signal.aborted) {
            const { title, detail } = explain(error)
            mend(id, { error: `${title}. ${detail}`, sent: undefined })
          }
        }
      })
    },
    [bookId, forget, mend, queryClient],
  )

  const add = useCallback(
    (given: readonly Given[]) => {
      const fresh = given.map(one => ({ id: next.current++, name: nameOf(one), given: one }))
      setAdding(all => [...all, ...fresh])
      for (const one of fresh) read(one.id, one.given)
    },
    [read],
  )
  const retry = useCallback(
    ({ id, given }: Adding) => {
      mend(id, { error: undefined })
      read(id, given)
    },
    [mend, read],
  )
  return { adding, add, retry, forget }
}

export type SourceAdding = ReturnType<typeof useAdding>
