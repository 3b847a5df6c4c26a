import { useEffect, useState } from 'react'
import { TextField } from '../../components/field.tsx'
import { number } from '../../components/words.ts'

/** A whole number within bounds, given on when one leaves the field or presses Enter. */
export function NumberField({
  label,
  unit,
  help,
  min,
  max,
  value,
  onValue,
}: {
  label: string
  unit: string
  help?: string
  min: number
  max: number
  value: number
  onValue: (value: number) => void
}) {
  const [typed, setTyped] = useState(String(value))
  useEffect(() => setTyped(String(value)), [value])
  const parsed = Number(typed)
  const fits = Number.isInteger(parsed) && parsed >= min && parsed <= max
  const give = () => {
    if (fits && parsed !== value) onValue(parsed)
  }
  return (
    <TextField
      label={label}
      fact={unit}
      help={help}
      inputMode="numeric"
      className="num"
      value={typed}
      onChange={event => setTyped(event.target.value.trim())}
      onBlur={give}
      onKeyDown={event => event.key === 'Enter' && give()}
      error={
        fits ? undefined : `A whole number from ${number(min)} to ${number(max)}; ${number(value)} stays until then.`
      }
    />
  )
}
