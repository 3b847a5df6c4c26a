import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { Keys } from './keys.tsx'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One primary act a screen; `stop` is the dangerous act of a dialog. */
  look?: 'plain' | 'primary' | 'quiet' | 'danger' | 'stop'
  /** 28, 32 or 40 px: in toolbars, elsewhere, and for the step that spends. */
  size?: 's' | 'm' | 'l'
  icon?: IconName
  /** The key that does the same, as `mod+Enter`. */
  keys?: string
  /** What is being done, shown in place of the verb while it is: the button waits, and keeps the focus. */
  busy?: string | undefined
  children: ReactNode
}

/** The classes of a button, for links that look like one. */
export function buttonClass({ look = 'plain', size = 'm' }: Pick<ButtonProps, 'look' | 'size'> = {}): string {
  return ['btn', look !== 'plain' && `btn--${look}`, size !== 'm' && `btn--${size}`].filter(Boolean).join(' ')
}

/** A verb to press. */
export function Button({ look, size, icon, keys, busy, children, className = '', onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`${buttonClass({ look, size })} ${className}`}
      aria-disabled={busy ? true : undefined}
      aria-busy={busy ? true : undefined}
      aria-keyshortcuts={keys?.replaceAll('mod', 'Meta')}
      onClick={busy ? event => event.preventDefault() : onClick}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {busy ?? children}
      {keys && <Keys keys={keys} />}
    </button>
  )
}

/** An act whose name is only heard, for places where its sign is known to all (close, more). */
export function IconButton({
  icon,
  label,
  look,
  size,
  className = '',
  ...rest
}: Omit<ButtonProps, 'children' | 'icon' | 'keys' | 'busy'> & { icon: IconName; label: string }) {
  return (
    <button
      type="button"
      className={`${buttonClass({ look, size })} btn--icon ${className}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  )
}
