import { type ComponentProps, type ReactNode, useId } from 'react'
import { Icon } from './icon.tsx'
import { capital } from './words.ts'

interface FieldProps {
  label: ReactNode
  /** Beside the label: "optional", "4 samples". */
  fact?: ReactNode
  help?: ReactNode
  /** Takes the place of help. */
  error?: string | undefined
}

/** Label, control, help; the control gets the ids that tie them together. */
export function Field({
  label,
  fact,
  help,
  error,
  children,
}: FieldProps & {
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}) {
  const id = useId()
  const note = error || help
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
        {fact && <span>{fact}</span>}
      </label>
      {children({
        id,
        ...(note && { 'aria-describedby': `${id}-note` }),
        ...(error && { 'aria-invalid': true as const }),
      })}
      {error ? (
        <span className="field__error" id={`${id}-note`} role="alert">
          <Icon name="stop" />
          {capital(error)}
        </span>
      ) : (
        help && (
          <span className="field__help" id={`${id}-note`}>
            {help}
          </span>
        )
      )}
    </div>
  )
}

/** One line of text. */
export function TextField({ label, fact, help, error, className = '', ...rest }: FieldProps & ComponentProps<'input'>) {
  return (
    <Field label={label} fact={fact} help={help} error={error}>
      {control => <input className={`input ${className}`} {...control} {...rest} />}
    </Field>
  )
}

/** Several lines, in the face of the book. */
export function TextArea({
  label,
  fact,
  help,
  error,
  className = '',
  ...rest
}: FieldProps & ComponentProps<'textarea'>) {
  return (
    <Field label={label} fact={fact} help={help} error={error}>
      {control => <textarea className={`input input--text ${className}`} {...control} {...rest} />}
    </Field>
  )
}

/** One of a few, by the system's own list: it works on every device and by every key. */
export function SelectField<Value extends string>({
  label,
  fact,
  help,
  error,
  options,
  value,
  onValue,
  ...rest
}: FieldProps &
  Omit<ComponentProps<'select'>, 'value' | 'onChange'> & {
    options: readonly { value: Value; label: string; disabled?: boolean }[]
    value: Value
    onValue: (value: Value) => void
  }) {
  return (
    <Field label={label} fact={fact} help={help} error={error}>
      {control => (
        <select
          className="input input--select"
          value={value}
          onChange={event => onValue(event.target.value as Value)}
          {...control}
          {...rest}
        >
          {options.map(option => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** A box to tick, or with `type="radio"` one of several. */
export function Check({ children, type = 'checkbox', ...rest }: ComponentProps<'input'> & { children: ReactNode }) {
  return (
    <label className="check">
      <input type={type} {...rest} />
      <span>{children}</span>
    </label>
  )
}

/** On or off, at once. */
export function Switch({ children, ...rest }: ComponentProps<'input'> & { children: ReactNode }) {
  return (
    <label className="switch">
      <input type="checkbox" role="switch" {...rest} />
      <span>{children}</span>
    </label>
  )
}
