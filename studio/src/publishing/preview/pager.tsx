import { useEffect, useState } from 'react'
import { IconButton } from '../../components/button.tsx'
import { number } from '../../components/words.ts'

/** Turns pages, or goes to one by its number. */
export function Pager({
  what,
  value,
  of,
  first,
  last,
  onTurn,
  onGo,
}: {
  /** What is turned: "spread", "chapter". */
  what: string
  value: string
  of: number
  first: boolean
  last: boolean
  onTurn: (by: -1 | 1) => void
  onGo: (page: number) => void
}) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const go = () => {
    const wanted = Number.parseInt(typed, 10)
    if (wanted >= 1 && wanted <= of) onGo(wanted)
    setTyped(value)
  }
  return (
    <form
      className="pager"
      onSubmit={event => {
        event.preventDefault()
        go()
      }}
    >
      <IconButton
        icon="left"
        label={`Previous ${what}`}
        look="quiet"
        size="s"
        disabled={first}
        onClick={() => onTurn(-1)}
      />
      <input
        className="input"
        aria-label="Page"
        inputMode="numeric"
        value={typed}
        onFocus={event => event.target.select()}
        onChange={event => setTyped(event.target.value)}
        onBlur={go}
      />
      <span>of {number(of)}</span>
      <IconButton icon="right" label={`Next ${what}`} look="quiet" size="s" disabled={last} onClick={() => onTurn(1)} />
    </form>
  )
}
