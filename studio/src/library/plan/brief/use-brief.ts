import { ask } from '@octavo/server/client'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, explain, hasCode } from '../../../api/client.ts'
import { type Book, bookQuery } from '../../book.ts'

/** What the brief says and may be changed here. */
export type BriefFields = Pick<
  Book,
  | 'title'
  | 'subtitle'
  | 'notes'
  | 'kind'
  | 'audience'
  | 'targetWords'
  | 'targetChapters'
  | 'targetWordsPerChapter'
  | 'styleGuide'
  | 'language'
  | 'requiredFeatures'
  | 'model'
>

type State =
  | { is: 'saved' | 'typed' | 'saving' }
  | { is: 'waiting' }
  | { is: 'refused'; detail: string; fields: Record<string, string> }
  | { is: 'conflict'; names: (keyof BriefFields)[] }

/** How long after the last key a change is saved. Milliseconds. */
const pause = 700
/** How soon a server that does not answer is asked again. Milliseconds. */
const again = 3_000

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/**
 * The brief of a book as it is typed: kept here, saved after a pause, one save at a time. Somebody else's change of
 * another field is taken over; of the same field, both are kept until one is chosen.
 */
export function useBrief(bookId: string) {
  const queryClient = useQueryClient()
  const { data: book } = useSuspenseQuery(bookQuery(bookId))
  const [draft, setDraft] = useState<Partial<BriefFields>>({})
  const [state, setState] = useState<State>({ is: 'saved' })
  const unsaved = useRef<Partial<BriefFields>>({})
  const base = useRef(book)
  const running = useRef<Promise<boolean>>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  if (Object.keys(unsaved.current).length === 0) base.current = book

  const take = useCallback(
    (now: Book) => {
      base.current = now
      queryClient.setQueryData(bookQuery(bookId).queryKey, now)
    },
    [bookId, queryClient],
  )

  const push = useCallback(async (): Promise<boolean> => {
    while (Object.keys(unsaved.current).length > 0) {
      const sent = { ...unsaved.current }
      const names = Object.keys(sent) as (keyof BriefFields)[]
      setState({ is: 'saving' })
      try {
        const headers = { 'if-match': `"v${base.current.version}"` }
        const saved = await ask(api.v1.books[':id'].$patch({ param: { id: bookId }, json: sent }, { headers }))
        for (const name of names) if (same(unsaved.current[name], sent[name])) delete unsaved.current[name]
        take(saved)
        setDraft({ ...unsaved.current })
      } catch (error) {
        if (!hasCode(error, 'version_conflict')) return refuse(error)
        const theirs = await ask(api.v1.books[':id'].$get({ param: { id: bookId } }))
        const both = names.filter(name => !same(theirs[name], base.current[name]) && !same(theirs[name], sent[name]))
        take(theirs)
        if (both.length === 0) continue
        setState({ is: 'conflict', names: both })
        return false
      }
    }
    setState({ is: 'saved' })
    return true

    function refuse(error: unknown): false {
      const { code, detail, fields } = explain(error)
      if (code === 'unreachable') {
        setState({ is: 'waiting' })
        timer.current = setTimeout(() => void flush(), again)
      } else setState({ is: 'refused', detail, fields })
      return false
    }
  }, [bookId, take])

  /** Saves what is typed at once; whether all of it is saved then. */
  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    if (!running.current) running.current = push().finally(() => (running.current = undefined))
    return running.current
  }, [push])

  const set = useCallback(
    (fields: Partial<BriefFields>) => {
      Object.assign(unsaved.current, fields)
      setDraft({ ...unsaved.current })
      clearTimeout(timer.current)
      if (unsaved.current.title?.trim() === '') {
        setState({ is: 'refused', detail: '', fields: { title: 'A book needs a title.' } })
        return
      }
      setState({ is: 'typed' })
      timer.current = setTimeout(() => void flush(), pause)
    },
    [flush],
  )

  /** Settles a conflict: what was typed here stays, or what somebody else saved. */
  const settle = useCallback(
    (whose: 'mine' | 'theirs') => {
      if (state.is === 'conflict' && whose === 'theirs') {
        for (const name of state.names) delete unsaved.current[name]
        setDraft({ ...unsaved.current })
      }
      void flush()
    },
    [flush, state],
  )

  useEffect(() => {
    const leaving = (event: BeforeUnloadEvent) => {
      if (Object.keys(unsaved.current).length > 0) event.preventDefault()
    }
    addEventListener('beforeunload', leaving)
    return () => {
      removeEventListener('beforeunload', leaving)
      void flush()
    }
  }, [flush])

  const values: BriefFields = { ...book, ...draft }
  return { values, set, flush, settle, state, errors: state.is === 'refused' ? state.fields : {} }
}

export type Brief = ReturnType<typeof useBrief>
