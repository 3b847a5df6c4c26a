import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '../../../../components/button.tsx'
import { TextField } from '../../../../components/field.tsx'
import type { Book } from '../../../book.ts'
import { settingError, useBookChange } from './book-change.ts'

/** The words the book avoids, and what it writes in their place; an audit finds them. */
export function StyleWords({ book, readOnly }: { book: Book; readOnly: boolean }) {
  const [word, setWord] = useState('')
  const [instead, setInstead] = useState('')
  const change = useBookChange(book, 'styleWords')
  const words = change.isPending && change.variables ? change.variables : book.styleWords
  const add = (event: FormEvent) => {
    event.preventDefault()
    const others = book.styleWords.filter(one => one.word !== word.trim())
    change.mutate([...others, { word: word.trim(), ...(instead.trim() && { instead: instead.trim() }) }], {
      onSuccess: () => {
        setWord('')
        setInstead('')
      },
    })
  }
  return (
    <div className="grid gap-2">
      {words.length > 0 && (
        <table className="table">
          <caption className="vh">Words to avoid</caption>
          <thead>
            <tr>
              <th scope="col">Not</th>
              <th scope="col">But</th>
              {!readOnly && (
                <th scope="col">
                  <span className="vh">Remove</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {words.map(one => (
              <tr key={one.word}>
                <td className="wrap-anywhere" dir="auto">
                  {one.word}
                </td>
                <td className="wrap-anywhere" dir="auto">
                  {one.instead ?? <span className="quiet">anything else</span>}
                </td>
                {!readOnly && (
                  <td className="r">
                    <IconButton
                      icon="x"
                      size="s"
                      look="quiet"
                      label={`Allow “${one.word}”`}
                      onClick={() => change.mutate(book.styleWords.filter(other => other.word !== one.word))}
                    />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!readOnly && (
        <form className="grid grid-cols-2 gap-2" onSubmit={add}>
          <TextField
            label="Word to avoid"
            dir="auto"
            value={word}
            maxLength={200}
            onChange={event => setWord(event.target.value)}
          />
          <TextField
            label="Instead"
            fact="optional"
            dir="auto"
            value={instead}
            maxLength={200}
            onChange={event => setInstead(event.target.value)}
          />
          <p className="col-span-2 small quiet">
            Found whole and in any case. Between slashes it is a pattern: /very \w+/.
          </p>
          {change.error && (
            <p className="col-span-2 field__error" role="alert">
              {settingError(change.error, 'styleWords')}
            </p>
          )}
          <Button
            type="submit"
            size="s"
            icon="plus"
            className="justify-self-start"
            disabled={word.trim() === ''}
            busy={change.isPending ? 'Saving' : undefined}
          >
            Avoid it
          </Button>
        </form>
      )}
    </div>
  )
}
