import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { explain, hasCode } from '../../../api/client.ts'
import { toast, toastError } from '../../../components/toast.tsx'
import { outlineQuery } from '../../book.ts'
import type { Edit, Refusal, Saving } from './edits.ts'
import { Identities, OutlineMoved, saveOutline } from './save.ts'
import { type Node, nodesOf } from './tree.ts'

interface Step {
  before: readonly Node[]
  after: readonly Node[]
  saving: Saving
  said: string
}

const back: Record<Saving['do'], Saving['do']> = {
  text: 'text',
  move: 'move',
  add: 'remove',
  remove: 'whole',
  whole: 'whole',
}
const reversed = ({ before, after, saving, said }: Step): Step => {
  const how = back[saving.do]
  const other = how === 'whole' || saving.do === 'whole' ? ({ do: 'whole' } as const) : { do: how, key: saving.key }
  return { before: after, after: before, saving: other, said }
}

/** A change that waits for its author to say that approved items may change. */
export interface Approval {
  items: string[]
  allow: () => void
  leave: () => void
}

/**
 * The outline of a book as it is edited: shown at once, saved one change after the other, undone step by step. What
 * cannot be saved is taken back, and said.
 */
export function useOutline(bookId: string) {
  const queryClient = useQueryClient()
  const { data } = useSuspenseQuery(outlineQuery(bookId))
  const [identities] = useState(() => new Identities())
  const [ahead, setAhead] = useState<readonly Node[]>()
  const saved = useMemo(() => nodesOf(data.items, identities.keyOf), [data, identities])
  const nodes = ahead ?? saved
  const shown = useRef(nodes)
  shown.current = nodes
  // Read by keys that come faster than the screen is drawn.
  const history = useRef<{ done: readonly Step[]; undone: readonly Step[] }>({ done: [], undone: [] })
  const [canUndo, setCanUndo] = useState(false)
  const setHistory = useCallback((done: readonly Step[], undone: readonly Step[]) => {
    history.current = { done, undone }
    setCanUndo(done.length > 0)
  }, [])
  const [saving, setSaving] = useState(0)
  const [approval, setApproval] = useState<Approval>()
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const broken = useRef(0)

  const giveUp = useCallback(
    async (error: unknown) => {
      broken.current++
      if (error instanceof OutlineMoved) toast(error.message)
      else toastError(error)
      setHistory([], [])
      await queryClient.invalidateQueries({ queryKey: outlineQuery(bookId).queryKey })
      setAhead(undefined)
    },
    [bookId, queryClient, setHistory],
  )

  const save = useCallback(
    (step: Step, overwriteApproved = false) => {
      const epoch = broken.current
      shown.current = step.after
      setAhead(step.after)
      setSaving(count => count + 1)
      queue.current = queue.current
        .then(async () => {
          if (epoch !== broken.current) return
          const outline = await saveOutline({ bookId, ...step, identities, overwriteApproved })
          identities.learn(step.after, outline.items)
          queryClient.setQueryData(outlineQuery(bookId).queryKey, outline)
          if (shown.current === step.after) setAhead(undefined)
        })
        .catch(async error => {
          if (!hasCode(error, 'outline_approved')) return giveUp(error)
          setApproval({
            items: Object.values(explain(error).fields),
            allow: () => {
              setApproval(undefined)
              save(step, true)
            },
            leave: () => {
              setApproval(undefined)
              broken.current++
              setHistory([], [])
              setAhead(undefined)
            },
          })
        })
        .finally(() => setSaving(count => count - 1))
    },
    [bookId, giveUp, identities, queryClient, setHistory],
  )

  /** Makes an edit, or says why it cannot be made. */
  const apply = useCallback(
    (edit: Edit | Refusal): edit is Edit => {
      if ('refused' in edit) {
        toast(edit.refused)
        return false
      }
      const { nodes: after, saving: how, said } = edit
      const step = { before: shown.current, after, saving: how, said }
      setHistory([...history.current.done, step].slice(-100), [])
      save(step)
      return true
    },
    [save, setHistory],
  )

  const undo = useCallback(() => {
    const { done, undone } = history.current
    const step = done.at(-1)
    if (!step) return
    setHistory(done.slice(0, -1), [...undone, step])
    save(reversed(step))
    toast(`Undone: ${step.said}`)
  }, [save, setHistory])

  const redo = useCallback(() => {
    const { done, undone } = history.current
    const step = undone.at(-1)
    if (!step) return
    setHistory([...done, step], undone.slice(0, -1))
    save(step)
  }, [save, setHistory])

  /** Takes the outline from the server anew, as after a job made another one. */
  const reload = useCallback(async () => {
    setHistory([], [])
    await queryClient.invalidateQueries({ queryKey: outlineQuery(bookId).queryKey })
  }, [bookId, queryClient, setHistory])

  /** Waits until every change is saved. */
  const settled = useCallback(async () => void (await queue.current), [])

  const idOf = identities.idOf
  return {
    nodes,
    apply,
    undo,
    redo,
    reload,
    settled,
    idOf,
    saving: saving > 0,
    approval,
    canUndo,
  }
}

export type OutlineEditing = ReturnType<typeof useOutline>
