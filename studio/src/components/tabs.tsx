import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

/** Tabs over panels: ←→ between them, Tab into the panel. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onValue,
  children,
  aside,
  className = '',
  end,
}: {
  label: string
  tabs: readonly { value: Value; label: string; count?: number | undefined }[]
  value: Value
  onValue: (value: Value) => void
  /** The panel of the chosen tab; left out where the list below is the panel. */
  children?: ReactNode
  /** What stands beside the tabs: how the panel is sorted or shown. */
  aside?: ReactNode
  className?: string
  /** Of tabs that are the head of a pane: what stands at its end. The panel then fills the pane. */
  end?: ReactNode
}) {
  const list = (
    <Radix.List className="tabs" aria-label={label}>
      {tabs.map(tab => (
        <Radix.Trigger key={tab.value} value={tab.value} className="tab">
          {tab.label}
          {tab.count !== undefined && <span className="tab__n">{tab.count}</span>}
        </Radix.Trigger>
      ))}
    </Radix.List>
  )
  return (
    <Radix.Root value={value} onValueChange={chosen => onValue(chosen as Value)} className={className}>
      {end === undefined ? (
        list
      ) : (
        <div className="pane__head">
          {list}
          <div className="pane__end">{end}</div>
        </div>
      )}
      {aside}
      <Radix.Content value={value} tabIndex={-1} className={end === undefined ? '' : 'pane__panel'}>
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}
