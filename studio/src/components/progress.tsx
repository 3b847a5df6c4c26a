import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** How far something is, with words: what, per cent, and facts. `share` is 0 to 1. */
export function Progress({
  what,
  value,
  share,
  facts = [],
  state = 'live',
}: {
  what: ReactNode
  value?: ReactNode
  share: number
  facts?: readonly ReactNode[]
  state?: 'live' | 'held' | 'stop' | 'done'
}) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div className={state === 'live' ? 'progress' : `progress progress--${state}`}>
      <div className="progress__what">
        <b>{what}</b>
        <span className="num">{value ?? `${percent} %`}</span>
      </div>
      <div className="progress__bar" aria-hidden="true">
        <i style={{ '--p': `${percent}%` }} />
      </div>
      {facts.length > 0 && (
        <div className="progress__facts">
          {facts.map((fact, index) => (
            <span key={index}>{fact}</span>
          ))}
        </div>
      )}
    </div>
  )
}

/** How much of a limit is used. `share` is 0 to 1. */
export function Meter({
  label,
  value,
  share,
  note,
  look = 'plain',
}: {
  label: ReactNode
  value: ReactNode
  share: number
  note?: ReactNode
  look?: 'plain' | 'warn' | 'stop'
}) {
  return (
    <div className={look === 'plain' ? 'meter' : `meter meter--${look}`}>
      <span>{label}</span>
      <span className="meter__v">{value}</span>
      <span className="meter__bar" aria-hidden="true">
        <i style={{ '--p': `${Math.min(100, share * 100)}%` }} />
      </span>
      {note && <span className="meter__note">{note}</span>}
    </div>
  )
}

/** One leaf of a book's fore-edge: a chapter, as wide as its words. */
export interface Leaf {
  words: number
  state: 'todo' | 'done' | 'live' | 'held' | 'stop'
  /** 0 to 1, of a leaf that is not done. */
  share?: number
  name?: string
}

/** A book's progress as its leaves; `label` says the same in words. */
export function ForeEdge({
  leaves,
  label,
  named = false,
  open,
}: {
  leaves: readonly Leaf[]
  label: string
  named?: boolean
  open?: number
}) {
  return (
    <div className={named ? 'foreedge foreedge--named' : 'foreedge'} role="img" aria-label={label}>
      {leaves.map((leaf, index) => {
        const style = { '--w': Math.max(1, leaf.words), '--p': `${Math.round((leaf.share ?? 0) * 100)}%` }
        const mark = leaf.state === 'todo' ? '' : `is-${leaf.state}`
        if (!named) return <i key={index} className={mark} style={style} />
        return (
          <span key={index} style={style} className={index === open ? 'is-open' : ''}>
            <i className={mark} style={style} />
            <b>{leaf.name}</b>
          </span>
        )
      })}
    </div>
  )
}

const chipIcons: Partial<Record<string, IconName>> = { stop: 'stop', warn: 'warn', good: 'check' }

/** A state, in a word. */
export function Chip({
  look = 'plain',
  icon,
  children,
}: {
  look?: 'plain' | 'live' | 'stop' | 'warn' | 'hint' | 'good' | 'line'
  icon?: IconName
  children: ReactNode
}) {
  const sign = icon ?? chipIcons[look]
  return (
    <span className={look === 'plain' ? 'chip' : `chip chip--${look}`}>
      {look === 'live' ? <i className="live-dot" /> : sign && <Icon name={sign} />}
      {children}
    </span>
  )
}

/** A person by initials. */
export function Face({ name, here = false }: { name: string; here?: boolean }) {
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .map(word => [...word][0])
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
  return (
    <span className={here ? 'face face--here' : 'face'} title={name}>
      <span aria-hidden="true">{initials.toLocaleUpperCase()}</span>
      <span className="vh">{name}</span>
    </span>
  )
}
