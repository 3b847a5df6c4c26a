import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { explain } from '../api/client.ts'

/** What a note offers: the verb and what it does. */
interface Act {
  name: string
  run: () => void
}

interface Toast {
  id: number
  text: ReactNode
  stop: boolean
  act: Act | undefined
  until: number
}

/** How long a note stays; one that can be undone stays longer. Milliseconds. */
const shownMs = 5_000
const undoMs = 10_000

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says what has just happened; with `undo`, offers for ten seconds to take it back; with `act`, stays until it is done. */
export function toast(text: ReactNode, { undo, act }: { undo?: () => void; act?: Act } = {}): void {
  const until = act ? Number.POSITIVE_INFINITY : Date.now() + (undo ? undoMs : shownMs)
  change([...toasts, { id: nextId++, text, stop: false, act: act ?? (undo && { name: 'Undo', run: undo }), until }])
}

/** Says that something failed, in the words of the error. */
export function toastError(error: unknown): void {
  const { title, detail } = explain(error)
  change([
    ...toasts,
    { id: nextId++, text: `${title}. ${detail}`, stop: true, act: undefined, until: Date.now() + undoMs },
  ])
}

/** Where notes appear: once, in the shell. */
export function Toasts() {
  const shown = useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  const next = Math.min(...shown.map(one => one.until))
  useEffect(() => {
    if (!Number.isFinite(next)) return
    const timer = setTimeout(() => change(toasts.filter(one => one.until > Date.now())), Math.max(0, next - Date.now()))
    return () => clearTimeout(timer)
  }, [next])
  return (
    <div className="toasts" aria-live="polite">
      {shown.map(({ id, text, stop, act }) => (
        <div key={id} className={stop ? 'toast toast--stop' : 'toast'} role={stop ? 'alert' : 'status'}>
          <span>{text}</span>
          {act && (
            <button
              type="button"
              className="link"
              onClick={() => {
                change(toasts.filter(one => one.id !== id))
                act.run()
              }}
            >
              {act.name}
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
