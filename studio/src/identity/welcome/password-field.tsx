import { type ComponentProps, type ReactNode, useState } from 'react'
import { Field } from '../../components/field.tsx'

/** A password, which can be shown to whoever types it. */
export function PasswordField({
  label,
  help,
  error,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: string; help?: ReactNode; error?: string | undefined }) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} help={help} error={error}>
      {control => (
        <div className="password">
          <input className="input" type={shown ? 'text' : 'password'} maxLength={200} required {...control} {...rest} />
          <button type="button" className="link" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : 'Show'}
            <span className="vh"> what is typed as {label.toLowerCase()}</span>
          </button>
        </div>
      )}
    </Field>
  )
}
