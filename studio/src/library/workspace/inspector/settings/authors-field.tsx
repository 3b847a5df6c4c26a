import { useEffect, useState } from 'react'
import { TextField } from '../../../../components/field.tsx'
import type { Book } from '../../../book.ts'
import { settingError, useBookChange } from './book-change.ts'

/** The names on the title page, between commas. */
export function AuthorsField({ book, readOnly }: { book: Book; readOnly: boolean }) {
  const kept = book.authors.join(', ')
  const [text, setText] = useState(kept)
  const change = useBookChange(book, 'authors')
  useEffect(() => setText(kept), [kept])
  const names = text.split(/[,;]/).flatMap(name => name.trim() || [])
  const keep = () => {
    if (!readOnly && names.join(', ') !== kept) change.mutate(names)
  }
  return (
    <TextField
      label="Authors"
      fact={change.isPending ? 'saving' : change.isSuccess && text === kept ? 'saved' : undefined}
      help="As they are printed, with commas between them."
      error={settingError(change.error, 'authors')}
      value={text}
      readOnly={readOnly}
      dir="auto"
      onChange={event => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={event => event.key === 'Enter' && keep()}
    />
  )
}
