import { type PointerEvent, useEffect, useRef, useState } from 'react'

/** Where a dragged line would go: before, behind or into the line with this key. */
export interface Drop {
  key: string
  at: 'before' | 'after' | 'into'
}

/** Pixels a pointer moves before it is a drag and not a click. */
const threshold = 4
/** Pixels from the edge of what scrolls at which it begins to scroll. */
const edge = 48

/**
 * Carries a line of a list by pointer: by its grip, with mouse, pen or finger. Lines say who they are in `data-key`;
 * `takes` says whether something may be dropped into a line. Escape puts it back.
 */
export function useDrag({
  takes,
  onDrop,
}: {
  takes: (dragged: string, over: string) => boolean
  onDrop: (dragged: string, drop: Drop) => void
}) {
  const [dragged, setDragged] = useState<string>()
  const [drop, setDrop] = useState<Drop>()
  const latest = useRef({ takes, onDrop, drop })
  latest.current = { takes, onDrop, drop }
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])

  const grip = (key: string) => ({
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return
      event.preventDefault()
      const list = event.currentTarget.closest<HTMLElement>('[data-drag-list]')
      if (!list) return
      const from = event.clientY
      let begun = false
      const move = (moved: globalThis.PointerEvent) => {
        if (!begun && Math.abs(moved.clientY - from) < threshold) return
        begun = true
        setDragged(key)
        const next = dropAt(list, moved.clientY, over => over !== key && latest.current.takes(key, over))
        const found = next && next.key !== key ? next : undefined
        latest.current.drop = found
        setDrop(found)
        scrollNearEdge(list, moved.clientY)
      }
      const end = (keep: boolean) => {
        removeEventListener('pointermove', move)
        removeEventListener('pointerup', up)
        removeEventListener('pointercancel', cancel)
        removeEventListener('keydown', putBack, true)
        stop.current = undefined
        const target = latest.current.drop
        setDragged(undefined)
        setDrop(undefined)
        if (keep && begun && target) latest.current.onDrop(key, target)
      }
      const up = () => end(true)
      const cancel = () => end(false)
      const putBack = (pressed: KeyboardEvent) => {
        if (pressed.key !== 'Escape') return
        pressed.stopPropagation()
        end(false)
      }
      addEventListener('pointermove', move)
      addEventListener('pointerup', up)
      addEventListener('pointercancel', cancel)
      addEventListener('keydown', putBack, true)
      stop.current = cancel
    },
    style: { touchAction: 'none' as const },
  })
  return { dragged, drop, grip }
}

function dropAt(list: HTMLElement, y: number, takes: (key: string) => boolean): Drop | undefined {
  const lines = [...list.querySelectorAll<HTMLElement>('[data-key]')]
  const line = lines.find(one => y < one.getBoundingClientRect().bottom) ?? lines.at(-1)
  if (!line) return undefined
  const { top, height } = line.getBoundingClientRect()
  const share = (y - top) / height
  const key = line.dataset.key!
  if (takes(key) && share > 0.25 && share < 0.75) return { key, at: 'into' }
  return { key, at: share < 0.5 ? 'before' : 'after' }
}

function scrollNearEdge(list: HTMLElement, y: number): void {
  const pane = list.closest<HTMLElement>('.pane__body') ?? document.documentElement
  const { top, bottom } = pane.getBoundingClientRect()
  if (y < top + edge) pane.scrollBy(0, -12)
  else if (y > bottom - edge) pane.scrollBy(0, 12)
}
