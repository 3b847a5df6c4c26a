import { type ComponentProps, useEffect, useRef, useState } from 'react'
import { number } from '../../../components/words.ts'

/**
 * A text that is saved while it is typed: what the server makes of it (spaces trimmed) shows only when one has left it.
 */
export function useTyped(value: string, onValue: (value: string) => void) {
  const [text, setText] = useState(value)
  const inside = useRef(false)
  useEffect(() => {
    if (!inside.current) setText(value)
  }, [value])
  return {
    value: text,
    onChange(event: { currentTarget: { value: string } }) {
      setText(event.currentTarget.value)
      onValue(event.currentTarget.value)
    },
    onFocus() {
      inside.current = true
    },
    onBlur() {
      inside.current = false
      setText(value)
    },
  }
}

/** A number that may be left open; what is not one is not taken over. */
export function useTypedNumber(
  value: number | null,
  onValue: (value: number | null) => void,
): Pick<ComponentProps<'input'>, 'value' | 'onChange' | 'onFocus' | 'onBlur' | 'inputMode'> {
  const typed = useTyped(value === null ? '' : number(value), text => {
    const digits = text.replaceAll(/[\s,.’']/g, '')
    if (digits === '') onValue(null)
    else if (/^\d{1,8}$/.test(digits) && Number(digits) > 0) onValue(Number(digits))
  })
  return { ...typed, inputMode: 'numeric' }
}
