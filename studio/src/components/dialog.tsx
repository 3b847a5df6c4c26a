import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'

interface DialogProps {
  title: string
  /** What is so, in a sentence. */
  description?: ReactNode
  children?: ReactNode
  /** Buttons at the foot, the safe one first. */
  actions: ReactNode
  onClose: () => void
  wide?: boolean
}

/** A question over the page. It is open as long as it is rendered; Escape and a click outside close it. */
export function Dialog({ title, description, children, actions, onClose, wide = false }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={open => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="veil">
          <Radix.Content
            className={wide ? 'dialog dialog--wide' : 'dialog'}
            {...(!description && { 'aria-describedby': undefined })}
          >
            <div className="dialog__b">
              <Radix.Title className="h3">{title}</Radix.Title>
              {description && <Radix.Description>{description}</Radix.Description>}
              {children}
            </div>
            <div className="dialog__a">{actions}</div>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Asks before something is lost; says what is lost and what is not. The safe act has the focus. */
export function Confirm({
  title,
  description,
  act,
  busy,
  keep = 'Keep it',
  onConfirm,
  onClose,
}: {
  title: string
  description: ReactNode
  /** The verb of the dangerous button. */
  act: string
  busy?: string | undefined
  keep?: string
  onConfirm: () => void
  onClose: () => void
}) {
  const safe = useRef<HTMLButtonElement>(null)
  return (
    <Radix.Root open onOpenChange={open => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="veil">
          <Radix.Content
            className="dialog"
            role="alertdialog"
            onOpenAutoFocus={event => {
              event.preventDefault()
              safe.current?.focus()
            }}
          >
            <div className="dialog__b">
              <Radix.Title className="h3">{title}</Radix.Title>
              <Radix.Description>{description}</Radix.Description>
            </div>
            <div className="dialog__a">
              <button type="button" ref={safe} className="btn" onClick={onClose}>
                {keep}
              </button>
              <Button look="stop" busy={busy} onClick={onConfirm}>
                {act}
              </Button>
            </div>
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  )
}
