import { useEffect, useState } from 'react'
import { TextArea, TextField } from '../../../../components/field.tsx'
import type { Book } from '../../../book.ts'
import { type Setting, settingError, useBookChange } from './book-change.ts'

/** The settings that are text, or nothing. */
export type TextSetting = {
  [Name in Setting]: string extends Book[Name] ? (Book[Name] extends string | null ? Name : never) : never
}[Setting]

/** One setting as a field: kept when the field is left or Enter is pressed, and said to be so; Escape takes it back. */
export function SettingField({
  book,
  name,
  label,
  help,
  fact,
  readOnly,
  multiline = false,
  maxLength,
  required = false,
  placeholder,
  shown = value => value ?? '',
}: {
  book: Book
  name: TextSetting
  label: string
  help?: string
  fact?: string
  readOnly: boolean
  multiline?: boolean
  maxLength?: number
  required?: boolean
  placeholder?: string
  /** How a value is written in the field. */
  shown?: (value: string | null) => string
}) {
  const kept = shown(book[name])
  const [text, setText] = useState(kept)
  const change = useBookChange(book, name)
  // What comes from elsewhere takes the place of what nobody has touched.
  useEffect(() => setText(kept), [kept])
  const isEmpty = text.trim() === ''
  const keep = () => {
    if (readOnly || (text === kept && !change.error)) return
    if (required && isEmpty) return setText(kept)
    if (text === kept) return change.reset()
    change.mutate(isEmpty && book[name] !== undefined && name !== 'styleGuide' ? null : text)
  }
  const props = {
    label,
    fact: change.isPending ? 'saving' : change.isSuccess && text === kept ? 'saved' : fact,
    help,
    error: settingError(change.error, name),
    value: text,
    dir: 'auto',
    readOnly,
    ...(maxLength && { maxLength }),
    ...(placeholder && { placeholder }),
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
    onBlur: keep,
  }
  const undo = () => {
    setText(kept)
    change.reset()
  }
  if (multiline) {
    return <TextArea {...props} rows={3} onKeyDown={event => event.key === 'Escape' && undo()} />
  }
  return (
    <TextField
      {...props}
      onKeyDown={event => {
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') undo()
      }}
    />
  )
}
