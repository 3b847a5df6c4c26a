import type { KeyboardEvent, PointerEvent, RefObject } from 'react'

/** How far an arrow key moves it. */
const step = 2

/**
 * The line between two panes: dragged by the pointer, moved by arrow keys, put back by Enter or a double click. `value` is
 * a share of the desk in per cent, from the side where reading begins.
 */
export function Separator({
  label,
  desk,
  value,
  min,
  max,
  onValue,
  onReset,
}: {
  label: string
  desk: RefObject<HTMLElement | null>
  value: number
  min: number
  max: number
  onValue: (value: number) => void
  onReset: () => void
}) {
  const within = (share: number) => Math.round(Math.min(max, Math.max(min, share)) * 10) / 10
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const { left, width, right } = desk.current!.getBoundingClientRect()
    const rtl = getComputedStyle(desk.current!).direction === 'rtl'
    onValue(within(((rtl ? right - event.clientX : event.clientX - left) / width) * 100))
  }
  const press = (event: KeyboardEvent) => {
    const moved = { ArrowLeft: value - step, ArrowRight: value + step, Home: min, End: max }[event.key]
    if (event.key === 'Enter') onReset()
    else if (moved !== undefined) onValue(within(moved))
    else return
    event.preventDefault()
  }
  return (
    <div
      className="separator"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(value)}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={onReset}
      onKeyDown={press}
    />
  )
}
