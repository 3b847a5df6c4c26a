import { useTyped } from './typed-text.tsx'
import type { Brief } from './use-brief.ts'

/** The title of the book and its subtitle, where they are read; they are typed over in place. */
export function BookTitle({ brief, mayEdit }: { brief: Brief; mayEdit: boolean }) {
  const { values, set, errors } = brief
  const title = useTyped(values.title, text => set({ title: text }))
  const subtitle = useTyped(values.subtitle ?? '', text => set({ subtitle: text.trim() === '' ? null : text }))
  return (
    <div className="plan-title">
      <h1 className="vh">Plan: {values.title}</h1>
      <textarea
        className="plan-title__t"
        aria-label="Title"
        aria-invalid={errors.title ? true : undefined}
        aria-describedby={errors.title ? 'title-error' : undefined}
        dir="auto"
        rows={1}
        maxLength={500}
        readOnly={!mayEdit}
        {...title}
        onKeyDown={event => event.key === 'Enter' && event.preventDefault()}
      />
      {errors.title && (
        <p className="field__error" id="title-error" role="alert">
          {errors.title}
        </p>
      )}
      <textarea
        className="plan-title__s"
        aria-label="Subtitle"
        placeholder={mayEdit ? 'Subtitle' : ''}
        dir="auto"
        rows={1}
        maxLength={500}
        readOnly={!mayEdit}
        {...subtitle}
        onKeyDown={event => event.key === 'Enter' && event.preventDefault()}
      />
    </div>
  )
}
