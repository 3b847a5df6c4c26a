import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { Keys } from './keys.tsx'

/** Acts under one button; `trigger` is that button. With `isOpen` it opens as it appears. */
export function Menu({
  trigger,
  children,
  align = 'end',
  isOpen = false,
}: {
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
  isOpen?: boolean
}) {
  return (
    <Radix.Root defaultOpen={isOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" align={align} sideOffset={4} collisionPadding={12}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface ItemProps {
  children: ReactNode
  onSelect: () => void
  icon?: IconName
  keys?: string
  fact?: ReactNode
  danger?: boolean
  disabled?: boolean
}

/** One act of a menu. */
export function MenuItem({ children, onSelect, icon, keys, fact, danger = false, disabled = false }: ItemProps) {
  return (
    <Radix.Item className={`menu__item ${danger ? 'menu__item--danger' : ''}`} disabled={disabled} onSelect={onSelect}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {fact && <span className="menu__fact">{fact}</span>}
      {keys && <Keys keys={keys} />}
    </Radix.Item>
  )
}

/** One of several, the chosen one ticked. */
export function MenuChoice<Value extends string>({
  label,
  options,
  value,
  onValue,
}: {
  label: string
  options: readonly { value: Value; label: string; fact?: ReactNode }[]
  value: Value
  onValue: (value: Value) => void
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={chosen => onValue(chosen as Value)}>
      <Radix.Label className="menu__head">{label}</Radix.Label>
      {options.map(option => (
        <Radix.RadioItem key={option.value} value={option.value} className="menu__item">
          <Icon name="check" className={option.value === value ? '' : 'icon--none'} />
          <span>{option.label}</span>
          {option.fact && <span className="menu__fact">{option.fact}</span>}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

/** A line between two groups of acts. */
export function MenuLine() {
  return <Radix.Separator className="menu__sep" />
}
