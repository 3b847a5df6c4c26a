import { SelectField } from '../../../../components/field.tsx'
import type { Book } from '../../../book.ts'
import { settingError, useBookChange } from './book-change.ts'

const options = [
  { value: 'private', label: 'Whoever made it, and admins' },
  { value: 'organization', label: 'Everybody in the organization' },
  { value: 'public', label: 'Everybody in the organization, and readers' },
] as const

/** Who sees the book without being invited to it. */
export function VisibilityField({ book, readOnly }: { book: Book; readOnly: boolean }) {
  const change = useBookChange(book, 'visibility')
  return (
    <SelectField
      label="Who sees it"
      fact={change.isPending ? 'saving' : change.isSuccess ? 'saved' : undefined}
      help="Besides those who work on it, below."
      error={settingError(change.error, 'visibility')}
      options={options}
      value={change.isPending && change.variables ? change.variables : book.visibility}
      disabled={readOnly}
      onValue={value => change.mutate(value)}
    />
  )
}
