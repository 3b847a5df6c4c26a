import { Check, TextArea, TextField } from '../../components/field.tsx'

export interface TemplateText {
  name: string
  description: string
  isPublic: boolean
}

/** What a template is called, what it is for, and who may use it. */
export function TemplateFields({
  value,
  onValue,
  errors,
}: {
  value: TemplateText
  onValue: (value: TemplateText) => void
  errors: Record<string, string>
}) {
  return (
    <div className="grid gap-4">
      <TextField
        label="Name"
        value={value.name}
        onChange={event => onValue({ ...value, name: event.target.value })}
        error={errors.name}
        maxLength={200}
        required
        autoFocus
        dir="auto"
      />
      <TextArea
        label="What it is for"
        fact="optional"
        value={value.description}
        onChange={event => onValue({ ...value, description: event.target.value })}
        error={errors.description}
        maxLength={5_000}
        rows={3}
        dir="auto"
      />
      <Check checked={value.isPublic} onChange={event => onValue({ ...value, isPublic: event.target.checked })}>
        Everybody who is signed in here may use it, not only your organization
      </Check>
    </div>
  )
}
