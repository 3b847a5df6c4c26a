import { ask } from '@octavo/server/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { api } from '../../api/client.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Check, TextField } from '../../components/field.tsx'
import { Loading } from '../../components/states.tsx'
import type { Book } from '../book.ts'

/** Asks of which book a template is made. */
export function ChooseBookDialog({ onChoose, onClose }: { onChoose: (book: Book) => void; onClose: () => void }) {
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<Book>()
  const q = useDeferredValue(words.trim())
  const { data } = useQuery({
    queryKey: ['books', 'titled', q],
    queryFn: () => ask(api.v1.books.$get({ query: { sort: 'edited', limit: '8', ...(q && { q }) } })),
    placeholderData: keepPreviousData,
  })
  return (
    <Dialog
      title="A template from a book"
      description="Its outline, features and instructions are kept, none of its text."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={!chosen} onClick={() => chosen && onChoose(chosen)}>
            Go on
          </Button>
        </>
      }
    >
      <TextField
        label="Words of its title"
        value={words}
        onChange={event => setWords(event.target.value)}
        autoFocus
        dir="auto"
      />
      {data ? (
        <fieldset className="grid gap-2">
          <legend className="vh">Which book</legend>
          {data.items.map(book => (
            <Check
              key={book.id}
              type="radio"
              name="book"
              checked={book.id === chosen?.id}
              onChange={() => setChosen(book)}
            >
              <span className="serif" dir="auto">
                {book.title}
              </span>
            </Check>
          ))}
          {data.items.length === 0 && <p>{q ? 'No title has these words.' : 'You have no book yet.'}</p>}
        </fieldset>
      ) : (
        <Loading what="Fetching your books" />
      )}
    </Dialog>
  )
}
