import { useEffect, useState } from 'react'
import { Switch, TextField } from '../../../../components/field.tsx'
import type { Book } from '../../../book.ts'
import { settingError, useBookChange } from './book-change.ts'

/** What the book asks of its chapters, and what happens to one that does not reach it. */
export function QualitySettings({ book, readOnly }: { book: Book; readOnly: boolean }) {
  const automatic = useBookChange(book, 'remediateAutomatically')
  const [wanted, setWanted] = useState<boolean>()
  const isOn = wanted ?? book.remediateAutomatically
  return (
    <>
      <NumberSetting
        book={book}
        name="auditThreshold"
        label="Score a chapter should reach"
        help="Of 100. A chapter under it counts as not ready."
        least={0}
        most={100}
        readOnly={readOnly}
      />
      <Switch
        checked={isOn}
        disabled={readOnly}
        onChange={event => {
          setWanted(event.target.checked)
          automatic.mutate(event.target.checked, { onSettled: () => setWanted(undefined) })
        }}
      >
        Mend a chapter by itself when it is written and stays under that
      </Switch>
      {automatic.error && (
        <p className="field__error" role="alert">
          {settingError(automatic.error, 'remediateAutomatically')}
        </p>
      )}
      {isOn && (
        <NumberSetting
          book={book}
          name="remediationAttempts"
          label="Attempts at most"
          help="Each asks the model once for everything that is missing."
          least={1}
          most={5}
          readOnly={readOnly}
        />
      )}
    </>
  )
}

function NumberSetting({
  book,
  name,
  label,
  help,
  least,
  most,
  readOnly,
}: {
  book: Book
  name: 'auditThreshold' | 'remediationAttempts'
  label: string
  help: string
  least: number
  most: number
  readOnly: boolean
}) {
  const kept = String(book[name])
  const [text, setText] = useState(kept)
  const change = useBookChange(book, name)
  useEffect(() => setText(kept), [kept])
  const value = Number(text)
  const isWrong = text.trim() === '' || !Number.isInteger(value) || value < least || value > most
  const keep = () => {
    if (!readOnly && !isWrong && text !== kept) change.mutate(value)
  }
  return (
    <TextField
      label={label}
      fact={change.isPending ? 'saving' : change.isSuccess && text === kept ? 'saved' : undefined}
      help={help}
      error={isWrong ? `A whole number from ${least} to ${most}.` : settingError(change.error, name)}
      inputMode="numeric"
      value={text}
      readOnly={readOnly}
      onChange={event => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={event => event.key === 'Enter' && keep()}
    />
  )
}
